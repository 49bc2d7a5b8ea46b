"""The states of docs/access.md between Dr. Cho and Ada, each made as people make it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from clinic.appointments.lifecycle import Transition
from clinic.appointments.models import Appointment
from clinic.appointments.services.attendance import accept_appointment, mark_arrived
from clinic.appointments.services.booking import Wish, book_slot
from clinic.appointments.services.confirming import confirm_appointment
from clinic.appointments.services.transitions import apply_transition
from clinic.care.models import CareRelation
from clinic.care.policies import Closer
from clinic.care.services.emergencies import end_emergencies, open_in_emergency
from clinic.care.services.relations import end_long_past, end_relation
from clinic.patients.models import Patient
from clinic.patients.services.finding import find_patients
from clinic.patients.services.profiles import search_text_of
from clinic.slots.tests.factories import slot_at
from clinic.users.models import User

HOUR: Final = timedelta(hours=1)
A_DAY: Final = timedelta(days=1)


@dataclass
class Story:
    """Who takes part, and the time; each appointment is a day after the one before."""

    ada: User
    cho: User
    eve: User
    now: datetime
    days: int = 1

    def book(self, by: User) -> Appointment:
        """Book Dr. Cho's next slot for Ada."""
        self.days += 1
        self.now += HOUR
        slot = slot_at(self.cho.doctor, self.now + self.days * A_DAY)
        return book_slot(
            by=by, slot_id=slot.pk, wish=Wish(), now=self.now, patient_id=self.ada.patient.pk
        )

    def confirm(self, appointment: Appointment) -> Appointment:
        """Let Dr. Cho confirm it."""
        return confirm_appointment(by=self.cho, appointment_id=appointment.pk, now=self.now)

    def end(self, appointment: Appointment, transition: Transition) -> None:
        """Let Dr. Cho decline or cancel it, or say afterwards how it went."""
        at = appointment.start_at
        is_after = transition in (Transition.COMPLETE, Transition.NO_SHOW)
        apply_transition(
            by=self.cho,
            appointment_id=appointment.pk,
            transition=transition,
            now=at if is_after and at else self.now,
        )

    def made_by_doctor(self) -> Appointment:
        """Let Dr. Cho make an appointment for Ada, whom they have found."""
        self.find()
        return self.book(self.cho)

    def arrive(self, appointment: Appointment) -> None:
        """Mark Ada as arrived."""
        assert appointment.start_at is not None
        mark_arrived(by=self.cho, appointment_id=appointment.pk, now=appointment.start_at)

    def close(self, by: Closer) -> None:
        """Close the record."""
        self.now += HOUR
        end_relation(relation=CareRelation.objects.get(), by=by, now=self.now)

    def find(self) -> None:
        """Let Dr. Cho find Ada by her exact name and birth date."""
        born, name = date(1990, 11, 24), search_text_of("Ada", "Martin")
        Patient.objects.filter(pk=self.ada.patient.pk).update(birth_date=born, search_text=name)
        found = find_patients(
            by=self.cho, first_name="Ada", last_name="Martin", birth_date=born, now=self.now
        )
        assert [one.pk for one in found] == [self.ada.patient.pk]

    def emergency(self) -> None:
        """Let Dr. Cho declare an emergency."""
        self.find()
        open_in_emergency(
            by=self.cho,
            patient_id=self.ada.patient.pk,
            reason="Malaise dans la salle d'attente",
            hours=24,
            now=self.now,
        )


def _took_place(story: Story) -> None:
    story.end(story.confirm(story.book(story.ada)), Transition.COMPLETE)


def _missed(story: Story) -> None:
    story.end(story.confirm(story.book(story.ada)), Transition.NO_SHOW)


def _accepted(story: Story) -> None:
    made = story.made_by_doctor()
    accept_appointment(by=story.ada, appointment_id=made.pk, now=story.now)


def _written_down(story: Story) -> None:
    """Ada has no account: Dr. Cho wrote her down."""
    Patient.objects.filter(pk=story.ada.patient.pk).update(
        user=None, created_by=story.cho, written_down_on=story.now
    )


