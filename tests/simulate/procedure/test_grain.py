"""Grain: exact at its nodes, linear between them, fixed to the host edge."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.procedure import Grain
from measure.simulate.seeds import stream

GRAIN = Grain.drawn(stream(2, "grain"))


@given(st.integers(0, 1), st.integers(0, 15), st.integers(0, 11), st.integers(0, 11))
def test_a_lattice_is_met_at_its_nodes_and_halved_between_them(half: int, k: int, j: int, i: int) -> None:
    lattice = GRAIN.lattices["cloud"]
    depth, back, left = 7.0 * k, 7.0 * j - 40.0, 7.0 * i - 40.0
    places = np.array(
        [[depth, back, left], [depth + 3.5, back, left], [depth, back + 3.5, left], [depth, back, left + 3.5]]
    )
    found = GRAIN.at("cloud", np.full(4, half), places[:, 0], places[:, 2], places[:, 1])
    here = lattice[half, k, j, i]
    near = [lattice[half, k + 1, j, i], lattice[half, k, j + 1, i], lattice[half, k, j, i + 1]]
    np.testing.assert_allclose(found, [here, *(0.5 * (here + other) for other in near)], atol=1e-9)


def test_nothing_is_asked_outside() -> None:
    far = np.array([1e4, -1e4])
    assert np.isfinite(GRAIN.at("fine", np.array([0, 1]), np.abs(far), far, far)).all()


def test_columns_are_long() -> None:
    fine = GRAIN.lattices["fine"]
    assert 9.0 * fine.shape[1] > 100 > 80 > 1.2 * fine.shape[2] - 5
    assert abs(fine.mean()) < 0.02
    assert abs(fine.std() - 1) < 0.02
