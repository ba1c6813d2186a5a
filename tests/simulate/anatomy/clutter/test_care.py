"""Care: leads run together, a brace is a sleeve with rivets in pairs."""

import numpy as np

from measure.simulate.anatomy.clutter.care import brace, electrodes
from measure.simulate.anatomy.clutter.place import on_skin
from measure.simulate.anatomy.person import Person


def test_leads_are_smooth_and_meet_at_one_plug() -> None:
    person = Person(seed=1)
    for seed in range(4):
        snaps, _, leads = electrodes(np.random.default_rng(seed), person, 1.0).solids
        count = len(snaps.mesh.points) // 42
        points = leads.mesh.points.reshape(count, -1, 3)
        middles = points[:, :-2].reshape(count, 40, 8, 3).mean(axis=2)
        assert np.ptp(middles[:, -1], axis=0).max() < 1e-6
        ways = np.diff(middles[..., [0, 2]], axis=1)
        ways /= np.linalg.norm(ways, axis=-1, keepdims=True)
        assert np.quantile((ways[:, 1:] * ways[:, :-1]).sum(axis=-1), 0.05) > 0.9  # no kink


def test_rivets_lie_on_the_shell() -> None:
    person = Person(seed=1, bmi=24.0)
    shell, rivets = brace(np.random.default_rng(0), person, 1.0).solids
    assert (shell.material, rivets.material) == ("plastic", "aluminium")
    each = rivets.mesh.points.reshape(12, -1, 3).mean(axis=1)
    off = [
        min(abs(at[1] - on_skin(person, at[:1], at[2:], front, off=0.0)[0, 1]) for front in (True, False))
        for at in each
    ]
    assert max(off) < 8.0
