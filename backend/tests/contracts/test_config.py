"""What the SPA is told of the installation."""

import pytest
from django.conf import LazySettings
from django.test import Client


@pytest.mark.parametrize(
    ("setting", "name"),
    [("AUDIT_MONTHS", "audit_months"), ("CARE_EMERGENCY_HOURS", "emergency_hours")],
)
@pytest.mark.parametrize("number", [36, 24])
def test_it_says_what_screens_promise(
    client: Client, settings: LazySettings, setting: str, name: str, number: int
) -> None:
    setattr(settings, setting, number)

    assert client.get("/api/config/").json()[name] == number
