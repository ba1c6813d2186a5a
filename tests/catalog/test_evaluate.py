"""From a reading to its rows, as a user sees it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog import MEASURES, measure_job, measure_reading, prepare, select
from measure.errors import CatalogError, ReadingError
from measure.model import (
    Annotation,
    Calibration,
    Facing,
    Kind,
    Point,
    Reading,
    ScaleClass,
    View,
)

WEDGE = math.degrees(math.atan2(6, 34))


def lumbar(make: object, **shape: object) -> list[Annotation]:
    """T12 and L2 intact, L1 as the oracle vertebra of domain reference §7.5."""
    return [
        make.body("T12", make.block(0, **shape)),
        make.body("L1", make.block(40, front=22, **shape)),
        make.body("L2", make.block(80, **shape)),
    ]


def moved(reading: Reading, where: object) -> Reading:
    """The same reading with every point sent elsewhere."""
    bodies = tuple(
        Annotation(a.structure, a.observer, {n: Point(*where(p.row, p.col)) for n, p in a.marks.items()})
        for a in reading.annotations
    )
    return Reading(reading.uid, reading.film_key, reading.observer, bodies, reading.statements)


def values(rows: dict[tuple[str, str], object]) -> dict[tuple[str, str], float | None]:
    return {key: row.quantity.value for key, row in rows.items()}


def test_oracle_vertebra(make: object) -> None:
    rows = make.rows(make.reading(*lumbar(make)))
    assert rows["anterior_height", "L1"].quantity.value == 22
    assert rows["middle_height", "L1"].quantity.value == 25
    assert rows["posterior_height", "L1"].quantity.value == 28
    assert rows["beck_index", "L1"].quantity.value == pytest.approx(0.7857, abs=5e-5)
    assert rows["wedge_angle", "L1"].quantity.value == pytest.approx(10.01, abs=0.005)
    assert rows["bisegmental_cobb_angle", "L1"].quantity.value == pytest.approx(0, abs=1e-12)


def test_rows_come_in_the_order_of_the_catalogue_and_of_the_spine(make: object) -> None:
    found = measure_reading(make.header(), make.reading(*lumbar(make)))
    order = [m.id for m in MEASURES]
    keys = [(order.index(m.measure), m.structure.label) for m in found]
    spine = ["T12", "L1", "L2"]
    assert keys == sorted(keys, key=lambda key: (key[0], spine.index(key[1])))


def test_twice_the_same_and_the_long_way_too(make: object, s_shape: list[float]) -> None:
    header, reading = make.header(View.FRONTAL), make.reading(*make.column(s_shape))
    first = measure_reading(header, reading)
    assert first == measure_reading(header, reading)
    assert first == measure_job(prepare(header, reading), select())


class TestMirrored:
    def test_with_the_anterior_marks_kept_everything_reads_the_same(self, make: object) -> None:
        before = make.rows(make.reading(*lumbar(make)), measures="all")
        after = make.rows(moved(make.reading(*lumbar(make)), lambda r, c: (r, 599 - c)), measures="all")
        assert values(after) == pytest.approx(values(before), abs=1e-9)

    def test_with_the_stated_facing_mirrored_too_everything_reads_the_same(self, make: object) -> None:
        before = make.rows(make.reading(*lumbar(make), facing="left"))
        after = make.rows(moved(make.reading(*lumbar(make), facing="right"), lambda r, c: (r, 599 - c)))
        assert values(after) == pytest.approx(values(before), abs=1e-9)

    def test_with_a_stated_facing_that_is_no_longer_true_it_is_refused(self, make: object) -> None:
        """Never a sign that flips in silence: no value at all, with the reason."""
        rows = make.rows(moved(make.reading(*lumbar(make), facing="left"), lambda r, c: (r, 599 - c)))
        for measure in ("anterior_height", "posterior_height", "beck_index", "biconcavity_index", "wedge_angle"):
            assert rows[measure, "L1"].quantity.value is None
            assert rows[measure, "L1"].quantity.reason == "facing_contradicts_marks"
        assert rows["bisegmental_cobb_angle", "L1"].quantity.reason == "T12:facing_contradicts_marks"
        assert rows["middle_height", "L1"].quantity.value == 25

    def test_the_facing_of_the_header_counts_as_much(self, make: object) -> None:
        rows = make.rows(make.reading(*lumbar(make)), make.header(facing=Facing.RIGHT))
        assert rows["wedge_angle", "L1"].quantity.reason == "facing_contradicts_marks"


class TestTurned:
    @given(st.floats(-180, 180))
    def test_lateral(self, make: object, angle: float) -> None:
        s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        before = make.rows(make.reading(*lumbar(make)))
        after = make.rows(moved(make.reading(*lumbar(make)), lambda r, q: (2000 + r * c - q * s, 2000 + r * s + q * c)))
        assert values(after) == pytest.approx(values(before), abs=1e-8)

    def test_lateral_on_its_side(self, make: object) -> None:
        before = make.rows(make.reading(*lumbar(make)))
        after = make.rows(moved(make.reading(*lumbar(make)), lambda r, q: (2000 - q, 2000 + r)))
        assert values(after) == pytest.approx(values(before), abs=1e-12)

    @pytest.mark.parametrize("angle", [90.0, 180.0, 270.0, 37.0])
    def test_frontal_with_its_noise(self, make: object, s_shape: list[float], angle: float) -> None:
        s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        header, reading = make.header(View.FRONTAL), make.reading(*make.column(s_shape))
        before = make.rows(reading, header)
        after = make.rows(moved(reading, lambda r, q: (2000 + r * c - q * s, 2000 + r * s + q * c)), header)
        assert values(after) == pytest.approx(values(before), abs=1e-8)
        reads = [rows["coronal_cobb_angle", "film"].details["straight_spine_reads"] for rows in (before, after)]
        assert reads[1] == pytest.approx(reads[0], rel=0.1)


class TestScale:
    def test_a_quarter_larger(self, make: object) -> None:
        before = make.rows(make.reading(*lumbar(make)), measures="all")
        larger = make.header(calibration=Calibration(1.25, 1.25, scale_class=ScaleClass.CALIBRATED))
        after = make.rows(make.reading(*lumbar(make)), larger, "all")
        kinds = {m.id: m.kind for m in MEASURES}
        for key, row in before.items():
            if row.quantity.value is not None:
                factor = 1.25 if kinds[key[0]] is Kind.LENGTH else 1.0
                assert after[key].quantity.value == pytest.approx(factor * row.quantity.value, abs=1e-9)

    def test_pixels_that_are_not_square(self, make: object) -> None:
        header = make.header(calibration=Calibration(0.2, 0.1, scale_class=ScaleClass.DETECTOR))
        rows = make.rows(make.reading(*lumbar(make)), header)
        assert rows["wedge_angle", "L1"].quantity.value == pytest.approx(math.degrees(math.atan2(1.2, 3.4)))
        assert rows["anterior_height", "L1"].quantity.value == pytest.approx(4.4)

    @pytest.mark.parametrize("scale", list(ScaleClass))
    def test_lengths_carry_their_scale_class_and_others_none(self, make: object, scale: ScaleClass) -> None:
        scaled = scale is not ScaleClass.NONE
        calibration = Calibration(0.5, 0.5, scale_class=scale) if scaled else Calibration()
        rows = make.rows(make.reading(*lumbar(make)), make.header(calibration=calibration))
        height = rows["anterior_height", "L1"]
        assert height.scale_class is scale
        assert height.quantity.unit == ("mm" if scaled else "{pixel}")
        assert height.quantity.value == pytest.approx(11 if scaled else 22)
        assert height.quantity.floor_sd == pytest.approx(0.5 if scaled else 0.02 * 22)
        for measure in ("beck_index", "wedge_angle"):
            assert rows[measure, "L1"].scale_class is None
            assert rows[measure, "L1"].quantity.unit in ("{ratio}", "deg")

    def test_sd_of_a_height_on_a_scaled_film(self, make: object) -> None:
        """√2·0.7 mm of the reader, 0.5 mm floor, 4 % of 22 mm for the scale, in quadrature."""
        calibration = Calibration(1.0, 1.0, 0.04, ScaleClass.ESTIMATED)
        rows = make.rows(make.reading(*lumbar(make)), make.header(calibration=calibration))
        found = rows["anterior_height", "L1"].quantity
        assert found.sd == pytest.approx(math.sqrt(2 * 0.49 + 0.25 + (0.04 * 22) ** 2), rel=1e-6)
        assert found.floor_sd == 0.5
        assert found.propagated_sd == pytest.approx(math.sqrt(2 * 0.49 + (0.04 * 22) ** 2), rel=1e-6)
        beck = rows["beck_index", "L1"].quantity
        assert beck.sd == pytest.approx(math.sqrt(2) * 0.7 / 28 * math.hypot(1, 22 / 28), rel=1e-6)

    def test_a_picture_resized_by_an_unknown_factor(self, make: object) -> None:
        """Angles mean nothing on it; ratios of heights are kept and flagged."""
        header = make.header(calibration=Calibration(aspect=None))
        rows = make.rows(make.reading(*lumbar(make)), header, "default,height_depth_ratio,vertebral_depth")
        for measure in ("wedge_angle", "bisegmental_cobb_angle", "height_depth_ratio", "vertebral_depth"):
            assert rows[measure, "L1"].quantity.reason == "pixel_aspect_unknown"
            assert "pixel_aspect_unknown" not in rows[measure, "L1"].flags
        for measure in ("anterior_height", "beck_index", "biconcavity_index"):
            assert rows[measure, "L1"].quantity.value is not None
            assert "pixel_aspect_unknown" in rows[measure, "L1"].flags

    def test_the_same_as_a_statement(self, make: object) -> None:
        rows = make.rows(make.reading(*lumbar(make), pixel_aspect="unknown"))
        assert rows["wedge_angle", "L1"].quantity.reason == "pixel_aspect_unknown"
        assert rows["anterior_height", "L1"].quantity.unit == "{pixel}"
        assert "statement_overrides_header_scale" in rows["wedge_angle", "L1"].flags

    def test_frontal_curves_need_a_known_shape_too(self, make: object, s_shape: list[float]) -> None:
        rows = make.rows(make.reading(*make.column(s_shape)), make.header(View.FRONTAL, Calibration(aspect=None)))
        assert {row.quantity.reason for row in rows.values()} == {"pixel_aspect_unknown"}


def test_contradictions_stand_on_every_row(make: object) -> None:
    rows = make.rows(make.reading(*lumbar(make), posture="supine"), make.header(posture="standing"))
    assert rows
    assert all("posture_contradicts_header" in row.flags for row in rows.values())


def test_two_statements_of_the_facing_leave_the_corners_without_a_front(make: object) -> None:
    body = make.body("L1", make.corners(make.block(40, front=22)))
    plain = make.reading(body, facing="left")
    both = Reading(plain.uid, plain.film_key, plain.observer, plain.annotations,
                   (*plain.statements, *make.reading(facing="right").statements))  # fmt: skip
    rows = make.rows(both)
    assert rows["beck_index", "L1"].quantity.reason == "facing_statements_contradict"
    assert "facing_statements_contradict" in rows["beck_index", "L1"].flags


def test_level_anchors_name_the_rows(make: object) -> None:
    bodies = [Annotation(make.structure(k), b.observer, b.marks) for k, b in enumerate(lumbar(make), 1)]
    rows = make.rows(make.reading(*bodies, level_anchor="2=L1"))
    assert rows["wedge_angle", "L1"].quantity.value == pytest.approx(WEDGE)
    plain = make.rows(make.reading(*bodies))
    assert plain["wedge_angle", "#2"].quantity.value == pytest.approx(WEDGE)
    assert plain["wedge_angle", "#2"].structure.level is None


def test_a_view_that_is_not_known_gives_no_rows(make: object) -> None:
    corners = make.reading(make.body("L1", make.corners(make.block(40))))
    assert measure_reading(make.header(None), corners) == []
    assert measure_reading(make.header(View.OBLIQUE), corners) == []


def test_named_marks_show_a_lateral_view(make: object) -> None:
    rows = make.rows(make.reading(*lumbar(make)), make.header(None))
    assert rows["wedge_angle", "L1"].quantity.value == pytest.approx(WEDGE)
    assert "view_from_marks" in rows["wedge_angle", "L1"].flags


def test_a_film_without_vertebrae(make: object) -> None:
    for view in (View.LATERAL, View.FRONTAL):
        assert measure_reading(make.header(view), make.reading(), "all") == []


def test_errors_reach_the_caller(make: object) -> None:
    with pytest.raises(ReadingError, match="numbered from the tail"):
        measure_reading(make.header(), make.reading(*(make.body(9 - k, make.block(40.0 * k)) for k in range(3))))
    with pytest.raises(CatalogError, match="did you mean"):
        measure_reading(make.header(), make.reading(), "beck")


def test_rows_know_where_they_come_from(make: object) -> None:
    reading = make.reading(make.body("L1", make.block(40), level_confidence=0.8))
    row = make.rows(reading)["beck_index", "L1"]
    assert (row.reading_uid, row.film_key) == ("2.25.1", "sha256:0")
    assert row.definition_version == "1"
    assert row.level_confidence == 0.8
