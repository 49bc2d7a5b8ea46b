"""The people of the browser journeys: run by `manage.py shell` on an empty database."""

from django.utils import timezone

from clinic.doctors.models import Doctor, Specialty
from clinic.patients.models import Patient
from clinic.patients.services.profiles import search_text_of
from clinic.slots.services import rules
from clinic.users.models import User
from clinic.users.roles import Role

PASSWORD = "un parcours complet"


def account(name, role, *, is_approved=True):
    user = User(
        username=f"{name}@example.org",
        email=f"{name}@example.org",
        role=role,
        is_approved=is_approved,
        is_staff=role == Role.ADMIN,
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def doctor(name, first_name, last_name, specialty, city, **fields):
    person = Doctor.objects.create(
        user=account(name, Role.DOCTOR),
        first_name=first_name,
        last_name=last_name,
        specialty=specialty,
        city=city,
        address="12 rue de la République",
        postal_code="69002",
        time_zone="Europe/Paris",
        language_codes=",fr,en,",
        fee="50.00",
        search_text=f"{first_name} {last_name} {specialty.slug} {city}".lower(),
        **fields,
    )
    mode = "both" if person.sees_by_video else "presentiel"
    rules.replace_by_text(
        doctor_id=person.pk,
        text="Lun-Dim 8h-20h",
        now=timezone.now(),
        duration_minutes=30,
        mode=mode,
    )


heart = Specialty.objects.create(
    slug="cardiologie", name="Cardiologie", name_en="Cardiology"
)
skin = Specialty.objects.create(
    slug="dermatologie", name="Dermatologie", name_en="Dermatology"
)
doctor(
    "claire",
    "Claire",
    "Fontaine",
    heart,
    "Lyon",
    sees_by_video=True,
    cancel_notice_minutes=0,
)
doctor(
    "hugo",
    "Hugo",
    "Marchand",
    skin,
    "Nantes",
    auto_confirm=True,
    cancel_notice_minutes=0,
)
patients = (
    ("lea", "Léa", "Martin", "1985-07-14"),
    ("paul", "Paul", "Petit", "1972-11-30"),
    ("ines", "Inès", "Robert", "1990-02-03"),
)
for name, first_name, last_name, birth_date in patients:
    Patient.objects.create(
        user=account(name, Role.PATIENT),
        first_name=first_name,
        last_name=last_name,
        birth_date=birth_date,
        search_text=search_text_of(first_name, last_name),
    )
account("attente", Role.DOCTOR, is_approved=False)

account("direction", Role.ADMIN)
# A doctor who has not said yet when they work.
Doctor.objects.create(
    user=account("nora", Role.DOCTOR),
    first_name="Nora",
    last_name="Keller",
    specialty=skin,
    city="Rennes",
    time_zone="Europe/Paris",
    language_codes=",fr,",
    search_text="nora keller dermatologie rennes",
    auto_confirm=True,
    cancel_notice_minutes=0,
    min_notice_minutes=0,
)
