"""Struts: as large as the ellipses they stand for, hollow where they should be."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.strut import CAP, Bone, Section, bone_of, mirrored, strut
from measure.simulate.matter import attenuation

PATH = [[0, 0, 0], [0, 30, 0], [0, 60, 0]]


def test_a_straight_open_strut_has_the_volume_of_its_cylinder():
    for detail in (0.35, 1.0):
        outer, inner = strut(PATH, 5.0, 4.0, Bone(), wall=0.0, open_ends=(True, True), detail=detail)
        assert outer.mesh.volume == pytest.approx(np.pi * 20 * 60, rel=1e-9)
        assert inner.mesh.volume == pytest.approx(outer.mesh.volume)


def test_a_closed_end_is_rounded_and_its_shell_closed():
    outer, inner = strut(PATH, 5.0, 4.0, Bone(), wall=1.0)
    assert outer.mesh.points[:, 1].max() == pytest.approx(60 + CAP * 4)
    assert outer.mesh.points[:, 1].max() - inner.mesh.points[:, 1].max() > 1.0
    assert outer.mesh.points[:, 1].min() == inner.mesh.points[:, 1].min() == 0


def test_without_a_core_it_weighs_about_the_same():
    """Dense bone and spongy bone at 0.43 of its attenuation, filled evenly at low detail."""
    fine = strut(PATH, 5.0, 4.0, Bone(), wall=1.0)
    (coarse,) = strut(PATH, 5.0, 4.0, Bone(), wall=1.0, detail=0.35)
    weight = fine[0].mesh.volume - 0.57 * fine[1].mesh.volume
    assert coarse.density * coarse.mesh.volume == pytest.approx(weight, rel=0.15)


def test_a_pair_is_two_mirror_images():
    solids = strut([[5, 0, 0], [9, 10, 3]], 2.0, 2.0, Bone())
    both = mirrored(solids)
    assert len(both) == 4
    assert np.allclose(both[2].mesh.points, both[0].mesh.points * [-1, 1, 1])
    assert both[2].mesh.volume == pytest.approx(both[0].mesh.volume)


def test_bone_of_a_person_is_the_mineral_that_is_left():
    assert bone_of(Person(bone=0.2)).spongy == pytest.approx(0.2)
    assert bone_of(Person(bone=1.0)) == Bone()


@pytest.mark.parametrize("left", [0.0, 0.5, 1.0])
def test_a_limb_filled_evenly_takes_as_much_from_the_beam(left):
    """At 60 keV, from the tables of matter: without any bars the core is marrow, which is no lighter."""
    cortical, cancellous, marrow = (float(attenuation(m, [60.0])[0]) for m in ("cortical", "cancellous", "marrow"))
    (coarse,) = strut(PATH, 5.0, 4.0, Bone(spongy=left), wall=0.0, detail=0.35)
    assert coarse.density == pytest.approx((left * cancellous + (1 - left) * marrow) / cortical, abs=0.01)


def test_a_pear_is_wider_below_and_a_square_section_fills_its_corners():
    around = Section(pear=0.4).around(40)
    width = {side: np.abs(around[np.abs(around[:, 1] - side * 0.7) < 0.1, 0]).max() for side in (1, -1)}
    assert width[-1] > 1.5 * width[1]
    filled = [Section(power).around(200) for power in (2.0, 8.0)]
    area = [0.5 * np.sum(p[:, 0] * np.roll(p[:, 1], -1) - p[:, 1] * np.roll(p[:, 0], -1)) for p in filled]
    assert area[0] == pytest.approx(np.pi)
    assert 3.7 < area[1] < 4


def test_a_core_aside_thickens_one_side_of_the_shell():
    outer, inner = strut(PATH, 5.0, 4.0, Bone(), wall=1.0, aside=(0.4, 0.0, 0.0), open_ends=(True, True))
    at_30 = [solid.mesh.points[np.abs(solid.mesh.points[:, 1] - 36) < 1] for solid in (outer, inner)]
    wide = [(p[:, 0].min(), p[:, 0].max()) for p in at_30]
    assert wide[0][1] - wide[1][1] == pytest.approx(0.6, abs=0.1)
    assert wide[1][0] - wide[0][0] == pytest.approx(1.4, abs=0.1)


def test_a_pedicle_may_have_more_points_at_low_detail():
    few, more = (strut(PATH[::2], 5.0, 4.0, Bone(), detail=0.35, open_ends=(True, True), coarse=n) for n in (4, 6))
    assert len(more[0].mesh.faces) == 24
    assert len(few[0].mesh.faces) == 16
    assert more[0].mesh.volume == pytest.approx(few[0].mesh.volume)
