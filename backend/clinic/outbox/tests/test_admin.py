import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.outbox import tasks
from clinic.outbox.models import Event
from clinic.outbox.tests.stories import only_stories, tell
from clinic.users.models import User

pytestmark = pytest.mark.django_db


def test_parked_events_are_tried_again(client: Client, eve: User) -> None:
    client.force_login(eve, backend="clinic.users.backends.UsernameOrEmailBackend")
    event = Event.objects.create(topic="story")
    Event.objects.update(parked_at=timezone.now(), attempts=8)
    path = reverse("admin:outbox_event_changelist")

    answer = client.post(path, {"action": "try_again", "_selected_action": [event.pk]}, follow=True)

    event.refresh_from_db()
    assert (event.parked_at, event.attempts) == (None, 0)
    assert "Relancés : 1." in answer.content.decode()


def test_jobs_relay_and_forget() -> None:
    with only_stories():
        event = tell(1)
        tasks.relay()

    event.refresh_from_db()
    assert event.relayed_at is not None
    tasks.forget_old()
    assert Event.objects.count() == 1
    Event.objects.update(relayed_at=timezone.now() - tasks.KEPT * 2)
    tasks.forget_old()
    assert Event.objects.count() == 0
