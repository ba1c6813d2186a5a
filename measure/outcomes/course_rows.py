"""Rows of what was measured over time: each stands on the film of its later visit."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from measure.catalog import MEASURES, get, measure_course
from measure.errors import ModelError
from measure.model import Level, Measurement, Status, Structure, StructureKind
from measure.outcomes.context import SOFTWARE, codes_of
from measure.outcomes.courses import ways_to
from measure.outcomes.jsontext import details_to_text, trace_to_text
from measure.outcomes.problems import in_words
from measure.outcomes.record import from_record, to_record
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.subject import Found, Key, Subject
from measure.outcomes.uids import measurement_uid
from measure.outcomes.vocabulary import Method, PostureVsBaseline, SdBasis

_LEAST_SUPERVISED = (Method.AUTOMATIC, Method.IMPORTED, Method.SEMI_AUTOMATIC, Method.MANUAL)
_CODES = codes_of(MEASURES)


def course_rows(subject: Subject, measures: str = "default", *, any_posture: bool = False) -> Iterator[MeasurementRow]:
    """Rows of everything that changed in one subject.

    Parameters
    ----------
    subject : Subject
        Its courses, with the rows behind them.
    measures : str
        ``default``, ``all``, or ids.
    any_posture : bool
        Compare films of different postures all the same.

    Yields
    ------
    MeasurementRow
        Who, when and where are those of the later film; the details name the film it is
        compared with. Confirmed only where every row behind it is.
    """
    for course in subject.courses:
        for measurement in measure_course(course, measures, any_posture=any_posture):
            yield _row(measurement, subject)


def _row(measurement: Measurement, subject: Subject) -> MeasurementRow:
    key = (measurement.film_key, measurement.reading_uid)
    behind = list(_behind(measurement, subject, key))
    template = next(iter(subject.rows[key].values()))
    structure, quantity = measurement.structure, measurement.quantity
    confirmed = bool(behind) and all(row.status is Status.CONFIRMED for row in behind)
    last = behind[-1] if behind else template
    films = {row.film_key for row in behind} | {measurement.film_key}
    values: dict[str, Any] = {
        **to_record(template),
        **_least_supervised(behind or [template], confirmed=confirmed),
        "measurement_uid": measurement_uid(
            measurement.film_key, structure.key if structure else None, measurement.measure,
            measurement.definition_version, measurement.reading_uid,
        ),
        "structure": structure.key if structure else None,
        "structure_ordinal": None,
        "level": structure.level if structure else None,
        "level_from": measurement.level_from,
        "level_to": measurement.level_to,
        "level_confidence": None,
        "anatomy_code": last.anatomy_code if structure else None,
        "side": measurement.side,
        "site_modifier": get(measurement.measure).site,
        "measure": measurement.measure,
        "definition_version": measurement.definition_version,
        "measure_code": _CODES.get(measurement.measure),
        "value": quantity.value,
        "unit": quantity.unit,
        "value_status": quantity.status,
        "reason": quantity.reason,
        "sd": quantity.sd,
        "floor_sd": quantity.floor_sd,
        "sd_basis": _basis(behind) if quantity.sd is not None else None,
        "scale_class": measurement.scale_class,
        "flags": (*measurement.flags, *_doubts(measurement, subject, films)) or None,
        "status": Status.CONFIRMED if confirmed else Status.DRAFT,
        "confirmed_by": last.confirmed_by if confirmed else None,
        "posture_vs_baseline": _posture(measurement, template),
        "trace": trace_to_text(measurement.trace),
        "details": details_to_text(measurement.details),
        "software": SOFTWARE,
        "revision": None, "supersedes_revision": None, "change_reason": None,
    }  # fmt: skip
    try:
        return from_record(MeasurementRow, values)
    except ValidationError as error:
        raise ModelError(f"row of {measurement.measure}: {in_words(error)}") from None


def _posture(measurement: Measurement, template: MeasurementRow) -> PostureVsBaseline:
    """As found where the film is compared with the baseline, else as its own rows say."""
    compared = measurement.details.get("posture_vs_compared")
    with_baseline = any(name.startswith("before.") for name in get(measurement.measure).needs.values)
    return PostureVsBaseline(str(compared)) if compared and with_baseline else template.posture_vs_baseline


def _doubts(measurement: Measurement, subject: Subject, films: set[str]) -> tuple[str, ...]:
    """Doubts about the films themselves, where two are compared."""
    if measurement.quantity.value is None or len(films) < 2:
        return ()
    return tuple(map(str, subject.doubts(films)))


def _behind(measurement: Measurement, subject: Subject, after: Key) -> Iterator[MeasurementRow]:
    """Rows that the value was computed from, those of the earlier film first."""
    structure = measurement.structure.key if measurement.structure else None
    before = _named(measurement, "compared_with", "compared_reading")
    needs = [name.partition(".")[::2] for name in get(measurement.measure).needs.values]
    for when, name in sorted(needs, key=lambda need: need[0] == "after"):
        film = after if when == "after" else before
        if film is None:
            continue
        prior = _named(measurement, f"{when}_prior_film", f"{when}_prior_reading")
        if prior is None or name.endswith("_height"):
            yield from _sources(subject.rows[film], structure, name)
        else:
            other = Structure(StructureKind.VERTEBRA, Level(str(measurement.details[f"{when}_expected_from"]))).key
            yield from _from_prior(subject.rows[prior], subject.rows[film], structure, other, name)


def _named(measurement: Measurement, film: str, reading: str) -> Key | None:
    """Another film with its reading, as the details name them."""
    details = measurement.details
    return (str(details[film]), str(details[reading])) if film in details else None


def _sources(rows: Found, structure: str | None, measure: str) -> list[MeasurementRow]:
    """Rows that one value of an examination comes from: its own, or those that it is derived from."""
    for way in ways_to(measure):
        if all((structure, name) in rows for name in way):
            return [rows[structure, name] for name in way]
    return []


def _from_prior(then: Found, now: Found, structure: str | None, other: str, measure: str) -> Iterator[MeasurementRow]:
    """Heights behind a loss: the vertebra and the one that brings the film to scale, before the injury and now."""
    height = measure.removesuffix("_loss")
    yield from (rows[key, height] for rows in (then, now) for key in (other, structure))


def _least_supervised(rows: Iterable[MeasurementRow], *, confirmed: bool) -> dict[str, Any]:
    """Method and algorithm: where several meet, the row says the least supervised one."""
    ranked = sorted(rows, key=lambda row: _LEAST_SUPERVISED.index(row.method))
    first = ranked[0]
    method = Method.SEMI_AUTOMATIC if confirmed and first.method is Method.AUTOMATIC else first.method
    return {"method": method, "algorithm": first.algorithm, "algorithm_version": first.algorithm_version}


def _basis(rows: Iterable[MeasurementRow]) -> SdBasis:
    found = {row.sd_basis for row in rows if row.sd_basis is not None}
    return found.pop() if len(found) == 1 else SdBasis.LITERATURE
