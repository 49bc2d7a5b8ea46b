"""What operators see of deliveries, and what they can do."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from clinic.deliveries.models import Delivery
from clinic.deliveries.tests.conftest import Way, owed, story
from clinic.users.models import User

pytestmark = pytest.mark.django_db
LIST = "admin:deliveries_delivery_changelist"


@pytest.fixture
def operator(client: Client, eve: User) -> Client:
    client.force_login(eve, backend="clinic.users.backends.UsernameOrEmailBackend")
    return client


def test_what_was_given_up_is_sent_again(operator: Client, way: Way, now: datetime) -> None:
    owed(story(1), story(2), now=now)
    Delivery.objects.filter(about={"n": 1}).update(state="parked", attempts=12, finished_at=now)
    Delivery.objects.filter(about={"n": 2}).update(state="sent", attempts=1, finished_at=now)
    chosen = list(Delivery.objects.values_list("pk", flat=True))

    answer = operator.post(
        reverse(LIST), {"action": "send_chosen_again", "_selected_action": chosen}, follow=True
    )

    assert "À renvoyer\N{NO-BREAK SPACE}: 1." in answer.content.decode()
    assert list(Delivery.objects.order_by("id").values_list("state", "attempts")) == [
        ("owed", 0),
        ("sent", 1),
    ]


def test_what_did_not_fail_is_not_sent_again_and_that_is_a_warning(
    operator: Client, way: Way, now: datetime
) -> None:
    owed(story(1), now=now)
    chosen = list(Delivery.objects.values_list("pk", flat=True))

    answer = operator.post(
        reverse(LIST), {"action": "send_chosen_again", "_selected_action": chosen}, follow=True
    )

    [told] = answer.context["messages"]
    assert told.level_tag == "warning"
    assert told.message.startswith("Seuls les envois refusés ou abandonnés peuvent être renvoyés")


def test_they_are_found_by_state_person_and_subject(
    operator: Client, way: Way, now: datetime
) -> None:
    owed(story(1, to=31), story(2, to=32), now=now)
    Delivery.objects.filter(about={"n": 2}).update(state="failed", error="SMTPDataError 554")

    def shown(**query: str) -> list[int]:
        answer = operator.get(reverse(LIST), query)
        return [row.about["n"] for row in answer.context["cl"].queryset.order_by("id")]

    assert shown(state__exact="failed") == [2]
    assert shown(q="31") == [1]
    assert shown(q="story:2") == [2]
    assert shown(template__exact="story") == [1, 2]


def test_nothing_is_written_by_hand(operator: Client, way: Way, now: datetime) -> None:
    owed(story(1), now=now)
    page = reverse("admin:deliveries_delivery_change", args=[Delivery.objects.get().pk])

    assert operator.get(page).status_code == 200
    assert operator.post(page, {"state": "sent"}).status_code == 403
    assert operator.get(reverse("admin:deliveries_delivery_add")).status_code == 403
    assert operator.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
