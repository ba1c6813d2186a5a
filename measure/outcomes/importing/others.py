"""Entries that become assessments, scores, events and procedures."""

from typing import Any, TypeVar

from measure.catalog.schemes import check, get_scheme
from measure.errors import quoted
from measure.model import Status
from measure.outcomes.anatomy_codes import anatomy_code
from measure.outcomes.context import SOFTWARE
from measure.outcomes.importing import readers
from measure.outcomes.importing.anatomy import read_structure
from measure.outcomes.importing.entry import Entry
from measure.outcomes.importing.measurements import read_status
from measure.outcomes.importing.occasion import (
    Occasion,
    film_columns,
    need_subject,
    need_visit,
    read_film,
    read_occasion,
    read_reading,
)
from measure.outcomes.importing.people import People
from measure.outcomes.importing.readers import reader
from measure.outcomes.schema import AssessmentRow, EventRow, ProcedureRow, Row, ScoreRow
from measure.outcomes.uids import assessment_uid, event_uid, procedure_uid, score_uid
from measure.outcomes.vocabulary import Unit

D = TypeVar("D", EventRow, ProcedureRow)

_WHO = ("subject", "issuer", "site")
_WHEN = ("visit", "timepoint", "days_from_index", "exam_date", "index_date")
_WHERE = ("structure", "structure_ordinal", "level", "side")
# Lowest and highest total of instruments whose range is the same in all their versions.
RANGES = {"vas_pain": (0.0, 100.0), "nrs_pain": (0.0, 10.0), "odi": (0.0, 100.0), "eq_vas": (0.0, 100.0)}

ASSESSMENT_BESIDES = ("note", "status", "confirmed_by", "algorithm_version", "study_uid", "series_uid")
SCORE_BESIDES = (
    "instrument_version", "subscale", "range_low", "range_high", "higher_is_better", "items_answered", "respondent",
)  # fmt: skip
EVENT_BESIDES = (
    "earliest", "latest", "detail", "severity", "serious", "device_related", "procedure_related", "outcome",
)  # fmt: skip
PROCEDURE_BESIDES = (
    "indication", "approach", "anaesthesia", "device_name", "device_udi_di", "device_count", "cement_volume_ml",
    "nail_diameter_mm",
)  # fmt: skip

COLUMNS: dict[type[Row], frozenset[str]] = {
    AssessmentRow: frozenset({
        *_WHO, *_WHEN, *_WHERE, *ASSESSMENT_BESIDES, "subject_day", "film", "film_key", "sop_instance_uid",
        "frame_number", "view", "scheme", "value", "observer", "observer_kind", "read_number",
    }),
    ScoreRow: frozenset({*_WHO, *_WHEN, *SCORE_BESIDES, "instrument", "value", "unit", "value_status", "reason"}),
    EventRow: frozenset({*_WHO, *_WHERE, *EVENT_BESIDES, "kind", "number", "day", "exam_date", "index_date"}),
    ProcedureRow: frozenset({*_WHO, *_WHERE, *PROCEDURE_BESIDES, "kind", "number", "day", "exam_date", "index_date"}),
}  # fmt: skip


def assessment_row(entry: Entry, people: People) -> AssessmentRow | None:
    """Row of one judgement, in the words of its scheme, or None; the entry says why."""
    occasion = read_occasion(entry, AssessmentRow, people)
    film_key = read_film(entry, occasion, entry.read("view", reader(AssessmentRow, "view", False)))
    structure = read_structure(entry)
    scheme = entry.need("scheme", lambda text: get_scheme(readers.word(text)), "a scheme such as genant_visual")
    kind = structure.kind if structure else None
    value = None
    if scheme is not None:
        value = entry.need("value", lambda text: check(scheme.id, text, kind), f"one of {', '.join(scheme.values)}")
    reading = read_reading(entry, AssessmentRow, film_key)
    key = structure.key if structure else None
    record = {
        **occasion.columns(AssessmentRow),
        **reading,
        **entry.besides(AssessmentRow, ASSESSMENT_BESIDES),
        **_place(entry, structure),
        **_source(),
        **film_columns(film_key),
        "scheme": scheme.id if scheme else None,
        "value": value,
    }
    record["status"] = record.get("status") or Status.DRAFT
    if scheme is not None:
        record["assessment_uid"] = assessment_uid(
            film_key or "", key, scheme.id, reading["observer"], reading["reading_uid"]
        )
    return entry.finish(AssessmentRow, record)


