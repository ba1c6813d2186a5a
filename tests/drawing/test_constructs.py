"""Lines of values of the whole film: on which side arms meet, where plumb line and hip lines run."""

import numpy as np
import pytest

from measure.drawing.constructs import arms_of, caption, guides_of, is_span, meets_right
from measure.model import Facing, Measurement, Quantity, Role, Trace, TraceItem


def span(*arms, details=None):
    items = tuple(TraceItem(Role.ARM, points) for points in arms)
    return Measurement(
        "lumbar_lordosis", "1", Quantity(1.0, "deg"), "2.25.1", "k", trace=Trace(items), details=details or {}
    )


def lines(one, other):
    """Where two lines meet, by the equations of both."""
    (a, b), (c, d) = (np.array(line, dtype=float) for line in (one, other))
    share = np.linalg.solve(np.column_stack([b - a, c - d]), c - a)
    return a + share[0] * (b - a)


@pytest.mark.parametrize("seed", range(20))
def test_arms_meet_on_the_side_to_which_they_are_drawn(seed):
    rng = np.random.default_rng(seed)
    arms = [
        ((row + tilt * 30, 100.0), (row - tilt * 30, 160.0))
        for row, tilt in ((100.0, rng.uniform(-0.7, 0.7)), (400.0, rng.uniform(-0.7, 0.7)))
    ]
    meeting = lines(*arms)
    assert meets_right(span(*arms)) == (meeting[1] > 130)
    # The order in which the points of an arm come changes nothing.
    assert meets_right(span(*(arm[::-1] for arm in arms))) == meets_right(span(*arms))


def test_the_side_of_a_curve_is_the_one_it_says():
    arms = ((0.0, 0.0), (10.0, 40.0)), ((90.0, 0.0), (80.0, 40.0))
    assert not meets_right(span(*arms, details={"convex_picture_side": "right"}))
    assert meets_right(span(*arms, details={"convex_picture_side": "left"}))


def test_arms_go_on_by_the_width_of_their_vertebra():
    (near, far), _ = arms_of(span(((0.0, 0.0), (10.0, 40.0)), ((90.0, 0.0), (80.0, 40.0))), 2.0)
    assert near == (0.0, 0.0)
    assert far == pytest.approx((30.0, 120.0))


@pytest.mark.parametrize("facing", [Facing.LEFT, Facing.RIGHT])
def test_kyphosis_is_drawn_in_front_and_lordosis_behind(upright, facing):
    _, rows = upright(facing)
    by_name = {row.measure: row for row in rows}
    front_is_right = facing is Facing.RIGHT
    assert meets_right(by_name["thoracic_kyphosis"]) is front_is_right
    assert meets_right(by_name["lumbar_lordosis"]) is not front_is_right
    assert caption(by_name["lumbar_lordosis"]).startswith("LL −")


def test_only_angles_between_two_endplates_are_spans(upright):
    _, rows = upright()
    assert {row.measure for row in rows if is_span(row)} == {
        "thoracic_kyphosis", "thoracic_kyphosis_t5_t12", "thoracic_kyphosis_t1_t12", "thoracolumbar_kyphosis",
        "lumbar_lordosis", "lumbar_lordosis_l1_l5",
    }  # fmt: skip


def test_the_plumb_line_is_as_far_from_the_sacrum_as_the_measure_says(upright):
    """Its horizontal part, by the length of the sacral endplate, is the ratio."""
    _, rows = upright()
    ratio = next(row for row in rows if row.measure == "sagittal_vertical_axis_ratio")
    (top, foot), (start, corner) = guides_of(ratio)
    assert top[1] == foot[1]
    assert foot == start
    assert foot[0] == corner[0]
    ends = np.array(next(item.points for item in ratio.trace.items if item.role is Role.ARM))
    assert ratio.quantity.value is not None
    across = abs(foot[1] - corner[1]) / np.hypot(*(ends[1] - ends[0])) * 100
    assert across == pytest.approx(abs(ratio.quantity.value))


def test_the_hip_lines_enclose_the_t1_pelvic_angle(upright):
    _, rows = upright()
    angle = next(row for row in rows if row.measure == "t1_pelvic_angle")
    (axis, sacrum), (again, t1) = (np.array(line) for line in guides_of(angle))
    assert (axis == again).all()
    one, other = sacrum - axis, t1 - axis
    cosine = one @ other / (np.hypot(*one) * np.hypot(*other))
    assert angle.quantity.value is not None
    assert np.degrees(np.arccos(cosine)) == pytest.approx(abs(angle.quantity.value))


def test_what_was_not_measured_has_no_lines(upright):
    _, rows = upright()
    missing = [row for row in rows if row.quantity.value is None]
    assert missing
    assert not any(guides_of(row) or is_span(row) for row in missing)
