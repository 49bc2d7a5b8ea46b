"""Finding accounts, and the small rules beside them."""

from typing import Any

import pytest

from clinic.common import errors
from clinic.users import profiles, selectors
from clinic.users.models import User
from clinic.users.phones import e164
from clinic.users.roles import Role


@pytest.mark.both_databases
@pytest.mark.django_db
def test_an_email_comes_before_a_username_that_looks_like_it(ada: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(username="ada@example.org")

    assert selectors.account_named("ADA@example.org") == ada
    assert selectors.account_named("nobody") is None


@pytest.mark.both_databases
@pytest.mark.django_db
def test_letters_with_accents_sign_in_as_typed(ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(username="Éloïse")

    assert selectors.account_named("Éloïse") == ada


@pytest.mark.django_db
def test_people_are_called_by_username_where_there_is_no_profile(eve: User) -> None:
    assert (eve.get_full_name(), eve.get_short_name(), str(eve)) == ("eve", "eve", "eve")
    assert selectors.profile_of(eve) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01 23 45 67 89", "+33123456789"),
        ("+216 22 334 455", "+21622334455"),
        ("0033-6.12.34.56.78", "+33612345678"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_numbers_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert e164(typed) == kept


@pytest.mark.parametrize("typed", ["12", "hello", "+999 123", "0" * 40])
def test_what_is_no_number_is_invalid(typed: str) -> None:
    with pytest.raises(errors.Invalid) as caught:
        e164(typed)
    assert list(caught.value.details or {}) == ["phone"]


def test_a_number_without_country_code_is_one_of_the_clinics_region(settings: Any) -> None:
    settings.PHONE_REGION = "TN"

    assert e164("22334455") == "+21622334455"


def test_each_role_but_admin_has_a_kind_of_profile() -> None:
    assert sorted(profiles.relations()) == ["doctor", "patient"]
    assert profiles.kind_of(Role.ADMIN) is None
