"""The one pair that turns a Measurement into its row and a row back into its Measurement."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from measure.errors import ModelError
from measure.model import Calibration, FilmHeader, Measurement, Quantity, Reading
from measure.outcomes.anatomy_codes import anatomy_code
from measure.outcomes.context import RowContext
from measure.outcomes.jsontext import details_from_text, details_to_text, trace_from_text, trace_to_text
from measure.outcomes.problems import in_words
from measure.outcomes.provenance import Backings
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.structures import parse_structure
from measure.outcomes.uids import measurement_uid


def to_row(
    measurement: Measurement, *, header: FilmHeader, reading: Reading, context: RowContext | None = None
) -> MeasurementRow:
    """Row of one measurement.

    Parameters
    ----------
    measurement : Measurement
        What was measured.
    header : FilmHeader
        The film it was measured on.
    reading : Reading
        The reading it comes from.
    context : RowContext, optional
        Who, when and how.

    Returns
    -------
    MeasurementRow
        A valid row; ``from_row`` gives the measurement back.

    Raises
    ------
    ModelError
        If measurement, reading and film do not belong together, or the row would break a
        rule of the schema.

    Examples
    --------
    >>> from measure.model import Observer, ObserverKind
    >>> key = "1.2.3/1"
    >>> reading = Reading("2.25.7", key, Observer(ObserverKind.PERSON, "reader-1"))
    >>> m = Measurement("wedge_angle", "1", Quantity(10.0, "deg", sd=2.0), "2.25.7", key)
    >>> row = to_row(m, header=FilmHeader(key, 10, 10), reading=reading)
    >>> str(row.unit), row.value, from_row(row) == m
    ('deg', 10.0, True)
    """
    return to_rows([measurement], header=header, reading=reading, context=context)[0]


def to_rows(
    measurements: Iterable[Measurement],
    *,
    header: FilmHeader,
    reading: Reading,
    context: RowContext | None = None,
) -> list[MeasurementRow]:
    """Rows of all measurements of one reading; what they share is worked out once.

    Parameters
    ----------
    measurements, header, reading, context
        As in ``to_row``.

    Returns
    -------
    list of MeasurementRow
        In the order of the measurements.

    Raises
    ------
    ModelError
        As in ``to_row``, and where two measurements would share one identity.
    """
    context = context or RowContext()
    if reading.film_key != header.film_key:
        raise ModelError("rows: the reading belongs to another film than the header")
    shared = _shared(header, reading, context)
    backings = Backings(reading, context.confirmed_by)
    rows: dict[str, MeasurementRow] = {}
    for measurement in measurements:
        row = _row(measurement, shared, backings, context)
        if row.measurement_uid in rows:
            raise ModelError(f"rows: {_name(measurement)} comes twice in one reading; expected once")
        rows[row.measurement_uid] = row
    return list(rows.values())


def _name(measurement: Measurement) -> str:
    return f"{measurement.measure} of {measurement.structure.key if measurement.structure else 'the film'}"


def _shared(header: FilmHeader, reading: Reading, context: RowContext) -> dict[str, Any]:
    """Columns that are the same for all rows of one film."""
    calibration = context.calibration or header.calibration
    return {
        "subject": context.subject,
        "site": context.site,
        "visit": context.visit,
        "timepoint": context.timepoint,
        "days_from_index": context.days_from_index,
        "subject_day": context.subject_day,
        "posture": context.posture or header.posture,
        "posture_vs_baseline": context.posture_vs_baseline,
        "view": context.view or header.view,
        "observer": reading.observer.name,
        "observer_kind": reading.observer.kind,
        "read_number": context.read_number,
        "reading_uid": reading.uid,
        "film_key": header.film_key,
        "study_uid": header.study_uid,
        "series_uid": header.series_uid,
        "sop_instance_uid": header.sop_uid,
        "frame_number": header.frame,
        **_scale(calibration),
        "source_format": header.source_format,
        "source_sha256": context.source_sha256 or header.digest,
        "software": context.software,
    }


def _scale(calibration: Calibration) -> dict[str, Any]:
    scaled = calibration.row_mm is not None
    return {
        "calibration_source": calibration.source,
        "mm_per_pixel_row": calibration.row_mm,
        "mm_per_pixel_col": calibration.col_mm,
        "scale_sd_rel": calibration.relative_sd if scaled else None,
        "magnification": calibration.magnification,
    }


def _row(m: Measurement, shared: Mapping[str, Any], backings: Backings, context: RowContext) -> MeasurementRow:
    if m.reading_uid != shared["reading_uid"] or m.film_key != shared["film_key"]:
        raise ModelError(f"rows: {_name(m)} comes from another reading or another film")
    structure, quantity = m.structure, m.quantity
    key = structure.key if structure else None
    backing = backings.of(structure, m.level_from, m.level_to)
    algorithm = backing.algorithm
    try:
        return MeasurementRow.model_validate(
            {
                **shared,
                "measurement_uid": measurement_uid(m.film_key, key, m.measure, m.definition_version, m.reading_uid),
                "structure": key,
                "structure_ordinal": structure.ordinal if structure else None,
                "level": structure.level if structure else None,
                "level_from": m.level_from,
                "level_to": m.level_to,
                "level_confidence": m.level_confidence,
                "side": m.side,
                "site_modifier": context.site_modifiers.get(m.measure),
                "anatomy_code": anatomy_code(structure),
                "measure": m.measure,
                "definition_version": m.definition_version,
                "measure_code": context.codes.get(m.measure),
                "value": quantity.value,
                "unit": quantity.unit,
                "value_status": quantity.status,
                "reason": quantity.reason,
                "sd": quantity.sd,
                "floor_sd": quantity.floor_sd,
                "sd_basis": None if quantity.sd is None else context.sd_basis or backing.sd_basis,
                "scale_class": m.scale_class,
                "flags": m.flags,
                "status": backing.status,
                "confirmed_by": backing.confirmed_by,
                "method": backing.method,
                "algorithm": algorithm.name if algorithm else None,
                "algorithm_version": algorithm.version if algorithm else None,
                "trace": trace_to_text(m.trace),
                "details": details_to_text(m.details),
            }
        )
    except ValidationError as error:
        raise ModelError(f"row of {_name(m)}: {in_words(error)}") from None
    except ValueError as error:  # json: a number in trace or details that is not finite
        raise ModelError(f"row of {_name(m)}: {error}") from None


def from_row(row: MeasurementRow) -> Measurement:
    """Measurement that a row was made from.

    Parameters
    ----------
    row : MeasurementRow
        A row of the schema.

    Returns
    -------
    Measurement
        Equal to what ``to_row`` was given.

    Raises
    ------
    ModelError
        If trace or details are no text that ``to_row`` writes.
    """
    return Measurement(
        measure=row.measure,
        definition_version=row.definition_version,
        quantity=Quantity(
            row.value, str(row.unit), sd=row.sd, floor_sd=row.floor_sd, status=row.value_status, reason=row.reason
        ),
        reading_uid=row.reading_uid,
        film_key=row.film_key,
        structure=parse_structure(row.structure, row.structure_ordinal),
        level_from=row.level_from,
        level_to=row.level_to,
        side=row.side,
        scale_class=row.scale_class,
        trace=trace_from_text(row.trace),
        flags=row.flags,
        details=details_from_text(row.details),
        level_confidence=row.level_confidence,
    )
