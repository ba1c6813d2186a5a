"""Entries that become measurement rows: a value with its unit, its scale and its sd."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from measure.catalog import MEASURES, get
from measure.catalog.typical import typical_sd
from measure.errors import CatalogError, quoted
from measure.model import (
    Kind,
    Level,
    Measure,
    ObserverKind,
    ScaleClass,
    Scope,
    Status,
    Structure,
    StructureKind,
    ValueStatus,
)
from measure.outcomes.anatomy_codes import anatomy_code
from measure.outcomes.context import SOFTWARE, codes_of, site_modifiers_of
from measure.outcomes.importing import readers
from measure.outcomes.importing.anatomy import read_structure
from measure.outcomes.importing.entry import Entry
from measure.outcomes.importing.occasion import film_columns, read_film, read_occasion, read_reading
from measure.outcomes.importing.people import People
from measure.outcomes.importing.readers import reader
from measure.outcomes.jsontext import details_to_text
from measure.outcomes.plausible import expected_range
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.uids import measurement_uid
from measure.outcomes.vocabulary import Method, SdBasis, Unit

IN_PIXELS = {Unit.MM: Unit.PIXEL, Unit.MM2: Unit.PIXEL2}
# As a film says it whose level was stated to be treated.
TREATED = details_to_text({"treated_level": "yes"})
SCALES = "calibrated, estimated, detector or unknown"
# Read as they are, where a table has them.
_BESIDES = (
    "level_from", "level_to", "level_confidence", "flags", "status", "confirmed_by", "posture", "posture_vs_baseline",
    "algorithm", "algorithm_version", "study_uid", "series_uid", "calibration_source", "mm_per_pixel_row",
    "mm_per_pixel_col", "scale_sd_rel", "magnification", "side",
)  # fmt: skip
COLUMNS = frozenset({
    *_BESIDES, "subject", "issuer", "site", "visit", "timepoint", "days_from_index", "subject_day", "exam_date",
    "index_date", "film", "film_key", "sop_instance_uid", "frame_number", "structure", "structure_ordinal", "level",
    "side", "measure", "definition_version", "value", "unit", "value_status", "reason", "sd", "floor_sd", "sd_basis",
    "scale_class", "view", "observer", "observer_kind", "read_number", "method", "site_modifier", "treated",
})  # fmt: skip


@cache
def _codes() -> tuple[Mapping[str, str], Mapping[str, str]]:
    return MappingProxyType(codes_of(MEASURES)), MappingProxyType(site_modifiers_of(MEASURES))


@cache
def measure_of(text: str) -> Measure:
    """Measure that a cell names.

    Raises
    ------
    ValueError
        If there is none; the nearest are suggested. What came may be a name in a shifted
        column, and is not repeated.

    Examples
    --------
    >>> measure_of("Beck index").id
    'beck_index'
    """
    try:
        return get(readers.word(text))
    except CatalogError as error:
        hint = str(error).partition("; ")[2]
        raise ValueError(f"expected an id from `measure catalog`, got {quoted(text)}; {hint}") from None


@cache
def unit_of(measure: Measure, text: str) -> Unit:
    """Unit of a value, if it is one that the measure has: nothing is converted.

    Raises
    ------
    ValueError
        Says which was expected.

    Examples
    --------
    >>> str(unit_of(get("wedge_angle"), "°"))
    'deg'
    """
    own = Unit(measure.unit)
    allowed = [own, IN_PIXELS[own]] if own in IN_PIXELS and not measure.needs.scale else [own]
    if not text and own is Unit.RATIO:
        return own
    try:
        found = readers.unit(text)
    except ValueError:
        found = None
    if found not in allowed:
        got = found or (quoted(text) if text else "an empty cell")
        raise ValueError(f"expected {' or '.join(allowed)}, got {got}")
    return found


def measurement_row(entry: Entry, people: People) -> MeasurementRow | None:
    """Row of one value, or None; the entry says why.

    Parameters
    ----------
    entry : Entry
        The cells of ``COLUMNS`` that the table has.
    people : People
        Makes the pseudonyms.
    """
    measure = entry.need("measure", measure_of, "an id from `measure catalog`")
    occasion = read_occasion(entry, MeasurementRow, people)
    view = _view(entry, measure)
    film_key = read_film(entry, occasion, view)
    record = {
        **occasion.columns(MeasurementRow),
        **read_reading(entry, MeasurementRow, film_key),
        **entry.besides(MeasurementRow, _BESIDES),
        "view": view,
        **film_columns(film_key),
        "method": entry.read("method", reader(MeasurementRow, "method", False)) or Method.IMPORTED,
        "source_format": "csv",
        "software": SOFTWARE,
    }
    record["status"] = record.get("status") or Status.DRAFT
    if entry.read("treated", readers.yes_no):
        record["details"] = TREATED
    if measure is not None:
        structure = _structure(entry, measure)
        record |= {**_what(entry, measure, structure), **_value(entry, measure, record["observer_kind"])}
        key = structure.key if structure else None
        version = record["definition_version"]
        record["measurement_uid"] = measurement_uid(film_key or "", key, measure.id, version, record["reading_uid"])
    return entry.finish(MeasurementRow, record)


def _view(entry: Entry, measure: Measure | None) -> str | None:
    """View as written, else the only one that the measure can be read on."""
    written = entry.read("view", reader(MeasurementRow, "view", False))
    if measure is None:
        return written
    if written is not None and measure.needs.views and written not in measure.needs.views:
        entry.fail("view", f"expected {' or '.join(measure.needs.views)} for {measure.id}, got {written}")
    return written or (measure.needs.views[0] if len(measure.needs.views) == 1 else None)


def _structure(entry: Entry, measure: Measure) -> Structure | None:
    if _is_of_film(measure):
        for target in ("level", "structure"):
            if entry.text(target):
                entry.fail(target, f"expected an empty cell: {measure.id} is of the film as a whole")
        return None
    before = len(entry.problems)
    structure = read_structure(entry, measure.needs.structure)
    kind = measure.needs.structure
    if structure is None and len(entry.problems) == before:
        vertebra = kind is StructureKind.VERTEBRA
        expected = "a level such as L1" if vertebra else f"a structure such as {kind}:left"
        entry.fail("level" if vertebra else "structure", f"expected {expected} for {measure.id}, the cell is empty")
    if (
        structure is not None
        and structure.level is Level.S1
        and entry.text("value")
        and _is_of_inferior_endplate(measure)
    ):
        target = "level" if entry.text("level") else "structure"
        entry.fail(target, f"expected a vertebra above S1 for {measure.id}, got S1: it has no inferior endplate")
    return structure


@cache
def _is_of_film(measure: Measure) -> bool:
    """Whether a measure, or all that it is made from, is read on the film as a whole."""
    by_id = {one.id: one for one in MEASURES}
    parts = [by_id[name] for value in measure.needs.values if (name := value.rpartition(".")[2]) in by_id]
    return measure.scope is Scope.FILM or (bool(parts) and all(_is_of_film(part) for part in parts))


@cache
def _is_of_inferior_endplate(measure: Measure) -> bool:
    """Whether a measure, or any that it is made from, takes a point of the vertebra's own inferior endplate."""
    by_id = {one.id: one for one in MEASURES}
    parts = [by_id[name] for value in measure.needs.values if (name := value.rpartition(".")[2]) in by_id]
    own = (mark.removeprefix("expected.") for mark in measure.needs.marks)
    return any(mark.startswith("inferior_") for mark in own) or any(map(_is_of_inferior_endplate, parts))


