"""Growths: spurs stand out of the rim, growing rims come and go with age, dense endplates add bone."""

import numpy as np
import pytest

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.findings import Finding, Osteophyte
from measure.simulate.anatomy.spine.vertebra import vertebra


def added(person, finding):
    """Solids that a finding adds to a vertebra."""
    count = len(vertebra(person, Level.L3).solids)
    return vertebra(person, Level.L3, finding).solids[count:]


@pytest.mark.parametrize(("towards", "way"), [("anterior", (0, -1, 0)), ("left", (1, 0, 0)), ("right", (-1, 0, 0))])
def test_a_spur_stands_out_of_the_rim_by_its_size(towards, way):
    person = Person(seed=1)
    rim = vertebra(person, Level.L3).marks["vertebra:L3"]["superior_rim"]
    (spur,) = added(person, Finding(osteophytes=(Osteophyte("superior", towards, 6.0),)))
    reach = (spur.mesh.points @ np.array(way)).max() - (rim @ np.array(way)).max()
    assert reach == pytest.approx(6.0, abs=0.3)


def test_a_claw_bends_to_the_disc_and_a_traction_spur_stays_below_the_rim():
    person = Person(seed=1)
    top = vertebra(person, Level.L3).marks["vertebra:L3"]["superior_anterior"][2]
    claw, traction = (added(person, Finding(osteophytes=(Osteophyte(claw=c),)))[0] for c in (True, False))
    assert claw.mesh.points[:, 2].max() > top + 0.8
    tip = traction.mesh.points[traction.mesh.points[:, 1].argmin()]
    assert tip[2] < top - 1


def test_growing_rims_are_there_from_9_to_18():
    count = {age: len(vertebra(Person(seed=1, age=age), Level.L3).solids) for age in (8, 13, 17, 18, 40)}
    assert count[13] == count[17] == count[40] + 2
    assert count[8] == count[18] == count[40]


def test_a_growing_rim_lies_beyond_the_endplate():
    part = vertebra(Person(seed=1, age=13), Level.L3)
    marks = part.marks["vertebra:L3"]
    upper, lower = part.solids[-2:]
    assert upper.mesh.points[:, 2].min() > marks["superior_middle"][2]
    assert lower.mesh.points[:, 2].max() < marks["inferior_middle"][2]


def test_a_dense_endplate_is_a_layer_within_the_core():
    person = Person(seed=1)
    (layer,) = added(person, Finding(inferior_sclerosis=0.3))
    core = vertebra(person, Level.L3).solids[1].mesh.points
    # 30 % of the room is solid bone, of which spongy bone of density 1 holds 15 %.
    assert layer.within_density == 1.0
    assert 0.15 * layer.density == pytest.approx(0.7 * 0.15 + 0.3, rel=0.01)
    assert layer.mesh.closed
    low, high = core.min(0), core.max(0)
    assert np.all(layer.mesh.points >= low - 1e-9)
    assert np.all(layer.mesh.points <= high + 1e-9)
    assert layer.mesh.points[:, 2].max() < 0
