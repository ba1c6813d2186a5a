"""Sizes of one person's vertebrae: findings in the numbers, traits that run along the column."""

from dataclasses import replace

import numpy as np
import pytest

from measure.model import LEVELS, Level
from measure.simulate.anatomy.person import USUAL_LEVELS, Person
from measure.simulate.anatomy.spine.findings import Finding, SchmorlNode
from measure.simulate.anatomy.spine.sizes import concavities, individual, size_of, sizes

BODIES = [level for level in USUAL_LEVELS if level not in (Level.C1, Level.S1)]


def test_head_to_tail_and_complete():
    assert list(sizes(Person())) == list(USUAL_LEVELS)
    assert set(sizes(Person(levels=LEVELS))) == set(LEVELS)


def test_the_frame_of_s1_lies_in_its_endplate():
    sacral = sizes(Person())[Level.S1]
    assert (sacral.anterior, sacral.middle, sacral.posterior) == (0, 0, 0)


def test_heights_are_the_stated_shares_of_the_sound_ones():
    person = Person(seed=5)
    sound = size_of(person, Level.L1)
    worn = size_of(person, Level.L1, Finding(anterior=0.6, middle=0.7, posterior=0.9))
    assert worn.anterior == pytest.approx(0.6 * sound.anterior, abs=1e-12)
    assert worn.middle == pytest.approx(0.7 * sound.middle, abs=1e-12)
    assert worn.posterior == pytest.approx(0.9 * sound.posterior, abs=1e-12)
    assert worn.superior_depth == sound.superior_depth


def test_without_a_stated_middle_the_endplates_are_as_hollow_as_before():
    person = Person(seed=5)
    assert concavities(person, Level.T12, Finding(anterior=0.6)) == concavities(person, Level.T12)


def test_the_middle_loss_goes_to_the_endplates_by_their_shares():
    person = Person(seed=5)
    before, after = (concavities(person, Level.L2, f) for f in (Finding(), Finding(middle=0.6, superior_share=0.75)))
    more = np.subtract(after, before)
    assert more[0] == pytest.approx(3 * more[1])


def test_a_node_in_the_middle_lowers_the_middle_and_one_beside_it_does_not():
    person = Person(seed=2)
    sound = size_of(person, Level.L3).middle
    assert size_of(person, Level.L3, Finding(schmorl=(SchmorlNode(back=0.0, depth=4.0),))).middle == pytest.approx(
        sound - 4
    )
    assert size_of(person, Level.L3, Finding(schmorl=(SchmorlNode(back=0.5, radius=0.3),))).middle == pytest.approx(
        sound
    )


def test_a_stated_coronal_wedge_is_added_and_changes_nothing_else():
    person = Person(seed=5)
    sound, wedged = (size_of(person, Level.L1, Finding(left_minus_right=mm)) for mm in (0.0, -4.0))
    assert wedged == replace(sound, left_minus_right=sound.left_minus_right - 4.0)
    assert size_of(person, Level.S1, Finding(left_minus_right=-4.0)) == size_of(person, Level.S1)


def test_stature_scales_every_length_of_the_body():
    small, large = Person(seed=3, stature=1500), Person(seed=3, stature=1800)
    for level in BODIES:
        a, b = size_of(small, level), size_of(large, level)
        assert b.posterior / a.posterior == pytest.approx(1.2)
        assert b.superior_width / a.superior_width == pytest.approx(1.2)


def test_growing_bodies_are_less_deep_and_have_higher_discs():
    grown, young = Person(seed=3, age=30), Person(seed=3, age=11)
    for level in BODIES:
        a, b = size_of(grown, level), size_of(young, level)
        assert b.superior_depth / b.posterior < a.superior_depth / a.posterior
        assert b.disc / b.posterior > a.disc / a.posterior


def test_traits_run_along_the_column():
    """Over many people: neighbours agree far more than levels far apart, and the spread is a few per cent."""
    people = [Person(seed=seed) for seed in range(300)]
    width = np.array(
        [[individual(p, level).superior_width for level in (Level.T4, Level.L2, Level.L3)] for p in people]
    )
    spread = width.std(0) / width.mean(0)
    assert np.all((spread > 0.02) & (spread < 0.055))
    together = np.corrcoef(width.T)
    assert together[1, 2] > 0.85
    assert together[1, 2] > together[0, 2] > 0.3


def test_a_level_keeps_its_size_when_others_are_missing():
    usual, with_t13 = Person(seed=8), Person(seed=8, levels=LEVELS)
    assert size_of(usual, Level.L2) == size_of(with_t13, Level.L2)
    assert size_of(usual, Level.L2) != size_of(replace(usual, seed=9), Level.L2)