def _what(entry: Entry, measure: Measure, structure: Structure | None) -> dict[str, Any]:
    codes, sites = _codes()
    return {
        "measure": measure.id,
        "definition_version": entry.text("definition_version") or measure.version,
        "measure_code": codes.get(measure.id),
        "site_modifier": sites.get(measure.id) or entry.read("site_modifier", readers.word),
        "structure": structure.key if structure else None,
        "structure_ordinal": structure.ordinal if structure else None,
        "level": structure.level if structure else None,
        "anatomy_code": anatomy_code(structure),
    }


def _value(entry: Entry, measure: Measure, observer: ObserverKind) -> dict[str, Any]:
    """The value and all that belongs to it."""
    unit: Unit | None = None
    try:
        unit = unit_of(measure, entry.text("unit"))
    except ValueError as error:
        entry.fail("unit", str(error))
    value = entry.read("value", lambda text: _plausible(measure, unit, text, entry.decimal_comma))
    status = read_status(entry)
    scale = _scale(entry, measure, unit) if status is ValueStatus.MEASURED else None
    spread: dict[str, Any] = {}
    if value is not None and unit is not None and status is ValueStatus.MEASURED:
        spread = _sd(entry, measure, value, unit, observer)
    return {
        "value": value,
        "unit": unit,
        "value_status": status,
        "reason": entry.text("reason") or None,
        "scale_class": scale,
        **spread,
    }


