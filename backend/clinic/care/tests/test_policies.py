"""What appointments open of a patient: the table of docs/access.md."""

from datetime import UTC, datetime, timedelta

import pytest

from clinic.care.policies import Meeting, Scope, is_renewed, scope_of

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOTHING_CAME = Meeting(is_pending=False, is_confirmed=False, has_taken_place=False, agreed_at=AT)
PENDING = NOTHING_CAME._replace(is_pending=True)
AGREED = NOTHING_CAME._replace(is_confirmed=True)
IMPOSED = AGREED._replace(agreed_at=None)
TOOK_PLACE = NOTHING_CAME._replace(has_taken_place=True, agreed_at=None)
BEFORE, LATER = AT - timedelta(days=1), AT + timedelta(days=1)


@pytest.mark.parametrize(
    ("meetings", "scope"),
    [
        ([], None),
        ([NOTHING_CAME], None),
        ([PENDING], Scope.CONTACT),
        ([IMPOSED], Scope.CONTACT),
        ([NOTHING_CAME, PENDING], Scope.CONTACT),
        ([PENDING, NOTHING_CAME], Scope.CONTACT),
        ([AGREED], Scope.RECORD),
        ([TOOK_PLACE], Scope.RECORD),
        ([PENDING, IMPOSED, AGREED], Scope.RECORD),
    ],
)
@pytest.mark.both_databases
def test_how_much_is_open(meetings: list[Meeting], scope: Scope | None) -> None:
    assert scope_of(meetings) is scope


@pytest.mark.parametrize(
    ("meetings", "closed_at", "scope", "renewed"),
    [
        ([AGREED], BEFORE, Scope.RECORD, True),
        ([AGREED], LATER, Scope.CONTACT, False),
        ([AGREED], AT, Scope.CONTACT, False),
        ([PENDING], BEFORE, Scope.CONTACT, True),
        ([PENDING], LATER, Scope.CONTACT, False),
        ([IMPOSED], BEFORE, Scope.CONTACT, False),
        ([TOOK_PLACE], BEFORE, None, False),
        ([TOOK_PLACE._replace(agreed_at=AT)], BEFORE, Scope.RECORD, True),
        ([TOOK_PLACE._replace(agreed_at=AT)], LATER, None, False),
        ([NOTHING_CAME], BEFORE, None, False),
    ],
)
@pytest.mark.both_databases
def test_how_much_is_open_once_it_was_closed(
    meetings: list[Meeting], closed_at: datetime, scope: Scope | None, *, renewed: bool
) -> None:
    assert scope_of(meetings, closed_at=closed_at) is scope
    assert is_renewed(meetings, closed_at=closed_at) is renewed
