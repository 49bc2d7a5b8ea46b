"""By which ids a patient was known before two records became one.

Entries are never changed, and name the record that there was. Filled by ``config``: patients lie
above this app.
"""

from collections.abc import Callable, Iterable

# Returns the ids of the records that were merged into that patient's.
FormerIds = Callable[[int], Iterable[int]]

_sources: list[FormerIds] = []


def register_former_ids(source: FormerIds) -> None:
    """Say who knows the former ids."""
    _sources[:] = [source]


def ids_of(patient_id: int) -> list[int]:
    """Return the patient's id and every former one."""
    return [patient_id, *(former for source in _sources for former in source(patient_id))]
