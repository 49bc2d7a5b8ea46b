"""What the SPA is told of the installation."""

import pytest
from django.conf import LazySettings
from django.test import Client


@pytest.mark.parametrize("months", [36, 24])
def test_it_says_for_how_long_accesses_are_kept(
    client: Client, settings: LazySettings, months: int
) -> None:
    settings.AUDIT_MONTHS = months

    assert client.get("/api/config/").json()["audit_months"] == months
