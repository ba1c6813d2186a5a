"""Arms: flesh lies around the bones of the shoulder, wherever they are raised to."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.arms import arms
from measure.simulate.anatomy.trunk.shoulder import shoulder


@pytest.mark.parametrize("raised", [0.0, 45.0, 90.0])
@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_solids_are_closed(raised: float, detail: float) -> None:
    part = arms(Person(seed=2), raised, detail)
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in part.solids)


@pytest.mark.parametrize("raised", [0.0, 45.0, 100.0])
def test_the_upper_arm_bone_lies_in_the_flesh(raised: float) -> None:
    person = Person(seed=2)
    flesh = arms(person, raised).solids[1].mesh.points  # muscle of the left upper arm
    bone = shoulder(person, "left", raised).solids
    longest = max(bone, key=lambda s: np.ptp(s.mesh.points, axis=0).max() if s.material == "cortical" else 0.0)
    middle = longest.mesh.points.mean(axis=0)
    away = flesh - flesh.mean(axis=0)
    # Axes of the flesh from its own spread: the bone's middle lies near its axis.
    axis = np.linalg.svd(away, full_matrices=False)[2][0]
    off = middle - flesh.mean(axis=0)
    assert np.linalg.norm(off - axis * (off @ axis)) < 22


def test_fists_come_to_the_collar_bones() -> None:
    points = np.concatenate([s.mesh.points for s in arms(Person(seed=2), 45.0).solids])
    near = points[np.abs(points[:, 0]) < 75]
    assert len(near) > 0
    assert near[:, 2].max() > -60


def test_left_and_right_mirror_but_for_how_they_are_held() -> None:
    solids = arms(Person(seed=2), 0.0).solids
    left, right = solids[: len(solids) // 2], solids[len(solids) // 2 :]
    assert left[0].mesh.points[:, 0].mean() > 100 > -100 > right[0].mesh.points[:, 0].mean()
    assert left[0].mesh.volume == pytest.approx(right[0].mesh.volume, rel=0.05)
