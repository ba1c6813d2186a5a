"""One film put together: spacing, spreads, and what cannot be read on it."""

import numpy as np
import pytest

from measure.catalog import get
from measure.catalog.job import prepare
from measure.model import (
    Annotation,
    Calibration,
    Covariance,
    Level,
    Observer,
    ObserverKind,
    Point,
    ScaleClass,
    Structure,
    StructureKind,
    View,
)

READER = Observer(ObserverKind.PERSON, "reader-1")


def test_points_are_multiplied_by_the_spacing(make: object) -> None:
    header = make.header(calibration=Calibration(0.2, 0.1, scale_class=ScaleClass.DETECTOR))
    job = prepare(header, make.reading(make.body("L1", make.block(40))))
    np.testing.assert_allclose(job.point((0, "superior_posterior")), [8.0, 13.4])


def test_a_stated_covariance_is_scaled_with_its_point(make: object) -> None:
    header = make.header(calibration=Calibration(0.2, 0.1, scale_class=ScaleClass.DETECTOR))
    marks = {"superior_left": Point(40, 100, Covariance(4.0, 1.0, 9.0))}
    job = prepare(header, make.reading(Annotation(make.structure("L1"), READER, marks)))
    np.testing.assert_allclose(job.spreads[0]["superior_left"], [[0.16, 0.02], [0.02, 0.09]])


@pytest.mark.parametrize(("kind", "sd"), [("person", 0.7), ("table", 1.0), ("algorithm", 1.0)])
def test_with_a_scale_an_unstated_spread_is_in_millimetres(make: object, kind: str, sd: float) -> None:
    body = make.body("L1", make.block(40))
    observer = Observer(ObserverKind(kind), "somebody", "1")
    job = prepare(make.header(), make.reading(Annotation(body.structure, observer, body.marks)))
    np.testing.assert_allclose(job.spreads[0]["superior_anterior"], sd**2 * np.eye(2))


def test_without_a_scale_it_is_a_share_of_the_local_height(make: object) -> None:
    """2.6 % of the mean of 22, 25 and 28 pixels; corners count as the points they are."""
    job = prepare(make.header(calibration=Calibration()), make.reading(make.body("L1", make.block(40, front=22))))
    np.testing.assert_allclose(np.sqrt(job.spreads[0]["superior_anterior"][0, 0]), 0.026 * 25, rtol=1e-9)


def test_a_pixel_that_is_not_square_makes_the_spread_round_on_the_patient(make: object) -> None:
    job = prepare(make.header(calibration=Calibration(aspect=2.0)), make.reading(make.body("L1", make.block(40))))
    np.testing.assert_allclose(job.spreads[0]["inferior_posterior"], (0.026 * 56) ** 2 * np.eye(2))


def test_one_endplate_alone_lends_two_thirds_of_its_length(make: object) -> None:
    body = make.body("S1", {"SL": (40, 100), "SR": (40, 145)})
    job = prepare(make.header(calibration=Calibration()), make.reading(body))
    np.testing.assert_allclose(np.sqrt(job.spreads[0]["superior_left"][0, 0]), 0.026 * 30)


def test_one_point_alone_still_has_a_spread(make: object) -> None:
    job = prepare(make.header(calibration=Calibration()), make.reading(make.body("L1", {"SL": (40, 100)})))
    assert job.spreads[0]["superior_left"][0, 0] > 0


def test_what_cannot_be_read_on_a_film(make: object) -> None:
    unknown = prepare(make.header(calibration=Calibration(aspect=None)), make.reading())
    plain = prepare(make.header(calibration=Calibration()), make.reading())
    assert unknown.blocked(get("wedge_angle")) == "pixel_aspect_unknown"
    assert unknown.blocked(get("beck_index")) is None
    assert plain.blocked(get("wedge_angle")) is None


def test_a_measure_of_millimetres_alone(make: object) -> None:
    from dataclasses import replace

    height = get("anterior_height")
    needs_mm = replace(height, needs=replace(height.needs, scale=True))
    assert prepare(make.header(calibration=Calibration()), make.reading()).blocked(needs_mm) == "scale_not_of_patient"
    detector = Calibration(1.0, 1.0, 0.0, ScaleClass.DETECTOR, "imager_pixel_spacing", "detector")
    assert prepare(make.header(calibration=detector), make.reading()).blocked(needs_mm) == "scale_not_of_patient"
    assert prepare(make.header(), make.reading()).blocked(needs_mm) is None


