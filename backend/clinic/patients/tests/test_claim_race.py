"""Two people register with one code at once: one gets the record."""

from datetime import date, datetime
from functools import partial

import pytest

from clinic.outbox import services as outbox
from clinic.patients.models import Patient, PatientCode
from clinic.patients.services.claiming import CodeUnknown
from clinic.patients.services.dependants import Person
from clinic.patients.services.profiles import open_profile
from clinic.patients.services.records import create_patient, make_code
from clinic.slots.tests.racing import race
from clinic.users.models import User
from clinic.users.profiles import Particulars
from clinic.users.roles import Role

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
BORN = date(1950, 1, 2)


@pytest.fixture(autouse=True)
def _no_relay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox.bell, "_answer", None)


def test_a_code_is_claimed_once(dr_cho: User, now: datetime) -> None:
    wanda = create_patient(by=dr_cho, person=Person("Wanda", "Kern", BORN), today=now.date())
    code = make_code(by=dr_cho, patient=wanda, now=now).code
    people = [
        User.objects.create(
            username=name, email=f"{name}@example.org", role=Role.PATIENT, date_joined=now
        )
        for name in ("one", "two", "three", "four")
    ]
    particulars = Particulars(birth_date=BORN, patient_code=code)

    results = race([partial(open_profile, user=one, particulars=particulars) for one in people])

    won = [one for one in results if isinstance(one, Patient)]
    lost = [type(one) for one in results if isinstance(one, Exception)]
    assert ([one.pk for one in won], lost) == ([wanda.pk], [CodeUnknown] * 3)
    wanda.refresh_from_db()
    assert wanda.user == won[0].user
    assert Patient.objects.count() == 1
    assert PatientCode.objects.get().used_at == now
