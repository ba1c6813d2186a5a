"""Arches: pedicles beside the canal, joints that meet, spinous processes that fall as the level says."""

import numpy as np
import pytest

from measure.model import LEVELS, Level, neighbour
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.arch import joint
from measure.simulate.anatomy.spine.sizes import individual, size_of
from measure.simulate.anatomy.spine.vertebra import vertebra

PERSON = Person(seed=13, levels=LEVELS)
WITH_ARCH = [level for level in LEVELS if level not in (Level.C1, Level.S1)]


@pytest.mark.parametrize("level", WITH_ARCH)
def test_pedicles_stand_beside_the_canal_behind_the_body(level):
    own, size = individual(PERSON, level), size_of(PERSON, level)
    marks = vertebra(PERSON, level, detail=0.35).marks[f"vertebra:{level}"]
    left, right = marks["pedicle_patient_left"], marks["pedicle_patient_right"]
    assert left == pytest.approx(right * [-1, 1, 1])
    assert 2 * left[0] == pytest.approx(own.canal_width + own.pedicle_width)
    assert left[1] > size.superior_depth / 2 - 1.5
    assert abs(left[2]) < size.posterior / 2


def test_the_canal_is_free_of_bone():
    for level in (Level.C4, Level.T3, Level.T9, Level.L1, Level.L4):
        own = individual(PERSON, level)
        middle = (own.superior_depth + own.inferior_depth) / 4 + own.canal_depth / 2
        points = np.concatenate([s.mesh.points for s in vertebra(PERSON, level).solids])
        away = np.hypot(
            points[:, 0] / (0.6 * own.canal_width / 2), (points[:, 1] - middle) / (0.6 * own.canal_depth / 2)
        )
        assert away.min() > 1, level


def test_thoracic_spinous_processes_fall_and_lumbar_ones_do_not():
    fall = {}
    for level in (Level.T6, Level.L3):
        tip = vertebra(PERSON, level, detail=0.35).marks[f"vertebra:{level}"]["spinous_tip"]
        fall[level] = -tip[2] / tip[1]
    assert fall[Level.T6] > 0.6 > 0.35 > fall[Level.L3]


@pytest.mark.parametrize("level", [Level.C5, Level.T6, Level.L3])
def test_the_tip_of_the_spinous_process_is_on_its_surface(level):
    part = vertebra(PERSON, level)
    tip = part.marks[f"vertebra:{level}"]["spinous_tip"]
    assert min(np.linalg.norm(s.mesh.points - tip, axis=1).min() for s in part.solids) < 0.05


def test_lumbar_joints_look_sideways_and_thoracic_ones_backwards():
    thoracic, lumbar = (joint(individual(PERSON, level), level[0]).normal for level in (Level.T6, Level.L2))
    assert thoracic[1] > 0.9
    assert lumbar[0] < -0.8


def test_joints_widen_down_the_loin():
    x = [joint(individual(Person(seed=0), level), "L").x for level in (Level.L1, Level.L3, Level.L5)]
    assert x == sorted(x)
    assert neighbour(Level.L1, -1, PERSON.levels) == Level.T13


@pytest.mark.parametrize("level", [Level.C5, Level.T8, Level.L3])
@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_pedicles_begin_within_the_body_and_reach_behind_it(level, detail):
    own, part = individual(PERSON, level), vertebra(PERSON, level, detail=detail)
    wall = (own.superior_depth + own.inferior_depth) / 4
    points = part.solids[2].mesh.points  # the first of the arch
    assert points[:, 1].min() < wall - 0.2
    assert points[:, 1].min() > 0
    assert points[:, 1].max() > wall + 0.4 * own.canal_depth
    assert points[points[:, 1] > wall + 1, 0].min() > 0.7 * own.canal_width / 2


def test_laminae_meet_in_the_midline_without_crossing():
    for level in (Level.C4, Level.T6, Level.L3):
        left = [s.mesh.points[:, 0] for s in vertebra(PERSON, level).solids[2:12] if s.mesh.points[:, 0].max() > 0]
        assert min(x.min() for x in left) == 0, level


def test_lumbar_transverse_processes_taper_to_tips_that_point_upwards():
    own, size = individual(PERSON, Level.L3), size_of(PERSON, Level.L3)
    points = np.concatenate([s.mesh.points for s in vertebra(PERSON, Level.L3).solids[2:]])
    out = own.transverse_span / 2
    tip, middle = (points[np.abs(points[:, 0] - share * out) < 3] for share in (0.97, 0.75))
    assert np.ptp(tip[:, 2]) < 0.8 * np.ptp(middle[:, 2])
    assert tip[:, 2].mean() > middle[:, 2].mean() + 0.5
    assert abs(points[:, 0]).max() == pytest.approx(out, abs=2.0)
    assert tip[:, 2].max() < size.posterior
