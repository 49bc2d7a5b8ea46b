"""What follows from what: the profile of each role and the handlers of each topic."""

from clinic.appointments import events as appointments
from clinic.appointments import tasks as appointment_tasks
from clinic.deliveries.mail import Mail
from clinic.deliveries.registry import register_channel
from clinic.deliveries.services import owing
from clinic.deliveries.tasks import send
from clinic.doctors.services import profiles as doctors
from clinic.notifications import events as notifications
from clinic.notifications import live, services
from clinic.outbox import services as outbox
from clinic.outbox.events import listen
from clinic.outbox.tasks import relay
from clinic.patients import services as patients
from clinic.slots import tasks as slots
from clinic.users.profiles import register_profile_maker
from clinic.users.roles import Role
from clinic.users.services import mails


def wire() -> None:
    """Register everything; repeated, it changes nothing."""
    register_profile_maker(Role.DOCTOR, doctors.open_profile, relation="doctor")
    register_profile_maker(Role.PATIENT, patients.open_profile, relation="patient")
    listen(appointments.MOVED, "notifications.store", services.tell_of_transition)
    listen(appointments.MOVED, "live.appointment", live.show_transition)
    register_channel(owing.EMAIL, Mail)
    mails.register()
    listen("user.registered", "notifications.store", services.tell_of_registration)
    listen("user.approved", "notifications.store", services.tell_of_approval)
    listen("user.closed", "appointments.cancel", appointment_tasks.on_account_closed)
    listen(notifications.STORED, "live.notification", live.show_notification)
    listen("slot.changed", "live.slots", live.show_slots)
    listen("calendar.changed", "live.calendar", live.show_calendar)
    listen("calendar.rules_changed", "slots.materialise", slots.on_rules_changed)
    outbox.bell.answered_by(relay.delay)
    owing.bell.answered_by(send.delay)