def score_row(entry: Entry, people: People) -> ScoreRow | None:
    """Row of one patient-reported score, or None; the entry says why."""
    occasion = read_occasion(entry, ScoreRow, people)
    need_subject(entry, occasion)
    need_visit(entry, occasion)
    instrument = entry.need("instrument", readers.word, "an instrument such as odi")
    record = {
        **occasion.columns(ScoreRow),
        **entry.besides(ScoreRow, SCORE_BESIDES),
        **_source(),
        "instrument": instrument,
        "value": entry.read("value", reader(ScoreRow, "value", entry.decimal_comma)),
        "unit": _score_unit(entry, instrument),
        "value_status": read_status(entry),
        "reason": entry.text("reason") or None,
    }
    for name, limit in zip(("range_low", "range_high"), RANGES.get(instrument or "", (None, None)), strict=True):
        record[name] = limit if record.get(name) is None else record[name]
    if occasion.subject and occasion.name and instrument:
        record["score_uid"] = score_uid(occasion.subject, instrument, record.get("subscale"), occasion.name)
    return entry.finish(ScoreRow, record)


def _score_unit(entry: Entry, instrument: str | None) -> Unit | None:
    """A pain scale of 100 mm and one of 0 to 10 are two instruments: the first says its mm."""
    unit = entry.read("unit", readers.unit)
    if instrument == "vas_pain" and unit is not Unit.MM:
        got = quoted(entry.text("unit")) if entry.text("unit") else "an empty cell"
        entry.fail("unit", f"expected mm for vas_pain, got {got}; a scale of 0 to 10 is nrs_pain")
    return unit


def event_row(entry: Entry, people: People) -> EventRow | None:
    """Row of one dated event, or None; the entry says why."""
    return _dated(entry, people, EventRow, EVENT_BESIDES)


def procedure_row(entry: Entry, people: People) -> ProcedureRow | None:
    """Row of one operation, or None; the entry says why."""
    return _dated(entry, people, ProcedureRow, PROCEDURE_BESIDES)


def _dated(entry: Entry, people: People, row_type: type[D], besides: tuple[str, ...]) -> D | None:
    occasion = read_occasion(entry, row_type, people)
    need_subject(entry, occasion)
    kind = entry.need("kind", readers.word, "a code of what was done or happened")
    number = entry.read("number", reader(row_type, "number", entry.decimal_comma)) or 1
    record = {
        **occasion.columns(row_type),
        **entry.besides(row_type, besides),
        **_place(entry, read_structure(entry)),
        **_source(),
        "kind": kind,
        "number": number,
        "day": _day(entry, row_type, occasion),
    }
    if occasion.subject and kind:
        uid = event_uid if row_type is EventRow else procedure_uid
        record[row_type.uid_column] = uid(occasion.subject, kind, number)
    return entry.finish(row_type, record)


def _day(entry: Entry, row_type: type[Row], occasion: Occasion) -> float | None:
    """Day from the index procedure: as written, counted from two dates, or the middle of an interval."""
    written: float | None = entry.read("day", reader(row_type, "day", entry.decimal_comma))
    if written is None and occasion.days_from_index is not None:
        written = float(occasion.days_from_index)
    if written is None and row_type is EventRow and not entry.problems:
        entry.fail("day", "expected a day, or exam_date and index_date; the cell is empty")
    return written


def _place(entry: Entry, structure: Any) -> dict[str, Any]:
    return {
        "structure": structure.key if structure else None,
        "structure_ordinal": structure.ordinal if structure else None,
        "level": structure.level if structure else None,
        "anatomy_code": anatomy_code(structure),
    }


def _source() -> dict[str, Any]:
    return {"source_format": "csv", "software": SOFTWARE}
