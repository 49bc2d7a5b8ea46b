"""What refers to a patient, and how it moves when an admin merges two records."""

from clinic.appointments.services import merging as appointments
from clinic.care.models import CareRelation
from clinic.care.services import merging as care
from clinic.patients.models import Guardian
from clinic.patients.registry import Reference, register_obstacles, register_reference
from clinic.patients.services import merging as patients
from clinic.slots.services import merging as slots


def register() -> None:
    """Name every reference; ``tests/architecture/test_merging.py`` holds the list complete."""
    register_obstacles("appointments", appointments.overlaps_of)
    for field, reference in {
        "slots.Hold.patient": Reference(slots.move_hold),
        "appointments.Appointment.patient": Reference(
            appointments.move_appointments, appointments.count_appointments
        ),
        "care.CareRelation.patient": Reference(
            care.move_relations,
            lambda patient_id: CareRelation.objects.open().filter(patient=patient_id).count(),
        ),
        "care.EmergencyAccess.patient": Reference(care.move_emergencies),
        "patients.Guardian.patient": Reference(
            patients.move_guardians,
            lambda patient_id: Guardian.objects.in_force().filter(patient=patient_id).count(),
        ),
        "patients.FormerRecord.patient": Reference(patients.move_former_records),
        "patients.PatientCode.patient": Reference(patients.move_codes),
        "patients.PatientLookup.patient": Reference(patients.move_lookups),
    }.items():
        register_reference(field, reference)
