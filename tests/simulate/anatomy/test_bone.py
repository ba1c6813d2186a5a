"""Bone that is left: one rule for every room, and one that no floor bends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.anatomy.bone import SOLID, cortex, denser, kept, spongy
from measure.simulate.anatomy.limb.morphometry import limb_size
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.strut import bone_of
from measure.simulate.anatomy.trunk.bone import cortex as trunk_cortex
from measure.simulate.matter import attenuation

ENERGY = [60.0]


@given(st.floats(0.2, 1.5), st.floats(0.1, 2.0))
def test_density_is_the_share_that_is_left(bone: float, factor: float) -> None:
    assert spongy(Person(bone=bone), factor) == pytest.approx(bone * factor)


def test_a_young_adult_of_mean_stature_has_what_is_stated() -> None:
    assert (spongy(Person()), kept(Person()), cortex(Person(), 1.3)) == (1.0, 1.0, 1.3)


@given(st.floats(0.2, 1.5))
def test_spine_trunk_and_limb_lose_bone_alike(bone: float) -> None:
    person = Person(bone=bone)
    assert bone_of(person).spongy == limb_size(person).spongiosa == spongy(person)
    assert bone_of(person).thick == limb_size(person).cortex * person.size == trunk_cortex(person, 1.0)
    assert 0.4 < kept(person) < 1.2


def test_solid_bone_is_cortical_bone() -> None:
    """Spongy bone of the density SOLID takes from the beam what cortical bone takes, with no marrow."""
    cortical, cancellous, marrow = (float(attenuation(m, ENERGY)[0]) for m in ("cortical", "cancellous", "marrow"))
    made = SOLID * cancellous + (1 - SOLID) * marrow
    assert made == pytest.approx(cortical, rel=0.01)
    share = denser(0.6, 0.3)
    place = 0.6 * cancellous + 0.4 * marrow
    assert share * cancellous + (1 - share) * marrow == pytest.approx(0.7 * place + 0.3 * cortical, rel=0.01)
