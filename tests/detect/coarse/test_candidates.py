"""Tests of candidates: peaks of exact maps give back the quads that they were drawn from."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measure.detect.coarse.candidates import Candidate, averaged, found
from measure.detect.contract import CENTRE, FRONT_LEFT, MAPS, SACRUM_DEPTH
from measure.model import LEVELS, Level, rank

SEVERAL = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SEVERAL
@given(
    row=st.floats(60, 90), col=st.floats(60, 90), tall=st.floats(10, 26), aspect=st.floats(1.0, 2.0),
    tilt=st.floats(-70, 70),
)  # fmt: skip
def test_a_body_is_found_to_a_twentieth_of_a_pixel(stacked, drawn, row, col, tall, aspect, tilt) -> None:
    quads = stacked(np.array([tilt]), tall, aspect=aspect, start=(row, col))
    (one,) = found(*drawn(quads, (160, 160))).vertebrae
    np.testing.assert_allclose(one.quad, quads[0], atol=0.05)
    assert one.width == pytest.approx(aspect * tall, abs=0.1)
    assert one.height == pytest.approx(tall, abs=0.1)


def test_bodies_that_stand_close_do_not_pull_at_each_other(stacked, drawn) -> None:
    quads = stacked(np.linspace(-20, 20, 9), 12.0, disc=0.15, start=(20.0, 100.0))
    seen = found(*drawn(quads, (256, 192))).vertebrae
    assert len(seen) == 9
    in_order = np.array([one.quad for one in sorted(seen, key=lambda one: one.centre[0])])
    np.testing.assert_allclose(in_order, quads, atol=0.3)


def test_the_weaker_of_two_on_one_place_goes_and_neighbours_stay(stacked, drawn) -> None:
    quads = stacked(np.zeros(3), 20.0, start=(20.0, 80.0))
    shifted = quads[1] + [6.0, 4.0]
    scores = np.array([0.9, 0.8, 0.9, 0.5])
    seen = found(*drawn(np.concatenate([quads, shifted[None]]), (160, 160), scores)).vertebrae
    assert sorted(round(one.score, 1) for one in seen) == pytest.approx([0.8, 0.9, 0.9], abs=0.11)
    assert min(np.linalg.norm(one.centre - quads[1].mean(0)) for one in seen) < 2.0


def test_levels_ribs_and_facing_come_from_the_centre(stacked, drawn) -> None:
    quads = stacked(np.zeros(4), 20.0, start=(30.0, 80.0))
    names = [Level.T11, Level.T12, Level.L1, Level.L2]
    seen = found(*drawn(quads, (192, 160), ranks=np.array([rank(name) for name in names]), front_left=3.0))
    in_order = sorted(seen.vertebrae, key=lambda one: one.centre[0])
    assert [LEVELS[int(one.levels.argmax())] for one in in_order] == names
    for one in in_order:
        assert np.exp(one.levels).sum() == pytest.approx(1)
        assert one.front_left == pytest.approx(1 / (1 + np.exp(-3)), rel=1e-5)
        assert one.rib == pytest.approx(0.5)


def test_a_sacrum_gets_lower_corners_at_right_angles(drawn) -> None:
    endplate = np.array([[60.0, 50.0], [80.0, 90.0]])
    (sacrum,) = found(*drawn(np.empty((0, 4, 2)), (160, 160), sacrum=endplate)).sacra
    np.testing.assert_allclose(sacrum.quad[:2], endplate, atol=0.05)
    across, down = sacrum.quad[1] - sacrum.quad[0], sacrum.quad[2] - sacrum.quad[0]
    assert across @ down == pytest.approx(0, abs=1e-6)
    assert np.linalg.norm(down) == pytest.approx(SACRUM_DEPTH * np.linalg.norm(across))
    assert down[0] > 0  # below, not above


def test_the_second_cervical_vertebra_is_a_place(drawn) -> None:
    ((place, score),) = found(*drawn(np.empty((0, 4, 2)), (160, 160), axis=np.array([41.3, 77.7]))).axes
    np.testing.assert_allclose(place, [41.3, 77.7], atol=0.2)
    assert 0.7 < score <= 0.9


def test_nothing_on_an_empty_film() -> None:
    maps = np.full((MAPS, 80, 80), -9.0, np.float32)
    seen = found(maps, np.zeros((29, 20, 20), np.float32))
    assert seen.vertebrae == seen.sacra == seen.axes == ()


def test_the_mirror_image_of_a_film_averages_to_the_film_itself(stacked, drawn) -> None:
    quads = stacked(np.array([10.0, 0.0, -15.0]), start=(30.0, 70.0))
    sacrum = quads[-1, 2:] + [6.0, -3.0]
    ranks = np.array([20, 21, 22])
    direct = drawn(quads, (160, 160), sacrum=sacrum, ranks=ranks, front_left=2.0)
    # The mirrored spine drawn anew: corners and places by hand, not by turning the maps over.
    turned = (quads * [1, -1] + [0, 159])[:, [1, 0, 3, 2]]
    turned_sacrum = (sacrum * [1, -1] + [0, 159])[[1, 0]]
    mirrored = drawn(turned, (160, 160), sacrum=turned_sacrum, ranks=ranks, front_left=-2.0)
    maps, levels = averaged(direct, mirrored)
    np.testing.assert_allclose(maps, direct[0], atol=1e-4)
    np.testing.assert_allclose(levels[FRONT_LEFT], 2.0)
    np.testing.assert_allclose(levels, direct[1], atol=1e-4)


def test_a_candidate_moves_with_its_quad_only() -> None:
    quad = np.array([[0.0, 0.0], [0.0, 4.0], [3.0, 0.0], [3.0, 4.0]])
    one = Candidate(quad, 0.7, np.zeros(27), 0.2, 0.9)
    moved = one.moved(lambda points: 2 * points + 1)
    np.testing.assert_allclose(moved.centre, [4.0, 5.0])
    assert (moved.width, moved.height, moved.score, moved.rib) == (8.0, 6.0, 0.7, 0.2)


def test_a_peak_on_the_rim_is_found(stacked, drawn) -> None:
    quads = stacked(np.array([0.0]), 20.0, start=(-9.0, 80.0))
    (one,) = found(*drawn(quads, (160, 160))).vertebrae
    np.testing.assert_allclose(one.quad, quads[0], atol=0.05)
    assert draws_on_first_row(drawn(quads, (160, 160))[0])


def draws_on_first_row(maps: np.ndarray) -> bool:
    return bool(np.unravel_index(maps[CENTRE].argmax(), maps[CENTRE].shape)[0] == 0)
