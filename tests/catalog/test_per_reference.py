"""Rows of a vertebra against those that predict it."""

import math
from dataclasses import replace

import pytest

from measure.catalog import get
from measure.catalog.per_reference import takes_references
from measure.model import Calibration, Level, NotVisible, Structure, StructureKind

SPINE = {"T12": (27.0, 26.0, 28.0), "L1": (20.0, 22.0, 27.0), "L2": (29.0, 28.0, 30.0)}
NORMS = "L1 anterior_posterior 0.95 0.05, L1 middle_posterior 0.93 0.08, L1 posterior_above 1 0.05"


def rows(make: object, measures: str = "default", heights: dict = SPINE, **stated: str):
    return make.rows(make.reading(*make.spine(heights), **({"treated": "L1"} | stated)), measures=measures)


def test_which_measures_they_are() -> None:
    assert takes_references(get("anterior_height_loss"))
    assert takes_references(get("eastell_grade"))
    assert takes_references(get("mccloskey_kanis"))
    assert not takes_references(get("bisegmental_cobb_angle"))


def test_the_treated_level_is_measured_without_being_asked_for(make: object) -> None:
    found = rows(make)
    assert found["expected_anterior_height", "L1"].quantity.value == 28
    assert found["anterior_height_loss", "L1"].quantity.value == pytest.approx(100 * 8 / 28)
    assert found["middle_height_loss", "L1"].quantity.value == pytest.approx(100 * 5 / 27)
    assert found["posterior_height_loss", "L1"].quantity.value == pytest.approx(100 * 2 / 29)
    assert {where for measure, where in found if "loss" in measure or "expected" in measure} == {"L1"}
    assert found["anterior_height_loss", "L1"].details["treated_level"] == "yes"


def test_the_details_name_what_predicted_it_and_what_did_not(make: object) -> None:
    found = rows(make, "deformity", SPINE | {"L2": (20.0, 28.0, 30.0)})
    details = found["anterior_height_loss", "L1"].details
    assert (details["expected_by"], details["expected_from"]) == ("one_neighbour", "T12")
    assert details["references_rejected"] == "L2:deformed"


def test_sites_with_different_references_name_all(make: object) -> None:
    bodies = make.spine(SPINE)
    marks = make.block(180, 29, 30, middle=28)
    del marks["SM"]
    bodies[2] = make.body("L2", marks)
    found = make.rows(make.reading(*bodies), measures="genant_qm")["genant_qm", "L1"]
    assert found.details["expected_by"] == "adjacent_mean,one_neighbour"
    assert found.details["references_rejected"] == "L2:not_marked"


def test_without_a_reference_the_reason_stands_with_those_refused(make: object) -> None:
    found = rows(make, heights=SPINE | {"T12": (20.0, 26.0, 28.0), "L2": (20.0, 28.0, 30.0)})
    row = found["anterior_height_loss", "L1"]
    assert row.quantity.reason == "no_reference_vertebra"
    assert row.details["references_rejected"] == "T12:deformed,L2:deformed"


def test_the_trace_shows_the_own_height_and_the_references(make: object) -> None:
    names = [item.name for item in rows(make)["anterior_height_loss", "L1"].trace.items]
    assert names == ["anterior height", "reference T12", "reference L2"]
    assert [item.name for item in rows(make)["expected_anterior_height", "L1"].trace.items] == names[1:]


def test_sd_of_a_loss_is_the_closed_form(make: object) -> None:
    """√2·σ/E·√(1 + r²/2) of the domain reference, with σ = 0.7 for a person."""
    found = rows(make, heights={"T12": (28.0,) * 3, "L1": (21.0, 22.0, 28.0), "L2": (28.0,) * 3})
    closed = 100 * math.sqrt(2) * 0.7 / 28 * math.sqrt(1 + 0.75**2 / 2)
    assert found["anterior_height_loss", "L1"].quantity.sd == pytest.approx(closed, rel=1e-6)


