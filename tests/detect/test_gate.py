"""Tests of the gate: what the outputs for a film and its mirror image say together."""

import numpy as np
import pytest

from measure.detect.contract import GATE_FRONT_LEFT, GATES, INVERTED, KINDS, WAYS_UP
from measure.detect.gate import judged
from measure.model import View


def outputs(way: str = "upright", kind: str = "lateral", inverted: float = -5.0, front_left: float = 5.0) -> np.ndarray:
    given = np.zeros(GATES, np.float32)
    given[WAYS_UP.index(way)] = 6
    given[4 + KINDS.index(kind)] = 6
    given[INVERTED], given[GATE_FRONT_LEFT] = inverted, front_left
    return given


def test_a_lateral_film_that_faces_left() -> None:
    seen = judged(outputs(), outputs(front_left=-5.0))
    assert (seen.view, seen.way_up) == (View.LATERAL, "upright")
    assert seen.p_spine == pytest.approx(1 - 1 / (2 + np.exp(6)))
    assert seen.front_left == pytest.approx(1 / (1 + np.exp(-5)))
    assert seen.inverted == pytest.approx(1 / (1 + np.exp(5)))


def test_a_turned_film_is_turned_the_other_way_in_the_mirror() -> None:
    for way, mirrored in (("turned_left", "turned_right"), ("turned_right", "turned_left"), ("upside_down",) * 2):
        seen = judged(outputs(way), outputs(mirrored))
        assert seen.way_up == way
        assert seen.p_way_up == pytest.approx(np.exp(6) / (3 + np.exp(6)))
    assert judged(outputs("turned_left"), outputs("turned_left")).p_way_up == pytest.approx(0.5, abs=0.01)


def test_a_front_that_stays_on_one_side_in_the_mirror_is_not_known() -> None:
    assert judged(outputs(front_left=4.0), outputs(front_left=4.0)).front_left == pytest.approx(0.5)


def test_no_spine_is_said_and_the_view_still_sums_up() -> None:
    seen = judged(outputs(kind="other"), outputs(kind="other"))
    assert seen.p_spine == pytest.approx(2 / (2 + np.exp(6)))
    assert seen.p_view == pytest.approx(0.5)


def test_huge_outputs_do_not_overflow() -> None:
    seen = judged(1e4 * outputs(), 1e4 * outputs(front_left=-5.0))
    assert (seen.p_spine, seen.front_left) == pytest.approx((1.0, 1.0))
