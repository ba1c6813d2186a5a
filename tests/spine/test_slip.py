"""Slip: displaced by a known share, facing both ways, turned, and backward from five percent on."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine.slip import backward, slip_percent


@given(
    st.floats(-60, 140), st.floats(1, 20), st.floats(20, 60), st.booleans(), st.floats(-180, 180), st.floats(0.1, 10)
)
def test_is_the_share_by_which_the_body_was_moved(
    slip: float, disc: float, length: float, mirror: bool, turn: float, scale: float
) -> None:
    """Posterior corner at the origin, front ``length`` to the right; the upper corner lies a disc higher."""
    points = np.array([[-disc, slip / 100 * length], [0.0, 0.0], [0.0, length]]) * [1, -1 if mirror else 1]
    s, c = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    points = scale * points @ np.array([[c, s], [-s, c]]) + [300.0, 200.0]
    assert float(slip_percent(*points)) == pytest.approx(slip, abs=1e-7)


def test_sd_of_a_slip_is_the_closed_form_of_the_domain_reference() -> None:
    """√2·σ/W·√(1+s²) is approximate: exact without a slip and a disc, a seventh too large at 25 %."""
    rng = np.random.default_rng(8)
    sd, width = 0.5, 38.0
    noise = rng.normal(0, sd, (3, 200_000, 2))
    for slip, disc in ((0.0, 0.0), (0.25, 8.0)):
        points = np.array([[-disc, slip * width], [0.0, 0.0], [0.0, width]])
        drawn = slip_percent(*(points[:, None] + noise)).std() / (100 * sd / width)
        # Along the endplate the upper corner counts 1, the posterior one 1 − s, the anterior one s;
        # its tilt, √2·σ/W, swings the disc height along.
        assert drawn == pytest.approx(math.sqrt(1 + (1 - slip) ** 2 + slip**2 + 2 * (disc / width) ** 2), rel=0.01)
        assert drawn == pytest.approx(math.sqrt(2 * (1 + slip**2)), rel=0.01 if slip == 0 else 0.15)


def test_an_endplate_without_length_has_no_slip() -> None:
    assert np.isnan(slip_percent(np.zeros(2), np.ones(2), np.ones(2)))


@pytest.mark.parametrize("mirror", [1.0, -1.0])
@pytest.mark.parametrize(("slip", "said"), [(-12.0, True), (-5.0, True), (-4.99, False), (0.0, False), (12.0, False)])
def test_a_backward_slip_is_present_from_five_percent(slip: float, said: bool, mirror: float) -> None:
    """Upper corner over an endplate of 40 mm that runs forward from the origin."""
    points = np.array([[-8.0, slip * 0.4], [0.0, 0.0], [0.0, 40.0]]) * [1, mirror]
    assert bool(backward(*points)) is said


def test_five_percent_backward_is_backward_however_it_was_rounded() -> None:
    rng = np.random.default_rng(6)
    back, front = rng.uniform(0, 400, (2, 2000, 2))
    points = back - (front - back) / 20, back, front
    assert (slip_percent(*points) > -5).any()
    assert backward(*points).all()


def test_a_slip_that_is_not_there_is_not_backward() -> None:
    assert not backward(np.zeros(2), np.ones(2), np.ones(2))
