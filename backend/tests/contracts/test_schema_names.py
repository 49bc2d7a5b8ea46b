"""Requests in the OpenAPI document are named after what is asked for, not after an answer."""

from pathlib import Path

import yaml

DOCUMENT = Path(__file__).parents[2] / "openapi.yaml"


def test_requests_have_names_of_their_own() -> None:
    names = yaml.safe_load(DOCUMENT.read_text())["components"]["schemas"]

    assert "ExceptionRequest" in names
    assert [name for name in names if name.endswith(("InRequest", "OutRequest"))] == []
