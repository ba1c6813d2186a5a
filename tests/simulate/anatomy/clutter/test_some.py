"""Some: every thing is a closed solid on or near the person, and none need be there."""

import numpy as np
import pytest

from measure.simulate.anatomy.clutter import Maker, care, room, some_clutter, worn
from measure.simulate.anatomy.person import Person

MAKERS = (
    worn.bra, care.brace, worn.buttons, worn.creases, care.electrodes, worn.necklace,
    care.pacemaker, worn.piercing, room.pole, care.tube_within, worn.waistband, worn.zip_fastener,
)  # fmt: skip


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_every_thing_is_closed_and_near(make: Maker, detail: float) -> None:
    for seed in range(3):
        part = make(np.random.default_rng(seed), Person(bmi=22.0 + 5 * seed), detail)
        assert part.solids
        for solid in part.solids:
            assert solid.mesh.closed
            assert solid.mesh.volume > 0
            assert np.abs(solid.mesh.points[:, :2]).max() < 400
            assert sum(len(s.mesh.faces) for s in part.solids) < 60_000


def test_none_all_and_the_same() -> None:
    person = Person()
    assert some_clutter(np.random.default_rng(0), person, "frontal", much=0.0).solids == ()
    all_of_it, again = (some_clutter(np.random.default_rng(5), person, "lateral", 0.35, much=99.0) for _ in range(2))
    assert {"steel", "plastic", "aluminium"} <= {solid.material for solid in all_of_it.solids}
    for a, b in zip(all_of_it.solids, again.solids, strict=True):
        assert np.array_equal(a.mesh.points, b.mesh.points)
