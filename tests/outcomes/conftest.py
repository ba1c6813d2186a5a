"""A film with three vertebrae, its measurements and their rows."""

import hashlib
import uuid
from dataclasses import replace

import pytest

from measure.catalog import get
from measure.model import (
    Annotation,
    Calibration,
    Covariance,
    FilmHeader,
    Level,
    Measurement,
    Observer,
    ObserverKind,
    Point,
    Quantity,
    Reading,
    Role,
    ScaleClass,
    Scope,
    Structure,
    StructureKind,
    Trace,
    TraceItem,
    ValueStatus,
    View,
)
from measure.outcomes.context import RowContext
from measure.outcomes.rows import to_rows
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.vocabulary import Timepoint

FILM = "1.2.840.99/1"
KEY_ID = "deadbeef"
SUBJECT = f"k{KEY_ID}:" + "A" * 26
CALIBRATION = Calibration(
    0.2, 0.1, relative_sd=0.05, scale_class=ScaleClass.DETECTOR, source="imager_pixel_spacing", plane="detector"
)
READER = Observer(ObserverKind.PERSON, "reader-1")


@pytest.fixture(scope="session")
def subject():
    return SUBJECT


@pytest.fixture(scope="session")
def vertebrae():
    return [Structure(StructureKind.VERTEBRA, level, i) for i, level in enumerate((Level.T12, Level.L1, Level.L2), 1)]


@pytest.fixture(scope="session")
def header():
    return FilmHeader(
        FILM, 900, 700, CALIBRATION, view=View.LATERAL, study_uid="1.2.1", series_uid="1.2.2",
        sop_uid="1.2.840.99", digest="ab" * 32,
    )  # fmt: skip


@pytest.fixture(scope="session")
def reading(vertebrae):
    marks = {"superior_anterior": Point(10.5, 20.25, Covariance(1, 0, 1))}
    return Reading("2.25.7", FILM, READER, tuple(Annotation(v, READER, marks) for v in vertebrae))


@pytest.fixture(scope="session")
def measurements(vertebrae):
    height = Measurement(
        "anterior_height", "1", Quantity(25.1, "mm", sd=1.3, floor_sd=0.5), "2.25.7", FILM, vertebrae[0],
        scale_class=ScaleClass.DETECTOR, flags=("borderline", "level_assumed"), details={"n": 3.0, "end": "T12"},
        trace=Trace((TraceItem(Role.PATH, ((1.125, 2.0), (3.0, 1 / 3)), "anterior"),)), level_confidence=0.875,
    )  # fmt: skip
    absent = Quantity.absent("mm", "mark superior_anterior: cement")
    angle = Measurement("cobb_angle", "2", Quantity(-12.5, "deg", sd=3.0), "2.25.7", FILM, level_from=Level.T12)
    return [
        height,
        replace(height, structure=vertebrae[1], quantity=replace(height.quantity, value=0.1 + 0.2)),
        replace(height, structure=vertebrae[2], quantity=absent, trace=Trace(), flags=()),
        replace(height, measure="lost", quantity=Quantity.absent("mm", "not_asked", ValueStatus.MISSING)),
        angle,
    ]


@pytest.fixture(scope="session")
def context():
    return RowContext(
        subject=SUBJECT, site="site-A", visit="v1", timepoint=Timepoint.M3, days_from_index=92, subject_day=-4321,
        codes={"anterior_height": "RADLEX|RID1234"}, site_modifiers={"anterior_height": "anterior"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def rows(measurements, header, reading, context):
    return to_rows(measurements, header=header, reading=reading, context=context)


@pytest.fixture(scope="session")
def imported():
    """One value as a table from elsewhere brings it: no marks, a film that nobody here has seen."""

    def make(film: str, measure: str, value: float | None, sd: float | None = 1.0, **columns) -> MeasurementRow:
        entry = get(measure)
        key = "unseen:" + hashlib.sha256(film.encode()).hexdigest()
        level = columns.pop("level", "L1" if entry.scope is Scope.STRUCTURE else None)
        observer = columns.get("observer", "imported")
        reading = uid_of(key, observer)
        standard = {
            "measurement_uid": uid_of(key, measure, level, observer), "subject": SUBJECT, "reading_uid": reading,
            "film_key": key, "measure": measure, "definition_version": entry.version, "unit": entry.unit,
            "structure": f"vertebra:{level}" if level else None, "level": level, "value": value, "sd": sd,
            "sd_basis": sd and "type_b", "value_status": "not_measurable" if value is None else "measured",
            "reason": "missing_mark" if value is None else None, "status": "draft", "observer": "imported",
            "observer_kind": "table", "method": "imported", "source_format": "csv", "software": "test 1",
            "scale_class": "calibrated" if entry.unit == "mm" and value is not None else None,
        }  # fmt: skip
        return MeasurementRow.model_validate({**standard, **columns})

    return make


def uid_of(*names: object) -> str:
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_URL, repr(names)).int}"