def test_of_a_mark_used_twice_the_error_counts_once(make: object) -> None:
    """Expected from its own wall: the loss of front to back rests on four marks, whose spread is that of Beck."""
    everyone = [("genant_visual", "2", level) for level in ("T12", "L2")]
    reading = make.reading(*make.spine(SPINE), treated="L1")
    reading = make.judged(reading, *everyone, ("of_dgou", "OF2", "L1"))
    found = make.rows(reading, norms=make.norms("L1 anterior_posterior 0.89 0.06"))
    loss, beck = (found[measure, "L1"].quantity for measure in ("anterior_height_loss", "beck_index"))
    assert loss.value == pytest.approx(100 * (1 - 20 / (0.89 * 27)))
    assert loss.sd == pytest.approx(100 * beck.sd / 0.89, rel=1e-6)


@pytest.mark.parametrize("calibration", [Calibration(), Calibration(aspect=None)])
def test_losses_need_no_scale(make: object, calibration: Calibration) -> None:
    reading = make.reading(*make.spine(SPINE), treated="L1")
    found = make.rows(reading, make.header(calibration=calibration))
    assert found["anterior_height_loss", "L1"].quantity.value == pytest.approx(100 * 8 / 28)
    assert found["expected_anterior_height", "L1"].quantity.unit == "{pixel}"


def test_what_is_not_visible_has_no_loss_but_an_expected_height(make: object) -> None:
    bodies = make.spine(SPINE)
    bodies[1] = make.body("L1", {}, NotVisible.CEMENT)
    found = make.rows(make.reading(*bodies, treated="L1"))
    assert found["anterior_height_loss", "L1"].quantity.reason == "not_visible:cement"
    assert found["expected_anterior_height", "L1"].quantity.value == 28


class TestNorms:
    def test_a_missing_norm_is_named(self, make: object) -> None:
        found = make.rows(make.reading(*make.spine(SPINE)), measures="eastell_grade", norms=make.norms(NORMS))
        assert found["eastell_grade", "L1"].quantity.reason == "norm_missing:posterior_below"
        assert found["eastell_grade", "T12"].quantity.reason == "no_vertebra_above"

    def test_the_table_is_named(self, make: object) -> None:
        norms = make.norms(f"{NORMS}, L1 posterior_below 1 0.05")
        rows = make.rows(make.reading(*make.spine(SPINE)), measures="eastell_grade", norms=norms)
        found = rows["eastell_grade", "L1"]
        assert found.details["norms"] == "test"
        assert found.details["deformity_type"] == "wedge"
        assert found.details["graded_value"] == pytest.approx((0.95 - 20 / 27) / 0.05, abs=1e-6)

    def test_an_unnumbered_vertebra_has_no_norm(self, make: object) -> None:
        found = make.rows(make.reading(*make.spine(dict(enumerate(SPINE.values(), 1)))), measures="eastell_grade")
        assert found["eastell_grade", "#2"].quantity.reason == "levels_unknown"

    def test_an_unnumbered_neighbour_predicts_nothing_by_norms(self, make: object) -> None:
        """Its own level is known, that of its neighbours is not."""
        bodies = make.spine(dict(enumerate(SPINE.values(), 1)))
        bodies[1] = replace(bodies[1], structure=Structure(StructureKind.VERTEBRA, Level.L1, 2))
        ratios = ("anterior_posterior", "anterior_predicted", "middle_posterior", "middle_predicted",
                  "posterior_predicted")  # fmt: skip
        norms = make.norms(", ".join(f"L1 {ratio} 1 0.05" for ratio in ratios))
        found = make.rows(make.reading(*bodies), measures="mccloskey_kanis", norms=norms)
        assert found["mccloskey_kanis", "L1"].quantity.reason == "levels_unknown"
        assert found["mccloskey_kanis", "#1"].quantity.reason == "levels_unknown"


@pytest.mark.parametrize(
    ("measure", "where"),
    [("genant_qm", "L1"), ("eastell_grade", "L1"), ("mccloskey_kanis", "L1"), ("spinal_fracture_index", "film")],
)
@pytest.mark.parametrize(("age", "child"), [(17, True), (18, False), (None, False)])
def test_children_are_not_graded(make: object, measure: str, where: str, age: int | None, child: bool) -> None:
    found = make.rows(make.reading(*make.spine(SPINE)), make.header(age_years=age), measure)[measure, where]
    assert (found.quantity.reason == "child") is child


def test_a_loss_is_measured_in_children_too(make: object) -> None:
    reading = make.reading(*make.spine(SPINE), treated="L1")
    assert make.rows(reading, make.header(age_years=9))["anterior_height_loss", "L1"].quantity.value is not None
