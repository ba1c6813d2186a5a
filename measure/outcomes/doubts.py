"""Why films of one subject may not belong together as their rows say."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from measure.model import Level
from measure.outcomes.schema import MeasurementRow

# A level that not everybody has, with its neighbours: where both are marked and it is not, there is none.
_TRANSITIONAL = {Level.T13: (Level.T12, Level.L1), Level.L6: (Level.L5, Level.S1)}
Count = Mapping[Level, bool]


class Doubt(StrEnum):
    """Doubt about comparing two films; a flag of what compares them.

    =============================  =================================================================
    visit_days_contradict          two films give two dates to the index procedure, or a film called
                                   baseline was taken after a later one
    vertebrae_counted_differently  films differ in whether there is a T13 or an L6: one name may
                                   mean two vertebrae
    =============================  =================================================================
    """

    DAYS = "visit_days_contradict"
    COUNT = "vertebrae_counted_differently"


def counted(rows: Iterable[MeasurementRow]) -> Count:
    """What the rows of one film say of the number of vertebrae.

    Parameters
    ----------
    rows : iterable of MeasurementRow
        Of one film.

    Returns
    -------
    dict of Level to bool
        Whether there is a T13 and an L6; only what can be told.
    """
    levels = {level for row in rows for level in (row.level, row.level_from, row.level_to) if level is not None}
    return {
        level: level in levels
        for level, neighbours in _TRANSITIONAL.items()
        if level in levels or levels.issuperset(neighbours)
    }


def differ(counts: Iterable[Count]) -> bool:
    """Whether two films differ in the number of vertebrae.

    Examples
    --------
    >>> differ([{Level.L6: True}, {Level.T13: False}]), differ([{Level.L6: True}, {Level.L6: False}])
    (False, True)
    """
    said = list(counts)
    return any(len({count[level] for count in said if level in count}) > 1 for level in _TRANSITIONAL)
