"""First answers to keyed requests."""

from django.conf import settings
from django.db import models

from clinic.common.scoping import PrivateQuerySet


class FirstAnswerQuerySet(PrivateQuerySet["FirstAnswer"]):
    """First answers, so that a request sent twice acts once."""


class FirstAnswer(models.Model):
    """How a keyed request was answered the first time: the status, and the row that it showed.

    What the row says is not kept: it is read again, and may be clinical.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    row_id = models.BigIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(db_index=True)

    objects = FirstAnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
