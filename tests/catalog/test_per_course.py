"""What changed between two visits: the value, whether the two films may be compared, and which two they are."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.catalog import measure_course
from measure.catalog.course_classes import KYPHOSIS_LIMIT
from measure.catalog.words import say_flag
from measure.model import (
    Calibration,
    Comparison,
    Level,
    Measurement,
    Posture,
    Quantity,
    ScaleClass,
    Side,
    Structure,
    StructureKind,
    View,
)

NEIGHBOURS = {"T12": (27.0, 26.0, 28.0), "L2": (29.0, 28.0, 30.0)}
RESTORED = "anterior_height_restoration"
FROM_PRIOR = {"expected_by": "prior_film", "expected_from": "T12", "prior_film": "old", "prior_reading": "2.25.5"}


def rows_of(make: object, front: float, factor: float = 1.0, facing: str = "left", *, mm: bool = True) -> list:
    """Rows of a treated L1 with a given front on a magnified film; its neighbours predict 28."""
    heights = {"T12": NEIGHBOURS["T12"], "L1": (front, 24.0, 28.0), "L2": NEIGHBOURS["L2"]}
    bodies = [
        make.body(body.structure.level, {
            short: (factor * body.marks[make.name(short)].row, factor * body.marks[make.name(short)].col)
            for short in ("SA", "SM", "SP", "IA", "IM", "IP")
        })
        for body in make.spine(heights, facing)
    ]  # fmt: skip
    header = make.header(calibration=make.square_mm if mm else Calibration())
    return make.of(make.rows(make.reading(*bodies, treated="L1"), header), "L1")


def two(make: object, before: list, after: list, **more: object):
    return make.course({-3.0: make.exam(*before, film="before"), 90.0: make.exam(*after, film="after")}, **more)


def losses(make: object, before: float, after: float, sd: float = 3.0) -> tuple[list, list]:
    return [make.number("anterior_height_loss", before, sd)], [make.number("anterior_height_loss", after, sd)]


class TestRestoration:
    """18 and 23 mm of 28 (domain reference §1.5), from real landmarks."""

    @pytest.mark.parametrize(
        ("after", "value", "name"), [(23.0, 50.0, "lt50"), (23.01, 50.1, "gt50"), (28.0, 100.0, "gt50")]
    )
    def test_from_landmarks(self, make: object, after: float, value: float, name: str) -> None:
        found = make.changes(two(make, rows_of(make, 18), rows_of(make, after)))[RESTORED]
        assert found.quantity.value == pytest.approx(value, abs=1e-8)
        assert found.details["nice_class"] == name
        assert found.film_key == "after"
        assert (found.details["compared_with"], found.details["days_between"]) == ("before", 93)

    def test_all_four_formulas(self, make: object) -> None:
        found = make.changes(two(make, rows_of(make, 18), rows_of(make, 23)))
        values = {measure: round(row.quantity.value, 1) for measure, row in found.items() if row.quantity.value}
        assert values[RESTORED] == 50.0
        assert values["anterior_height_gain"] == 5.0
        assert values["anterior_height_gain_of_initial"] == 27.8
        assert values["anterior_height_gain_of_expected"] == 17.9

    def test_more_was_lost(self, make: object) -> None:
        found = make.changes(two(make, rows_of(make, 18), rows_of(make, 16)))[RESTORED]
        assert found.quantity.value == pytest.approx(-20)
        assert found.details["nice_class"] == "worse"
        assert "further_collapse" in found.flags

    def test_higher_than_expected_is_not_clipped(self, make: object) -> None:
        found = make.changes(two(make, rows_of(make, 18), rows_of(make, 30)))[RESTORED]
        assert found.quantity.value == pytest.approx(120)
        assert "over_corrected" in found.flags

    def test_where_nothing_was_lost_there_is_nothing_to_restore(self, make: object) -> None:
        found = make.changes(two(make, rows_of(make, 28), rows_of(make, 27)))
        assert found[RESTORED].quantity.reason == "nothing_lost"
        assert found["anterior_height_gain"].quantity.value == pytest.approx(-1)

    def test_the_second_film_magnified(self, make: object) -> None:
        """Everything by fractions stays to the last digit; the gain in mm takes the magnification in full."""
        plain = make.changes(two(make, rows_of(make, 18), rows_of(make, 23)))
        large = make.changes(two(make, rows_of(make, 18), rows_of(make, 23, 1.08)))
        for site in ("anterior", "middle"):
            for measure in (f"{site}_height_restoration", f"{site}_height_gain_of_initial"):
                assert large[measure].quantity.value == pytest.approx(plain[measure].quantity.value, rel=1e-9, abs=1e-9)
        assert large["anterior_height_gain"].quantity.value == pytest.approx(1.08 * 23 - 18)
        for one, other in zip(rows_of(make, 23), rows_of(make, 23, 1.08), strict=True):
            if one.measure.endswith("_height_loss"):
                assert other.quantity.value == pytest.approx(one.quantity.value, rel=1e-9, abs=1e-9)

    @settings(max_examples=25)
    @given(st.floats(10, 24), st.floats(10, 32), st.floats(0.5, 2), st.floats(0.5, 2), st.booleans(), st.booleans())
    def test_free_of_magnification_and_mirroring(
        self, make: object, before: float, after: float, one: float, other: float, left: bool, scaled: bool
    ) -> None:
        facing = "left" if left else "right"
        films = rows_of(make, before, one, facing, mm=scaled), rows_of(make, after, other, facing, mm=scaled)
        found = make.changes(two(make, *films))[RESTORED].quantity.value
        assert found == pytest.approx(100 * (after - before) / (28 - before), rel=1e-7, abs=1e-7)

    @settings(max_examples=25)
    @given(st.floats(15, 35), st.floats(15, 35))
    def test_a_vertebra_as_high_as_the_mean_of_its_neighbours_has_lost_nothing(
        self, make: object, above: float, below: float
    ) -> None:
        heights = {"T12": (above,) * 3, "L1": ((above + below) / 2,) * 3, "L2": (below,) * 3}
        reading = make.reading(*make.spine(heights), treated="L1")
        found = make.rows(reading)["anterior_height_loss", "L1"]
        assert found.quantity.value == pytest.approx(0, abs=1e-9)

    def test_from_heights_and_expected_heights_alone(self, make: object) -> None:
        """A table made elsewhere has no losses; they follow, with the sd of a quotient."""
        films = [
            [make.number("anterior_height", height, 0.5), make.number("expected_anterior_height", 28.0, 0.4)]
            for height in (18.0, 23.0)
        ]
        found = make.changes(two(make, *films))[RESTORED]
        assert found.quantity.value == 50
        assert found.details["before_sd"] == pytest.approx(100 / 28 * math.hypot(0.5, 18 / 28 * 0.4), abs=1e-5)


class TestWithinMeasurementError:
    """NICE HTG422 §5.9: one patient, Beck 1.0 to 0.96, Cobb 11 to 13 degrees."""

    def test_as_numbers(self, make: object) -> None:
        films = [
            [make.number("beck_index", beck, 0.064), make.number("bisegmental_cobb_angle", cobb, 3.4)]
            for beck, cobb in ((1.0, 11.0), (0.96, 13.0))
        ]
        found = make.changes(two(make, *films, where="L2"))
        assert found["beck_index_change"].quantity.value == pytest.approx(-0.04)
        assert found["bisegmental_cobb_angle_change"].quantity.value == pytest.approx(2)
        for measure in ("beck_index_change", "bisegmental_cobb_angle_change"):
            assert found[measure].flags == ("within_measurement_error",)
            assert found[measure].details["change_class"] == "within_measurement_error"

    def test_from_landmarks(self, make: object) -> None:
        films = []
        for beck, cobb in ((1.0, 11.0), (0.96, 13.0)):
            bodies = {level: make.block(top) for level, top in (("L1", 100), ("L2", 150), ("L3", 200))}
            low = 34 * math.tan(math.radians(cobb))  # the front of the upper line hangs by this much
            bodies["L1"]["SA"] = (bodies["L1"]["SP"][0] + low, 100.0)
            bodies["L2"] = make.block(150, front=28 * beck)
            reading = make.reading(*(make.body(level, marks) for level, marks in bodies.items()), treated="L2")
            films.append(make.of(make.rows(reading), "L2"))
        found = make.changes(two(make, *films, where="L2"))
        beck, cobb = found["beck_index_change"], found["bisegmental_cobb_angle_change"]
        assert (beck.quantity.value, cobb.quantity.value) == (pytest.approx(-0.04), pytest.approx(2))
        assert beck.details["mdc95"] == pytest.approx(1.96 * math.hypot(*(
            math.sqrt(2) * 0.7 / 28 * math.sqrt(1 + b**2) for b in (1.0, 0.96))), rel=1e-4)  # fmt: skip
        assert "within_measurement_error" in beck.flags
        assert "within_measurement_error" in cobb.flags

    @pytest.mark.parametrize(
        ("after", "word"), [(20.0, "increased"), (18.3, "within_measurement_error"), (1.0, "decreased")]
    )
    def test_larger_than_it(self, make: object, after: float, word: str) -> None:
        """1.96·√2·3 = 8.3 degrees."""
        films = [[make.number("wedge_angle", value, 3.0)] for value in (10.0, after)]
        found = make.changes(two(make, *films))["wedge_angle_change"]
        assert found.flags == (word,)
        assert found.details["mdc95"] == pytest.approx(8.316, abs=1e-3)


class TestWhichFilms:
    """The baseline is the last film before the procedure, of the same projection."""

    def test_each_later_visit_against_the_baseline(self, make: object) -> None:
        exams = {day: make.exam(make.number("anterior_height_loss", loss), film=f"day {day}")
                 for day, loss in ((-60.0, 20.0), (-3.0, 40.0), (2.0, 20.0), (90.0, 30.0))}  # fmt: skip
        found = measure_course(make.course(exams), RESTORED)
        assert [row.quantity.value for row in found] == [50, 25]
        assert {row.details["compared_with"] for row in found} == {"day -3.0"}
        assert [row.details["days_between"] for row in found] == [5, 93]

    def test_without_a_procedure_the_first_visit_is_the_baseline(self, make: object) -> None:
        exams = {day: make.exam(make.number("wedge_angle", value)) for day, value in ((0.0, 10.0), (90.0, 12.0))}
        found = make.changes(make.course(exams, indexed=False))
        assert found["wedge_angle_change"].quantity.value == 2
        assert "residual_kyphosis" not in found

    @pytest.mark.parametrize("measures", ["default", "wedge_angle_change"])
    def test_without_a_baseline_only_what_is_asked_for_says_so(self, make: object, measures: str) -> None:
        exams = {day: make.exam(make.number("wedge_angle", 10.0)) for day in (2.0, 90.0)}
        found = make.changes(make.course(exams), measures)
        if measures == "default":
            assert set(found) == {"residual_kyphosis"}
        else:
            row = found["wedge_angle_change"]
            assert row.quantity.reason == "no_film_before"
            assert "compared_with" not in row.details

    def test_a_film_of_another_projection_is_no_partner(self, make: object) -> None:
        films = (
            make.exam(make.number("wedge_angle", 10.0), view=View.FRONTAL),
            make.exam(make.number("wedge_angle", 9.0)),
        )
        course = make.course(dict(zip((-3.0, 90.0), films, strict=True)))
        assert "wedge_angle_change" not in make.changes(course)
        assert make.changes(course, "wedge_angle_change")["wedge_angle_change"].quantity.reason == "no_film_before"

    def test_a_film_that_shows_another_projection_is_not_read(self, make: object) -> None:
        films = [make.exam(make.number("wedge_angle", 10.0), view=View.FRONTAL)] * 2
        assert make.changes(make.course(dict(zip((-3.0, 90.0), films, strict=True))), "wedge_angle_change") == {}

    def test_an_unknown_projection_is_flagged(self, make: object) -> None:
        films = [make.exam(make.number("wedge_angle", 10.0), view=view) for view in (None, View.LATERAL)]
        found = make.changes(make.course(dict(zip((-3.0, 90.0), films, strict=True))))["wedge_angle_change"]
        assert "view_not_compared" in found.flags

    def test_of_two_films_of_a_visit_the_one_that_has_the_value(self, make: object) -> None:
        """A thoracic and a lumbar film of one day: each change takes the film it can be read on."""
        upper, lower = make.number("thoracic_kyphosis", 40.0), make.number("lumbar_lordosis", -50.0)
        before = make.exam(upper, film="thoracic"), make.exam(lower, film="lumbar")
        after = make.exam(make.number("lumbar_lordosis", -44.0), make.number("thoracic_kyphosis", 43.0), film="whole")
        found = make.changes(make.course({0.0: before, 90.0: after}, None, indexed=False))
        assert found["thoracic_kyphosis_change"].details["compared_with"] == "thoracic"
        assert found["lumbar_lordosis_change"].details["compared_with"] == "lumbar"
        assert found["lumbar_lordosis_change"].quantity.value == 6

    def test_both_projections_of_a_visit(self, make: object) -> None:
        days = {}
        for day, cobb, kyphosis in ((0.0, 47.0, 40.0), (90.0, 52.0, 43.0)):
            days[day] = (
                make.exam(make.number("coronal_cobb_angle", cobb), film=f"ap {day}", view=View.FRONTAL),
                make.exam(make.number("thoracic_kyphosis", kyphosis), film=f"lat {day}"),
            )
        found = make.changes(make.course(days, None, indexed=False))
        assert {m: row.quantity.value for m, row in found.items()} == {
            "coronal_cobb_angle_change": 5, "thoracic_kyphosis_change": 3,
        }  # fmt: skip
        assert found["coronal_cobb_angle_change"].details["compared_with"] == "ap 0.0"

    def test_each_observer_against_the_own_earlier_reading(self, make: object) -> None:
        def films(first: float, second: float):
            return tuple(make.exam(make.number("wedge_angle", value), observer=name)
                         for name, value in (("ann", first), ("bob", second)))  # fmt: skip

        found = measure_course(make.course({-3.0: films(10, 20), 90.0: films(11, 22)}), "wedge_angle_change")
        assert [row.quantity.value for row in found] == [1, 2]
        assert not any("observers_differ" in row.flags for row in found)

    def test_two_observers_are_flagged(self, make: object) -> None:
        exams = {day: make.exam(make.number("wedge_angle", 10.0), observer=name)
                 for day, name in ((-3.0, "ann"), (90.0, "bob"))}  # fmt: skip
        assert "observers_differ" in make.changes(make.course(exams))["wedge_angle_change"].flags

    def test_a_nominal_day_gives_no_interval(self, make: object) -> None:
        course = two(make, *losses(make, 36, 18))
        visits = course.visits[0], replace(course.visits[1], nominal=True)
        assert "days_between" not in make.changes(replace(course, visits=visits))[RESTORED].details


class TestPosture:
    @staticmethod
    def found(make: object, one: Posture | None, other: Posture | None, *, any_posture: bool = False, **more: object):
        before, after = losses(make, 36, 18)
        exams = {-3.0: make.exam(*before, posture=one), 90.0: make.exam(*after, posture=other, **more)}
        return make.changes(make.course(exams), any_posture=any_posture)[RESTORED]

    def test_the_same(self, make: object) -> None:
        found = self.found(make, Posture.STANDING, Posture.STANDING)
        assert found.quantity.value == 50
        assert not {"posture_not_compared", "posture_differs"} & set(found.flags)
        assert found.details["posture_vs_compared"] == "same"

    def test_another_is_not_compared(self, make: object) -> None:
        found = self.found(make, Posture.STANDING, Posture.SUPINE)
        assert found.quantity.reason == "posture_differs"
        assert found.flags == ()
        assert (found.details["before"], found.details["after"]) == (36, 18)

    def test_unless_it_is_asked_for(self, make: object) -> None:
        found = self.found(make, Posture.STANDING, Posture.SUPINE, any_posture=True)
        assert found.quantity.value == 50
        assert "posture_differs" in found.flags

    def test_an_unknown_one_is_flagged(self, make: object) -> None:
        found = self.found(make, Posture.STANDING, None)
        assert found.quantity.value == 50
        assert "posture_not_compared" in found.flags

    def test_what_somebody_stated_wins(self, make: object) -> None:
        found = self.found(make, None, None, posture_vs_baseline=Comparison.DIFFERENT)
        assert found.quantity.reason == "posture_differs"


class TestNotComparable:
    def test_two_versions_of_a_definition(self, make: object) -> None:
        before, (after,) = losses(make, 36, 18)
        newer = Measurement(after.measure, "2", after.quantity, after.reading_uid, after.film_key)
        assert make.changes(two(make, before, [newer]))[RESTORED].quantity.reason == "definition_versions_differ"

    def test_a_value_that_is_missing_or_not_measurable_or_has_no_sd(self, make: object) -> None:
        (before,), after = losses(make, 36, 18)
        gone = Measurement(before.measure, "1", Quantity.absent("%", "no_reference_vertebra"), "2.25.1", "before")
        bare = make.number("anterior_height_loss", 36, None)
        for rows, reason in (([], "not_measured_before"), ([gone], "not_measurable_before"), ([bare], "no_sd_before")):
            found = make.changes(two(make, rows, after))[RESTORED]
            assert found.quantity.reason == f"{reason}:anterior_height_loss"

    def test_what_was_measured_before_alone_is_written_where_it_is_asked_for(self, make: object) -> None:
        course = two(make, losses(make, 36, 18)[0], [make.number("wedge_angle", 7.0)])
        assert RESTORED not in make.changes(course)
        assert make.changes(course, RESTORED)[RESTORED].quantity.reason == "not_measured_after:anterior_height_loss"

    @pytest.mark.parametrize("scale", [ScaleClass.DETECTOR, ScaleClass.UNKNOWN, ScaleClass.NONE])
    def test_a_gain_needs_millimetres_of_the_patient_on_both_films(self, make: object, scale: ScaleClass) -> None:
        films = [[make.number("anterior_height", 18.0)], [make.number("anterior_height", 23.0, scale_class=scale)]]
        found = make.changes(two(make, *films))["anterior_height_gain"]
        assert found.quantity.reason == "scale_not_of_patient"
        assert found.scale_class is scale

    def test_the_scale_of_a_gain_is_the_weaker_of_its_own_two(self, make: object) -> None:
        """What else was measured on the films has no say."""
        other = make.number("vertebral_depth", 34.0, scale_class=ScaleClass.DETECTOR)
        films = [
            [make.number("anterior_height", 18.0), other],
            [make.number("anterior_height", 23.0, scale_class=ScaleClass.ESTIMATED), other],
        ]
        found = make.changes(two(make, *films))
        assert found["anterior_height_gain"].scale_class is ScaleClass.ESTIMATED
        assert make.changes(two(make, *losses(make, 36, 18)))[RESTORED].scale_class is None

    def test_curves_to_different_sides_are_flagged(self, make: object) -> None:
        exams = {day: make.exam(make.number("coronal_cobb_angle", 20.0, side=side), view=View.FRONTAL)
                 for day, side in ((0.0, Side.LEFT), (90.0, Side.RIGHT))}  # fmt: skip
        found = make.changes(make.course(exams, None, indexed=False))["coronal_cobb_angle_change"]
        assert "convex_sides_differ" in found.flags

    def test_expected_heights_by_two_rules_are_flagged(self, make: object) -> None:
        films = [[make.number("anterior_height_loss", value, 3.0, details={"expected_by": rule}, flags=flags)]
                 for value, rule, flags in ((36.0, "adjacent_mean", ()),
                                            (18.0, "one_neighbour", ("expected_from_one_neighbour",)))]  # fmt: skip
        found = make.changes(two(make, *films))[RESTORED]
        assert {"expected_by_different_rules", "expected_from_one_neighbour"} <= set(found.flags)


class TestAfterTheProcedure:
    def test_correction_is_lost_since_the_first_film_after_it(self, make: object) -> None:
        exams = {day: make.exam(make.number("anterior_height_loss", loss), film=f"day {day}")
                 for day, loss in ((-3.0, 36.0), (0.0, 2.0), (2.0, 10.0), (90.0, 14.0), (360.0, 20.0))}  # fmt: skip
        course = make.course(exams, timepoints={0.0: "intra_op"})
        found = measure_course(course, "anterior_correction_loss")
        assert [row.quantity.value for row in found] == [4, 10]
        assert {row.details["compared_with"] for row in found} == {"day 2.0"}

    def test_a_film_taken_during_it_shows_no_result(self, make: object) -> None:
        exams = {day: make.exam(make.number("wedge_angle", 7.0), make.number("anterior_height_loss", 9.0),
                                film=f"day {day}") for day in (0.0, 2.0)}  # fmt: skip
        course = make.course(exams, timepoints={0.0: "intra_op", 2.0: "postop_0_3d"})
        found = measure_course(course, "residual_kyphosis,anterior_correction_loss")
        assert [(row.measure, row.film_key) for row in found] == [("residual_kyphosis", "day 2.0")]

    def test_before_it_nothing_was_corrected(self, make: object) -> None:
        exams = {day: make.exam(make.number("anterior_height_loss", 30.0)) for day in (-30.0, -3.0)}
        assert measure_course(make.course(exams), "anterior_correction_loss,residual_kyphosis") == []

    def test_residual_kyphosis_is_read_on_every_film_after_it(self, make: object) -> None:
        exams = {day: make.exam(make.number("wedge_angle", value, 2.5), film=f"day {day}")
                 for day, value in ((-3.0, 14.0), (2.0, 7.0), (90.0, 4.0))}  # fmt: skip
        found = measure_course(make.course(exams), "residual_kyphosis")
        assert [(row.quantity.value, row.quantity.sd, row.film_key) for row in found] == [
            (7.0, 2.5, "day 2.0"), (4.0, 2.5, "day 90.0"),
        ]  # fmt: skip
        assert all("compared_with" not in row.details for row in found)
        assert found[0].details["limit"] == KYPHOSIS_LIMIT

    def test_a_change_names_the_reading_it_is_compared_with(self, make: object) -> None:
        course = two(make, *losses(make, 36, 18))
        found = make.changes(course)[RESTORED]
        (baseline,) = course.visits[0].examinations
        assert found.details["compared_with"] == baseline.film_key
        assert found.details["compared_reading"] == baseline.reading_uid

    def test_it_names_its_definition(self, make: object) -> None:
        exam = make.exam(make.number("wedge_angle", 7.0), make.number("bisegmental_cobb_angle", 3.0))
        found = make.changes(make.course({90.0: exam}))
        assert found["residual_kyphosis"].details["kyphosis_definition"] == "wedge_angle"
        assert found["residual_kyphosis_bisegmental"].details["kyphosis_definition"] == "bisegmental_cobb_angle"


class TestIncidentFall:
    @staticmethod
    def found(make: object, before: tuple, after: tuple, **more: object):
        films = [
            [make.number(f"{site}_height", value, 0.7) for site, value in
             zip(("anterior", "middle", "posterior"), heights, strict=True)]
            for heights in (before, after)
        ]  # fmt: skip
        return make.changes(two(make, *films, **({"treated": False} | more)), "default").get("incident_height_fall")

    def test_a_candidate_needs_a_reader(self, make: object) -> None:
        found = self.found(make, (25, 25, 27), (19.5, 23, 27))
        assert found.quantity.value == pytest.approx(22)
        assert found.details["millimetres"] == pytest.approx(5.5)
        assert found.details["candidate"] == "yes"
        assert "incident_candidate_needs_reader" in found.flags

    @pytest.mark.parametrize("after", [(9, 20, 30), (12, 20, 25), (9, 20, 25)])
    def test_both_limits_in_the_same_height(self, make: object, after: tuple) -> None:
        """Front 12 to 9: 25 % but 3 mm. Back 30 to 25: 5 mm but 17 %."""
        found = self.found(make, (12, 20, 30), after)
        assert found.details["candidate"] == "no"
        assert "incident_candidate_needs_reader" not in found.flags

    def test_of_a_treated_vertebra_there_is_none(self, make: object) -> None:
        assert self.found(make, (25, 25, 27), (19.5, 23, 27), treated=True) is None

    def test_it_is_never_called_a_fracture(self, make: object) -> None:
        found = self.found(make, (25, 25, 27), (15, 15, 15))
        assert not any("fracture" in say_flag(flag) for flag in found.flags)
        assert "fracture" not in str(found.details)

    def test_its_sd_is_that_of_a_quotient(self, make: object) -> None:
        found = self.found(make, (25, 25, 27), (19.5, 25, 27))
        assert found.quantity.sd == pytest.approx(100 / 25 * math.hypot(0.7, 19.5 / 25 * 0.7), rel=1e-6)


class TestPriorFilm:
    """An expected height from a film before the injury: the change says so, and on what it rests."""

    def loss(self, make: object, value: float, **more: object) -> Measurement:
        return make.number("anterior_height_loss", value, 3.0, **more)

    def test_the_flag_and_the_film_are_handed_on(self, make: object) -> None:
        prior = {"details": FROM_PRIOR, "flags": ("expected_from_prior_film",)}
        found = make.changes(two(make, [self.loss(make, 36)], [self.loss(make, 18, **prior)]))[RESTORED]
        assert "expected_from_prior_film" in found.flags
        own = {name: found.details.get(name) for name in ("after_prior_film", "after_prior_reading",
               "after_expected_from", "before_prior_film")}  # fmt: skip
        assert list(own.values()) == ["old", "2.25.5", "T12", None]

    def test_of_other_rules_nothing_is_said(self, make: object) -> None:
        neighbour = {"details": {"expected_by": "one_neighbour", "expected_from": "T12"}}
        found = make.changes(two(make, *([self.loss(make, value, **neighbour)] for value in (36, 18))))[RESTORED]
        assert not any("expected_from" in name for name in found.details)


class TestWhichCourses:
    def test_an_untreated_vertebra_has_a_restoration_only_where_it_is_asked_for(self, make: object) -> None:
        course = two(make, *losses(make, 36, 18), treated=False)
        assert make.changes(course) == {}
        assert make.changes(course, RESTORED)[RESTORED].quantity.value == 50

    def test_a_bone_has_none_of_a_vertebra(self, make: object) -> None:
        femur = Structure(StructureKind.FEMUR, side=Side.LEFT)
        course = replace(two(make, *losses(make, 36, 18)), structure=femur)
        assert make.changes(course, "all") == {}
        assert make.changes(course, RESTORED) == {}

    def test_whole_films_have_none_of_a_vertebra_and_the_other_way_round(self, make: object) -> None:
        films = [[make.number("thoracic_kyphosis", 40.0), make.number("wedge_angle", 4.0)]] * 2
        assert set(make.changes(two(make, *films, where=None), "all")) == {"thoracic_kyphosis_change"}
        found = make.changes(two(make, *films), "all")
        assert {"wedge_angle_change", "residual_kyphosis"} == set(found)
        assert found["wedge_angle_change"].structure.level is Level.L1

    def test_a_course_of_one_visit_has_no_changes(self, make: object) -> None:
        assert make.changes(make.course({-3.0: make.exam(make.number("wedge_angle", 4.0))}), "all") == {}
        assert make.changes(make.course({}), "all") == {}
