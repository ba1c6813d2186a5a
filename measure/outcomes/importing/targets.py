"""What an import can fill: the columns that each table takes, and those it cannot do without."""

from collections.abc import Callable

from measure.outcomes.importing import measurements, others
from measure.outcomes.importing.entry import Entry
from measure.outcomes.importing.people import People
from measure.outcomes.schema import ROW_TYPES, AssessmentRow, EventRow, MeasurementRow, ProcedureRow, Row, ScoreRow

TABLES = tuple(row_type.table for row_type in ROW_TYPES)
BY_TABLE: dict[str, type[Row]] = {row_type.table: row_type for row_type in ROW_TYPES}
MAKERS: dict[type[Row], Callable[[Entry, People], Row | None]] = {
    MeasurementRow: measurements.measurement_row,
    AssessmentRow: others.assessment_row,
    ScoreRow: others.score_row,
    EventRow: others.event_row,
    ProcedureRow: others.procedure_row,
}
_FILM = ("film", "film_key", "sop_instance_uid")
_WHEN = ("visit", "timepoint", "days_from_index", "exam_date")
# One of each group has to be there; the first is named where none is.
REQUIRED: dict[type[Row], tuple[tuple[str, ...], ...]] = {
    MeasurementRow: (("subject", *_FILM), ("measure",), ("value",), ("unit",), (*_WHEN, *_FILM)),
    AssessmentRow: (("subject", *_FILM), ("scheme",), ("value",), (*_WHEN, *_FILM)),
    ScoreRow: (("subject",), ("instrument",), ("value",), _WHEN),
    EventRow: (("subject",), ("kind",), ("day", "exam_date")),
    ProcedureRow: (("subject",), ("kind",)),
}
# Columns that only one table has tell which it is; the identity of its rows tells it at once.
_TELLING: tuple[tuple[type[Row], frozenset[str]], ...] = (
    (MeasurementRow, frozenset({"measure"})),
    (AssessmentRow, frozenset({"scheme"})),
    (ScoreRow, frozenset({"instrument"})),
    (ProcedureRow, frozenset(others.PROCEDURE_BESIDES)),
    (EventRow, frozenset(others.EVENT_BESIDES)),
)


def readable(row_type: type[Row]) -> frozenset[str]:
    """Columns of a hand-made table that are read."""
    return measurements.COLUMNS if row_type is MeasurementRow else others.COLUMNS[row_type]


def told_by(names: frozenset[str]) -> type[Row] | None:
    """Table that a set of columns belongs to; None where they do not tell.

    Examples
    --------
    >>> told_by(frozenset({"subject", "instrument", "value"})).table
    'score'
    """
    for row_type in ROW_TYPES:
        if row_type.uid_column in names:
            return row_type
    found = [row_type for row_type, telling in _TELLING if telling & names]
    return found[0] if len(found) == 1 else None


def missing(row_type: type[Row], names: frozenset[str]) -> str | None:
    """What a hand-made table lacks, in words; None where it has all it needs."""
    for group in REQUIRED[row_type]:
        if not names & set(group):
            return group[0] if len(group) == 1 else f"{group[0]} (or {', '.join(group[1:])})"
    return None
