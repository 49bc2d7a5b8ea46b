"""What a list is asked for is checked, not guessed."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from clinic.users.models import User

pytestmark = pytest.mark.django_db
Api = Callable[[User | None], APIClient]
LISTS = ["/api/appointments/", "/api/directory/doctors/"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", ["0", "-1", "ten", "1.5", "", "²", "000"])
def test_a_limit_that_is_no_number_is_refused(
    path: str, limit: str, api: Api, dr_cho: User
) -> None:
    answer = api(dr_cho).get(path, {"limit": limit})

    assert answer.status_code == 400
    assert answer.json()["details"] == {"limit": ["Indiquez un nombre entier de 1 à 500."]}


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("limit", ["1", "0007", "500", "501", "9" * 5000])
def test_a_great_limit_is_bounded(path: str, limit: str, api: Api, dr_cho: User) -> None:
    assert api(dr_cho).get(path, {"limit": limit}).status_code == 200


def test_an_unknown_order_is_refused_and_the_known_ones_named(api: Api, dr_cho: User) -> None:
    answer = api(dr_cho).get("/api/appointments/", {"ordering": "motif"})

    assert answer.status_code == 400
    assert answer.json()["details"] == {
        "ordering": ["Ordre inconnu. Ordres possibles : -created_at, -start_time, start_time."]
    }
