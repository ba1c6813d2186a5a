"""The trace of a measurement lies on the marks it was read from, in film pixels."""

import pytest

from measure.model import Calibration, Role, ScaleClass, View


def test_a_height_is_a_path_between_its_points(make: object) -> None:
    scaled = make.header(calibration=Calibration(0.2, 0.1, scale_class=ScaleClass.DETECTOR))
    row = make.rows(make.reading(make.body("L1", make.block(40, front=22))), scaled)["anterior_height", "L1"]
    (item,) = row.trace.items
    assert item.role is Role.PATH
    assert item.points == ((46.0, 100.0), (68.0, 100.0))


def test_an_angle_has_two_arms_on_the_bodies_it_spans(make: object) -> None:
    bodies = [make.body(level, make.block(40.0 * k)) for k, level in enumerate(("T12", "L1", "L2"))]
    row = make.rows(make.reading(*bodies))["bisegmental_cobb_angle", "L1"]
    assert [item.role for item in row.trace.items] == [Role.ARM, Role.ARM]
    assert [item.points for item in row.trace.items] == [((0.0, 100.0), (0.0, 134.0)), ((108.0, 100.0), (108.0, 134.0))]


@pytest.mark.parametrize(
    ("measure", "upper", "lower"), [("coronal_cobb_angle", 6, 10), ("coronal_cobb_angle_fixed", 2, 5)]
)
def test_a_curve_shows_the_endplates_of_its_end_vertebrae(
    make: object, s_shape: list[float], measure: str, upper: int, lower: int
) -> None:
    column = make.column(s_shape)
    row = make.rows(make.reading(*column, end_vertebrae="#3-#6"), make.header(View.FRONTAL))[measure, "film"]
    ends = [(column[upper], "superior"), (column[lower], "inferior")]
    arms = [item for item in row.trace.items if item.role is Role.ARM]
    for item, (body, edge) in zip(arms, ends, strict=True):
        expected = [body.marks[f"{edge}_{side}"] for side in ("left", "right")]
        assert item.points == tuple((p.row, p.col) for p in expected)


def test_the_largest_curve_shows_all_vertebrae_it_was_chosen_among(make: object, s_shape: list[float]) -> None:
    column = make.column(s_shape)
    row = make.rows(make.reading(*column), make.header(View.FRONTAL))["coronal_cobb_angle", "film"]
    outlines = [item for item in row.trace.items if item.role is Role.REGION]
    assert [item.name for item in outlines] == [f"#{k}" for k in range(1, 16)]
    corners = [column[0].marks[name] for name in ("superior_left", "superior_right", "inferior_right", "inferior_left")]
    assert outlines[0].points == tuple((p.row, p.col) for p in corners)


def test_what_has_no_value_has_no_trace(make: object) -> None:
    row = make.rows(make.reading(make.body("L1", make.corners(make.block(40)))))["beck_index", "L1"]
    assert row.trace.items == ()
