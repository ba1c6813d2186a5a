"""What the lines before said: a row that comes twice, visits that contradict themselves, a film of two patients."""

from dataclasses import dataclass, field

from measure.outcomes.importing.entry import Entry
from measure.outcomes.importing.films import film_target
from measure.outcomes.schema import AssessmentRow, EventRow, MeasurementRow, ProcedureRow, Row, ScoreRow

SAME_IN: dict[type[Row], str] = {
    MeasurementRow: "patient, visit, structure, measure, observer and read_number",
    AssessmentRow: "patient, visit, structure, scheme, observer and read_number",
    ScoreRow: "patient, visit, instrument and subscale",
    EventRow: "patient, kind and number",
    ProcedureRow: "patient, kind and number",
}
# What one visit of one patient has once.
_ONCE = ("days_from_index", "timepoint", "subject_day")


@dataclass(slots=True)
class Seen:
    """Rows of the table so far, by identity.

    Attributes
    ----------
    rows : dict of (str, int) to (int, int)
        Identity and revision to the line, and to the hash of the content.
    films : dict of str to (int, tuple)
        Film that nobody has seen to the line that first named it and the days it gave.
    owners : dict of str to (int, str)
        Film to the line that first gave it to a subject, and the subject.
    """

    rows: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    films: dict[str, tuple[int, tuple[object, ...]]] = field(default_factory=dict)
    owners: dict[str, tuple[int, str]] = field(default_factory=dict)

    def check(self, entry: Entry, row: Row, beside: list[Row], *, made_by_hand: bool) -> None:
        """Note in the entry where an earlier line says the same, or contradicts it.

        Parameters
        ----------
        entry : Entry
            Where the row comes from.
        row : Row
            The row.
        beside : list of Row
            Other rows of the same line.
        made_by_hand : bool
            Whether the days of one visit and the patient of one film are compared too; exported rows hold their
            history, in which either may have been corrected.
        """
        target, same = ("value" if "value" in entry.cells else "kind"), f"one row for the same {SAME_IN[type(row)]}"
        before = self.rows.get(_identity(row))
        if any(_identity(row) == _identity(other) for other in beside):
            entry.fail(target, f"expected {same}, got two in this line")
        elif before is not None and before[1] == hash(row):
            entry.fail(target, f"expected each row once, got the same as in line {before[0]}; delete one of them")
        elif before is not None:
            entry.fail(target, f"expected {same}, got one that contradicts line {before[0]}")
        if made_by_hand:
            self._compare_days(entry, row)
            self._compare_owners(entry, row)

    def _compare_days(self, entry: Entry, row: Row) -> None:
        line, days = self.films.get(getattr(row, "film_key", ""), (0, _days(row)))
        for name, value, first in zip(_ONCE, _days(row), days, strict=True):
            if None not in (value, first) and value != first:
                target = "exam_date" if name == "subject_day" else name
                entry.fail(target, f"expected the day of the same visit in line {line}, got another")
                return

    def _compare_owners(self, entry: Entry, row: Row) -> None:
        line, owner = self.owners.get(getattr(row, "film_key", ""), (0, None))
        if None not in (owner, subject := getattr(row, "subject", None)) and subject != owner:
            entry.fail(film_target(entry), f"expected the patient that line {line} gives this film, got another")

    def take(self, row: Row, line: int) -> None:
        """Remember a row."""
        self.rows[_identity(row)] = (line, hash(row))
        film = getattr(row, "film_key", "")
        if film.startswith("unseen:"):
            self.films.setdefault(film, (line, _days(row)))
        subject = getattr(row, "subject", None)
        if film and subject:
            self.owners.setdefault(film, (line, subject))


def _identity(row: Row) -> tuple[str, int]:
    return row.uid, getattr(row, "revision", 1)


def _days(row: Row) -> tuple[object, ...]:
    return tuple(getattr(row, name, None) for name in _ONCE)