def read_status(entry: Entry) -> ValueStatus | None:
    """Whether there is a value; notes where there is neither a value nor a reason."""
    written: ValueStatus | None = entry.read("value_status", reader(MeasurementRow, "value_status", False))
    if not entry.text("value") and not entry.text("reason"):
        entry.fail("value", "expected a number, or why there is none in the column reason; the cell is empty")
    return written or (ValueStatus.MEASURED if entry.text("value") else ValueStatus.MISSING)


def _plausible(measure: Measure, unit: Unit | None, text: str, decimal_comma: bool) -> float:
    value = readers.number(text, decimal_comma=decimal_comma)
    expected = expected_range(measure, unit, value)
    if expected is not None:
        raise ValueError(f"{expected}, got {quoted(text)}")
    return value


def _scale(entry: Entry, measure: Measure, unit: Unit | None) -> ScaleClass | None:
    """How far millimetres can be trusted: never guessed, and of no account beside an angle or a ratio."""
    written: ScaleClass | None = entry.read("scale_class", reader(MeasurementRow, "scale_class", False))
    if measure.kind not in (Kind.LENGTH, Kind.AREA) or unit is None:
        return None
    if unit in IN_PIXELS.values():
        if written not in (None, ScaleClass.NONE):
            entry.fail("scale_class", f"expected none or an empty cell beside {unit}, got {written}")
        return ScaleClass.NONE
    if written is ScaleClass.NONE or not entry.text("scale_class"):
        got = "none" if written else "an empty cell"
        entry.fail("scale_class", f"expected {SCALES} beside {unit}, got {got}; write unknown where nobody knows")
    return written


def _sd(entry: Entry, measure: Measure, value: float, unit: Unit, observer: ObserverKind) -> dict[str, Any]:
    """Sd as stated by the table, else that of the measure on a standard spine."""
    stated = entry.read("sd", lambda text: _above_zero(text, entry.decimal_comma))
    if entry.text("sd"):
        floor = entry.read("floor_sd", reader(MeasurementRow, "floor_sd", entry.decimal_comma))
        basis = entry.read("sd_basis", reader(MeasurementRow, "sd_basis", False))
        return {"sd": stated, "floor_sd": floor, "sd_basis": basis or SdBasis.TYPE_B}
    pixels = unit in IN_PIXELS.values()
    typical = typical_sd(measure.id, observer, scaled=not pixels)
    if typical is None:
        return {}
    share = abs(value) if pixels else 1.0
    if share == 0:
        return {}
    return {"sd": typical[0] * share, "floor_sd": typical[1] * share, "sd_basis": SdBasis.LITERATURE}


def _above_zero(text: str, decimal_comma: bool) -> float:
    value = readers.number(text, decimal_comma=decimal_comma)
    if value <= 0:
        raise ValueError(f"expected a number above 0 or an empty cell, got {quoted(text)}")
    return value
