"""Morphometry: every size has a source, follows sex and stature, and can be stated."""

import csv
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.anatomy.limb.morphometry import limb_size, published
from measure.simulate.anatomy.person import Person


def test_every_size_has_a_source():
    text = files("measure.simulate.anatomy.limb").joinpath("morphometry.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["name"] for row in rows} == set(published())
    assert all(len(row["source"]) > 20 and row["unit"] in ("mm", "deg") for row in rows)


def test_persons_scatter_about_the_published_mean():
    drawn = [limb_size(Person(sex="F", seed=k)) for k in range(400)]
    for name, (women, _, sd, _) in published().items():
        values = [getattr(size, name) for size in drawn]
        assert np.mean(values) == pytest.approx(women, abs=0.25 * sd)
        assert np.std(values) == pytest.approx(sd, rel=0.15)


@given(st.floats(1300, 2000))
def test_lengths_grow_with_stature_and_angles_do_not(stature):
    small, tall = limb_size(Person(stature=stature)), limb_size(Person(stature=stature * 1.05))
    assert tall.femur_length / small.femur_length == pytest.approx(1.05)
    assert tall.mldfa == small.mldfa


def test_thin_bone_and_growing_bone():
    young, old, child = limb_size(Person(age=30)), limb_size(Person(age=80, bone=0.6)), limb_size(Person(age=12))
    assert old.cortex < young.cortex
    assert old.spongiosa < young.spongiosa
    assert child.growing
    assert not young.growing


def test_stated_sizes_stay_and_unknown_ones_are_refused():
    size = limb_size(Person(), mldfa=94.0, mpta=84.0, jlca=2.0)
    assert size.hka == pytest.approx(12.0)
    with pytest.raises(SimulationError, match="shoe_size"):
        limb_size(Person(), shoe_size=42)
