from collections import Counter

import numpy as np
import pytest

from measure.model import View
from measure.simulate.rays import BeamKind, aimed
from measure.simulate.solids import Frame
from training.gate.sample import FRONTAL, LATERAL, OTHER, UNSAID
from training.gate.trunks import FRAMINGS, in_view, trunk_sample

# A column of eight vertebrae, 30 mm apart, on a film of 200 x 200 mm around T12.
LEVELS = ("T9", "T10", "T11", "T12", "L1", "L2", "L3", "L4")
COLUMN = {level: Frame((0.0, 0.0, 90.0 - 30.0 * k)) for k, level in enumerate(LEVELS)}


@pytest.mark.parametrize(("rows", "seen"), [(200, 7), (130, 5), (20, 1)])
def test_vertebrae_in_view_are_those_within_the_film(rows: int, seen: int) -> None:
    beam = aimed("frontal", (0, 0, 0), sid=1000.0, oid=0.0, pitch=1.0, shape=(rows, 100), kind=BeamKind.PARALLEL)
    assert in_view(beam, COLUMN, View.FRONTAL) == seen


def test_neck_counts_on_lateral_films_only() -> None:
    neck = {f"C{k}": Frame((0.0, 0.0, 40.0 - 15.0 * k)) for k in range(1, 8)}
    for view, seen in ((View.FRONTAL, 0), (View.LATERAL, 5)):  # C1 and C2 look like no other
        beam = aimed(str(view), (0, 0, 0), sid=1000.0, oid=0.0, pitch=1.0, shape=(300, 300))
        assert in_view(beam, neck, view) == seen


@pytest.mark.parametrize(("view", "kind"), [(View.FRONTAL, FRONTAL), (View.LATERAL, LATERAL)])
def test_films_say_what_they_show(view: View, kind: int) -> None:
    samples = [trunk_sample(view, 0, number) for number in range(24)]
    spines = {f"{view} {one.name}" for one in FRAMINGS[view] if one.spine}
    assert all(one.kind == (kind if one.name in spines else OTHER) for one in samples)
    assert all(max(one.pixels.shape) == 208 and one.pixels.dtype == np.uint8 for one in samples)
    told = Counter(one.front_left for one in samples if one.kind == kind)
    assert set(told) == ({UNSAID} if view is View.FRONTAL else {0, 1})
    assert all(one.front_left == UNSAID for one in samples if one.kind == OTHER)
    assert len({one.name for one in samples}) > 4


def test_film_is_the_same_whenever_it_is_made() -> None:
    first, _, again = (trunk_sample(View.LATERAL, 0, number) for number in (5, 20, 5))
    assert np.array_equal(first.pixels, again.pixels)
    assert first.front_left == again.front_left
