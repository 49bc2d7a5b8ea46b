"""Shapes of jobs."""

from typing import Any

from rest_framework import serializers

from clinic.jobs.lifecycle import State
from clinic.jobs.models import Job


class JobOut(serializers.ModelSerializer[Job]):
    """A job: how far it is, and what came of it."""

    # Said here: how large a number may be differs between the databases.
    done = serializers.IntegerField(help_text="Steps done.")
    total = serializers.IntegerField(help_text="Steps in all; 0 while nobody knows.")
    state = serializers.ChoiceField(choices=State.choices)
    result: Any = serializers.JSONField(help_text="Numbers and ids, by kind; empty until done.")
    is_cancelling = serializers.SerializerMethodField(
        help_text="It was cancelled while it ran, and stops at its next step."
    )

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "state",
            "done",
            "total",
            "result",
            "is_cancelling",
            "asked_at",
            "finished_at",
        ]

    def get_is_cancelling(self, job: Job) -> bool:
        """Return whether it is about to stop."""
        return job.state == State.RUNNING and job.cancel_requested_at is not None
