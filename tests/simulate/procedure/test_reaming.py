"""Reaming: a round bore, eccentric where the bone is bowed, and nothing else changed."""

import numpy as np
import pytest

from measure.simulate.anatomy.limb import shaft
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure import Bore, nail_line, reamed


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_canal_holds_the_bore(side: str) -> None:
    plain = shaft(Person(), "femur", side)
    line = nail_line(plain, 0.0, 200.0)
    bored = reamed(plain, Bore(line, 6.5))
    way = (line[1] - line[0]) / np.linalg.norm(line[1] - line[0])
    for s in (20.0, 70.0, 120.0, 180.0):
        away = np.linalg.norm(np.cross(bored.inner(s) - line[0], way), axis=1)
        assert away.min() > 6.3
        inner = np.linalg.norm(plain.inner(s) - plain.at(s)[0], axis=1)
        wider = np.linalg.norm(bored.inner(s) - plain.at(s)[0], axis=1)
        assert (wider >= inner - 1e-9).all()
        np.testing.assert_array_equal(bored.outer(s), plain.outer(s))


def test_below_the_bore_the_canal_is_as_it_was() -> None:
    plain = shaft(Person(), "femur", "left")
    bored = reamed(plain, Bore(nail_line(plain, 0.0, 120.0), 7.5))
    np.testing.assert_allclose(bored.inner(200.0), plain.inner(200.0))


def test_a_reamer_beside_the_bone_leaves_a_shell() -> None:
    plain = shaft(Person(), "femur", "left")
    line = nail_line(plain, 0.0, 200.0) + [9.0, 0.0, 0.0]
    bored = reamed(plain, Bore(line, 7.0))
    gap = np.linalg.norm(bored.outer(100.0) - plain.at(100.0)[0], axis=1) - np.linalg.norm(
        bored.inner(100.0) - plain.at(100.0)[0], axis=1
    )
    assert gap.min() >= 0.3 - 1e-9
    assert all(solid.mesh.closed for solid in bored.solids(detail=0.5))


def test_a_bore_elsewhere_changes_nothing() -> None:
    plain = shaft(Person(), "femur", "left")
    assert reamed(plain, Bore(np.array([[0, 0, 900.0], [0, 0, 800.0]]), 6.0)) is plain
