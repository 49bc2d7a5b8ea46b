"""What appointments open of a patient: the table of docs/access.md."""

import pytest

from clinic.care.policies import Meeting, Scope, scope_of

PENDING = Meeting(is_pending=True, is_confirmed=False, has_taken_place=False, is_agreed=True)
AGREED = Meeting(is_pending=False, is_confirmed=True, has_taken_place=False, is_agreed=True)
IMPOSED = AGREED._replace(is_agreed=False)
TOOK_PLACE = Meeting(is_pending=False, is_confirmed=False, has_taken_place=True, is_agreed=False)
NOTHING_CAME = Meeting(is_pending=False, is_confirmed=False, has_taken_place=False, is_agreed=True)


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