def test_marks_named_after_the_body_exist_on_lateral_films_only(make: object) -> None:
    job = prepare(make.header(None), make.reading(make.body("L1", make.block(40))))
    assert job.facts.view is View.LATERAL
    assert job.facts.flags == ("view_from_marks",)
    corners = prepare(make.header(None), make.reading(make.body("L1", make.corners(make.block(40)))))
    assert corners.facts.view is None


@pytest.mark.parametrize("facing", ["left", "right"])
def test_naming_the_marks_twice_does_not_change_their_spread(make: object, facing: str) -> None:
    """Walls of 22 and 28 read the same whether the four corners have two names each or one."""
    body = make.body("L1", make.corners(make.block(40, front=22)))
    header = make.header(calibration=Calibration())
    plain, named = (prepare(header, make.reading(body, facing=f)).spreads[0] for f in (None, facing))
    assert set(named) > set(plain)
    for spread in (*plain.values(), *named.values()):
        np.testing.assert_allclose(spread, (0.026 * 25) ** 2 * np.eye(2))


def test_a_flattened_body_has_a_spread_from_its_endplate(make: object) -> None:
    body = make.body("L1", {"SL": (40, 100), "SR": (40, 145), "IL": (40, 100), "IR": (40, 145)})
    job = prepare(make.header(calibration=Calibration()), make.reading(body))
    np.testing.assert_allclose(np.sqrt(job.spreads[0]["superior_left"][0, 0]), 0.026 * 30)


def test_four_marks_on_one_point_still_have_a_spread(make: object) -> None:
    body = make.body("L1", dict.fromkeys(("SL", "SR", "IL", "IR"), (40, 100)))
    job = prepare(make.header(calibration=Calibration()), make.reading(body))
    assert all(np.linalg.det(spread) > 0 for spread in job.spreads[0].values())


@pytest.mark.parametrize(
    ("anchor", "contradicted"),
    [("2=L1", False), ("1=T12", False), ("2=L2", True), ("1=T5", True), ("9=C1", True)],
)
def test_an_anchor_against_the_levels_or_the_numbers_is_flagged(make: object, anchor: str, contradicted: bool) -> None:
    bodies = []
    for number, level in ((1, "T12"), (2, "L1")):
        body = make.body(level, make.block(40 * number))
        structure = Structure(StructureKind.VERTEBRA, Level(level), number)
        bodies.append(Annotation(structure, READER, body.marks))
    job = prepare(make.header(), make.reading(*bodies, level_anchor=anchor))
    assert ("level_anchor_contradicts_marks" in job.facts.flags) is contradicted
    assert [body.structure.level for body in job.chain.bodies] == [Level.T12, Level.L1]


@pytest.mark.parametrize(("anchor", "labels"), [("2=L1", ["T12", "L1", "L2"]), ("9=C1", ["#1", "#2", "#3"])])
def test_an_anchor_on_a_vertebra_that_is_not_there_names_nothing(make: object, anchor: str, labels: list[str]) -> None:
    bodies = [make.body(number, make.block(40 * number)) for number in (1, 2, 3)]
    job = prepare(make.header(), make.reading(*bodies, level_anchor=anchor))
    assert [body.structure.label for body in job.chain.bodies] == labels
    assert ("level_anchor_contradicts_marks" in job.facts.flags) is (labels[0] == "#1")


@pytest.mark.parametrize(("heads", "variance"), [(1, 1.0), (2, 0.5)])
def test_the_middle_of_two_heads_varies_half_as_much(make: object, heads: int, variance: float) -> None:
    """An sd of 1 mm for the centre of one head (observer_sd.csv, a person)."""
    found = make.heads(*[(600.0, 120.0), (610.0, 130.0)][:heads])
    job = prepare(make.header(), make.reading(make.body("S1", {"SA": (520, 125), "SP": (490, 170)}), *found))
    np.testing.assert_allclose(job.spreads[-1]["axis"], np.eye(2) * variance)


def test_without_a_scale_the_spread_of_the_hips_is_a_share_of_a_vertebra(make: object) -> None:
    """3.7 % of the highest vertebra."""
    bodies = make.spine({"L4": (28.0, 28.0, 28.0), "L5": (30.0, 29.0, 26.0)})
    job = prepare(make.header(calibration=Calibration()), make.reading(*bodies, *make.heads((600.0, 120.0))))
    np.testing.assert_allclose(job.spreads[-1]["axis"], np.eye(2) * (0.037 * 28) ** 2)
