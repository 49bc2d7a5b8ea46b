"""Shapes of the journal."""

from typing import Any

from rest_framework import serializers

from clinic.audit.models import Action


class AuditActorOut(serializers.Serializer[Any]):
    """Who acted: the account's id and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AuditEntryOut(serializers.Serializer[Any]):
    """One entry of the journal."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = AuditActorOut(allow_null=True)
    role = serializers.CharField()
    address = serializers.CharField(allow_null=True)
    action = serializers.ChoiceField(choices=Action.choices)
    subject = serializers.CharField(help_text="The kind of data, such as Patient.")
    route = serializers.CharField()
    objects = serializers.ListField(child=serializers.IntegerField())
    patients = serializers.ListField(child=serializers.IntegerField())
    reason = serializers.CharField()
