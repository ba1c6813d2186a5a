"""Findings: what may be stated, and collapsed bodies drawn within their grade."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.anatomy.spine.findings import SOUND, Finding, fracture

LIMITS = {1: (0.20, 0.25), 2: (0.25, 0.40), 3: (0.40, 0.62)}


@given(st.sampled_from(["wedge", "biconcave", "crush"]), st.sampled_from([1, 2, 3]), st.integers(0, 10_000))
def test_the_height_that_gives_the_kind_has_lost_most_and_within_the_grade(kind, grade, seed):
    drawn = fracture(kind, grade, np.random.default_rng(seed))
    assert drawn.middle is not None
    lost = {"wedge": 1 - drawn.anterior, "biconcave": 1 - drawn.middle, "crush": 1 - drawn.posterior}
    assert lost[kind] == max(lost.values())
    low, high = LIMITS[grade]
    assert low - 1e-12 <= lost[kind] <= high + 1e-12


def test_the_same_stream_gives_the_same_body():
    one, two = (fracture("wedge", 2, np.random.default_rng(4)) for _ in range(2))
    assert one == two != fracture("wedge", 2, np.random.default_rng(5))


def test_a_sound_body_has_lost_nothing():
    assert (SOUND.anterior, SOUND.middle, SOUND.posterior) == (1, None, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"anterior": 0.1}, "anterior"),
        ({"middle": 2.0}, "middle"),
        ({"superior_share": 1.2}, "superior_share"),
        ({"left_minus_right": 40.0}, "left_minus_right"),
        ({"left_minus_right": float("nan")}, "left_minus_right"),
    ],
)
def test_impossible_findings_are_refused_by_name(wrong, said):
    with pytest.raises(SimulationError, match=said):
        Finding(**wrong)


def test_an_unknown_kind_is_refused():
    with pytest.raises(SimulationError, match="burst"):
        fracture("burst", 2, np.random.default_rng(0))
