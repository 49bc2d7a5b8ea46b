"""The servers of the session, and the fixed cast whose stories the tests tell.

Ada and Ben are patients; Dr. Cho is Ada's doctor, Dr. Diaz has nothing to do with either; Eve runs
the clinic; Dr. New has registered and waits for approval.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import pytest_django
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken

from clinic.audit.guards import remove_guards
from clinic.doctors.models import Doctor, Specialty
from clinic.patients.models import Patient
from clinic.users.models import User
from clinic.users.roles import Role
from tests.servers import Servers

SERVERS = pytest.StashKey[Servers]()
# A Monday at noon in winter; the stories happen around it.
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers once, in the process that the workers come from."""
    if not hasattr(config, "workerinput"):
        servers = Servers(settings.TEST_HOME)
        config.stash[SERVERS] = servers
        try:
            servers.start()
        except BaseException:
            servers.stop()
            raise


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop them, whatever happened."""
    if (servers := config.stash.get(SERVERS, None)) is not None:
        servers.stop()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On SQLite run what must hold there too; skip nothing silently: it is deselected."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    kept = [item for item in items if _holds_on_sqlite(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _holds_on_sqlite(item)])
    items[:] = kept


def _holds_on_sqlite(item: pytest.Item) -> bool:
    marked = item.get_closest_marker
    return marked("both_databases") is not None and marked("postgres_only") is None


def _user(name: str, role: Role, *, is_approved: bool = True) -> User:
    user = User(
        username=name,
        email=f"{name}@example.org",
        role=role,
        is_approved=is_approved,
        is_staff=role == Role.ADMIN and is_approved,
    )
    user.set_password("une phrase de passe")
    user.save()
    return user


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Let tests empty the audit trail: on SQLite they delete row by row, which it refuses."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            remove_guards(connection)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Let no test find in the cache what another one left there."""
    for alias in settings.CACHES:
        caches[alias].clear()


@pytest.fixture
def specialty(db: None) -> Specialty:
    """Cardiology."""
    return Specialty.objects.create(slug="cardiologie", name="Cardiologie", name_en="Cardiology")


def _doctor(user: User, first_name: str, last_name: str, specialty: Specialty) -> Doctor:
    return Doctor.objects.create(
        user=user,
        first_name=first_name,
        last_name=last_name,
        specialty=specialty,
        city="Lyon",
        time_zone="Europe/Paris",
        # Doctors have none until they set one; these have.
        cancel_notice_minutes=24 * 60,
        search_text=f"{first_name} {last_name} {specialty.name} lyon".lower(),
    )


@pytest.fixture
def ada(db: None) -> User:
    """A patient of Dr. Cho."""
    user = _user("ada", Role.PATIENT)
    Patient.objects.create(
        user=user, first_name="Ada", last_name="Martin", search_text="ada martin"
    )
    return user


@pytest.fixture
def ben(db: None) -> User:
    """Another patient."""
    user = _user("ben", Role.PATIENT)
    Patient.objects.create(user=user, first_name="Ben", last_name="Petit", search_text="ben petit")
    return user


@pytest.fixture
def dr_cho(specialty: Specialty) -> User:
    """Ada's doctor."""
    user = _user("dr_cho", Role.DOCTOR)
    _doctor(user, "Claire", "Cho", specialty)
    return user


@pytest.fixture
def dr_diaz(specialty: Specialty) -> User:
    """A doctor who has never seen Ada or Ben."""
    user = _user("dr_diaz", Role.DOCTOR)
    _doctor(user, "Diego", "Diaz", specialty)
    return user


@pytest.fixture
def dr_eto(db: None) -> User:
    """A doctor of another specialty, who has never seen Ada or Ben."""
    skin = Specialty.objects.create(slug="dermatologie", name="Dermatologie", name_en="Dermatology")
    user = _user("dr_eto", Role.DOCTOR)
    _doctor(user, "Emi", "Eto", skin)
    return user


@pytest.fixture
def eve(db: None) -> User:
    """An admin."""
    return _user("eve", Role.ADMIN)


@pytest.fixture
def dr_new(specialty: Specialty) -> User:
    """A doctor who waits for approval."""
    user = _user("dr_new", Role.DOCTOR, is_approved=False)
    _doctor(user, "Nina", "Neuve", specialty)
    return user


def client_for(user: User | None) -> APIClient:
    """Return a client that carries the user's access token, good for hours."""
    client = APIClient()
    if user is not None:
        token = AccessToken.for_user(user)
        token.set_exp(lifetime=timedelta(days=3650))
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


@pytest.fixture
def api() -> Callable[[User | None], APIClient]:
    """Return :func:`client_for`."""
    return client_for


@pytest.fixture
def now() -> datetime:
    """The moment at which the stories happen."""
    return NOW
