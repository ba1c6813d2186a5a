"""The upper neck: the tooth of the axis stands inside the ring of the atlas."""

import numpy as np
import pytest

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.cervical import atlas
from measure.simulate.anatomy.spine.sizes import size_of
from measure.simulate.anatomy.spine.vertebra import vertebra

PERSON = Person(seed=9)


def test_the_atlas_is_a_ring_without_endplates():
    part = atlas(PERSON)
    assert set(part.marks["vertebra:C1"]) == {"anterior_tubercle", "spinous_tip"}
    points = np.concatenate([s.mesh.points for s in part.solids])
    inside = (np.abs(points[:, 0]) < 5) & (np.abs(points[:, 1] - 1) < 3)
    assert not inside.any()
    assert 65 < np.ptp(points[:, 0]) < 90


def test_the_tooth_reaches_through_the_atlas():
    axis, size = vertebra(PERSON, Level.C2), size_of(PERSON, Level.C2)
    top = max(s.mesh.points[np.abs(s.mesh.points[:, 0]) < 4][:, 2].max(initial=0) for s in axis.solids)
    height = top - (size.anterior + size.posterior) / 4
    ring = size_of(PERSON, Level.C1)
    assert height > ring.disc + size_of(PERSON, Level.C1).anterior / 2
    assert 12 < height < 22


def test_hooks_stand_above_the_endplates_of_the_lower_neck():
    def peak(level):
        part = vertebra(PERSON, level)
        near = [s.mesh.points for s in part.solids if s.mesh.points[:, 1].max() < 8]
        return max(points[:, 2].max() for points in near) - part.marks[f"vertebra:{level}"]["superior_patient_left"][2]

    assert peak(Level.C5) == pytest.approx(4.0, abs=2.0)
