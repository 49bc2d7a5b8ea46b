"""When two records of a patient are merged, nothing that refers to either is forgotten."""

from django.apps import apps

from clinic.patients.models import Patient
from clinic.patients.registry import references


def test_every_reference_to_a_patient_is_told_how_to_move() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is Patient
    }

    assert found == references().keys()
