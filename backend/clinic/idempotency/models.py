"""First answers to keyed requests."""

from django.conf import settings
from django.db import models

from clinic.common.scoping import PrivateQuerySet


class FirstAnswerQuerySet(PrivateQuerySet["FirstAnswer"]):
    """Reads of first answers."""


class FirstAnswer(models.Model):
    """What a keyed request was answered the first time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    objects = FirstAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