def _with_account_since(story: Story) -> None:
    _written_down(story)
    Patient.objects.filter(pk=story.ada.patient.pk).update(user=story.ada)


def _written_down_long_ago(story: Story) -> None:
    _written_down(story)
    long_ago = story.now - 721 * A_DAY
    Patient.objects.filter(pk=story.ada.patient.pk).update(written_down_on=long_ago)


def _declined_lately(story: Story) -> None:
    _written_down_long_ago(story)
    Patient.objects.filter(pk=story.ada.patient.pk).update(written_down_on=story.now)
    made = story.book(story.cho)
    _written_down_long_ago(story)
    story.end(made, Transition.CANCEL)


def _written_down_then_closed(story: Story) -> None:
    _declined_lately(story)
    story.close(Closer.PATIENT)


def _emergency_over(story: Story) -> None:
    story.emergency()
    end_emergencies(now=story.now + A_DAY)


def _emergency_over_untidied(story: Story) -> None:
    story.emergency()
    CareRelation.objects.update(emergency_until=story.now - A_DAY)


def _long_ago(story: Story) -> None:
    _took_place(story)
    assert end_long_past(months=24, now=story.now + 725 * A_DAY) == 1


def _closed(by: Closer, *, stands: bool) -> Callable[[Story], None]:
    def closed(story: Story) -> None:
        _took_place(story)
        if stands:
            story.confirm(story.book(story.ada))
        story.close(by)

    return closed


def _closed_then_confirmed(story: Story) -> None:
    asked = story.book(story.ada)
    story.close(Closer.PATIENT)
    story.confirm(asked)


def _closed_then_arrived(story: Story) -> None:
    made = story.made_by_doctor()
    story.close(Closer.PATIENT)
    story.arrive(made)


def _closed_then_asked(story: Story) -> Appointment:
    _took_place(story)
    story.close(Closer.PATIENT)
    return story.book(story.ada)


def _closed_then_declined(story: Story) -> None:
    story.end(_closed_then_asked(story), Transition.DECLINE)


def _closed_then_agreed(story: Story) -> None:
    story.confirm(_closed_then_asked(story))


# By the words of the document.
STATES: Final[Mapping[str, list[Callable[[Story], object]]]] = {
    "nothing": [lambda _story: None],
    "declined, cancelled or missed": [
        lambda story: story.end(story.book(story.ada), Transition.DECLINE),
        lambda story: story.end(story.confirm(story.book(story.ada)), Transition.CANCEL),
        _missed,
    ],
    "written down by the doctor, no account": [_written_down, _declined_lately],
    "written down, an account since": [_with_account_since],
    "written down, no contact for `CARE_MONTHS`": [_written_down_long_ago],
    "written down, then closed": [_written_down_then_closed],
    "found by exact name and birth date": [Story.find],
    "a request that waits": [lambda story: story.book(story.ada)],
    "confirmed, made by the doctor": [Story.made_by_doctor],
    "confirmed, made by the patient's side": [lambda story: story.confirm(story.book(story.ada))],
    "confirmed, made by an admin": [lambda story: story.book(story.eve)],
    "confirmed, made by the doctor, and accepted": [_accepted],
    "confirmed, made by the doctor, and arrived": [
        lambda story: story.arrive(story.made_by_doctor())
    ],
    "took place": [_took_place],
    "emergency": [Story.emergency],
    "emergency, its hours over": [_emergency_over, _emergency_over_untidied],
    "no contact for `CARE_MONTHS`": [_long_ago],
    "withdrawn by the patient's side": [_closed(Closer.PATIENT, stands=False)],
    "withdrawn, and an appointment stands": [_closed(Closer.PATIENT, stands=True)],
    "closed by an admin": [_closed(Closer.ADMIN, stands=False)],
    "closed, and an appointment stands": [_closed(Closer.ADMIN, stands=True)],
    "closed, then an older request confirmed": [_closed_then_confirmed],
    "closed, then arrived": [_closed_then_arrived],
    "closed, then a new request": [_closed_then_asked],
    "closed, then a new request declined": [_closed_then_declined],
    "closed, then a new appointment confirmed": [_closed_then_agreed],
}
