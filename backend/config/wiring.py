"""What follows from what: the profile of each role, the ways out, the handlers of each topic."""

from functools import partial

from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import autodiscover_modules

from clinic.appointments import tasks as appointments
from clinic.appointments.events import LeaverCancelled, TransitionMade
from clinic.appointments.selectors import conflicts
from clinic.audit.registry import register_former_ids
from clinic.care.events import CareClosed, EmergencyOpened
from clinic.care.selectors import record_open_to
from clinic.common.api.journal import journal_with
from clinic.deliveries.mail import Mail
from clinic.deliveries.registry import register_channel, register_recipients
from clinic.deliveries.services import owing
from clinic.deliveries.tasks import send
from clinic.doctors.events import RulesChanged
from clinic.doctors.services import profiles as doctors
from clinic.files.registry import register_kind as register_file_kind
from clinic.jobs.registry import register_kind
from clinic.jobs.services import asking
from clinic.jobs.tasks import run
from clinic.notifications.slices import care as about_care
from clinic.notifications.slices import patients as about_patients
from clinic.notifications.slices import slots as about_slots
from clinic.notifications.slices import users as about_users
from clinic.notifications.slices.appointments import letters as appointment_letters
from clinic.notifications.slices.appointments import told as about_appointments
from clinic.notifications.slices.appointments import words as appointment_words
from clinic.outbox import services as outbox
from clinic.outbox.events import listen, unheard_topics
from clinic.outbox.tasks import relay
from clinic.patients.events import GuardianLeft, GuardianshipEnded
from clinic.patients.registry import register_records
from clinic.patients.selectors import PATIENT, address_of, former_ids_of, wards_with_account
from clinic.patients.services import profiles as patients
from clinic.slots import tasks as slots
from clinic.slots.events import CalendarChanged, SlotChanged
from clinic.slots.registry import register_conflicts
from clinic.users import live as users
from clinic.users.api.journal import journal_access, journal_backoffice_sign_in
from clinic.users.events import UserApproved, UserClosed, UserRegistered
from clinic.users.profiles import Facts, register_profile_maker
from clinic.users.roles import Role
from clinic.users.services import mails, pictures, sessions
from config import merging


def wire() -> None:
    """Register everything; repeated, it changes nothing.

    Raises ImproperlyConfigured when an app announces something that nobody listens to.
    """
    journal_with(partial(journal_access, wards_among=wards_with_account))
    user_logged_in.connect(journal_backoffice_sign_in, dispatch_uid="audit")
    register_profile_maker(Role.DOCTOR, doctors.open_profile, relation="doctor")
    facts = Facts(read=patients.facts_of, change=patients.change_facts)
    register_profile_maker(Role.PATIENT, patients.open_profile, relation="patient", facts=facts)
    register_channel(owing.EMAIL, Mail)
    mails.register()
    register_recipients(PATIENT, address_of)
    appointment_words.register()
    appointment_letters.register()
    about_users.register()
    about_care.register()
    about_patients.register()
    merging.register()
    _listen()
    register_conflicts(conflicts)
    register_former_ids(former_ids_of)
    register_records(record_open_to)
    sessions.ended.heard_by(users.close_sockets)
    register_file_kind(pictures.KIND)
    register_kind(slots.EXTEND_HORIZON, slots.extend_calendars)
    outbox.bell.answered_by(relay.delay)
    owing.bell.answered_by(send.delay)
    asking.bell.answered_by(run.delay)
    require_listeners()


def _listen() -> None:
    """Say what follows from each event. The names are marks in the database: they stay."""
    listen(TransitionMade, "notifications.store", about_appointments.on_transition)
    listen(LeaverCancelled, "notifications.leavers", about_appointments.on_leaver_cancelled)
    listen(UserRegistered, "notifications.store", about_users.on_registered)
    listen(UserApproved, "notifications.store", about_users.on_approved)
    listen(UserClosed, "appointments.cancel", appointments.on_account_closed, alone=True)
    listen(CareClosed, "notifications.store", about_care.on_closed)
    listen(GuardianLeft, "notifications.store", about_patients.on_guardian_left)
    listen(GuardianshipEnded, "notifications.store", about_patients.on_guardianship_ended)
    listen(EmergencyOpened, "notifications.store", about_care.on_emergency)
    listen(SlotChanged, "live.slots", about_slots.on_slots_changed)
    listen(CalendarChanged, "live.calendar", about_slots.on_calendar_changed)
    listen(RulesChanged, "slots.materialise", slots.on_rules_changed, alone=True)


def require_listeners() -> None:
    """Raise ImproperlyConfigured when a declared topic has no handler."""
    autodiscover_modules("events")
    if unheard := unheard_topics():
        raise ImproperlyConfigured(f"Nobody listens to: {', '.join(unheard)} (config/wiring.py)")
