"""Anchors: what is in view, on chains that are known by construction."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.detect.levels import AnchorKind, find_anchors
from measure.detect.levels.anchors import Anchor, last_rib
from measure.model import Level

SURE, FAINT = 0.95, 0.12
TABLE = {
    "sacrum_half": 0.3, "sacrum_width": 0.07, "axis_half": 0.3, "axis_width": 0.07, "anchor": 0.8,
    "rib_clear": 0.8, "rib_sharp": 0.96, "rib_weight": 1.0,
}  # fmt: skip


def kinds(chain: object) -> dict[AnchorKind, tuple[int, Level]]:
    return {anchor.kind: (anchor.place, anchor.level) for anchor in find_anchors(chain, TABLE)}


def test_nothing_in_view(make: object) -> None:
    assert find_anchors(make.spine(lumbar=4), TABLE) == ()
    assert find_anchors(make.spine(thoracic=4), TABLE) == ()
    assert find_anchors(make.chain([0.5] * 6), TABLE) == ()
    assert find_anchors(make.chain([]), TABLE) == ()


def test_each_names_its_neighbour(make: object) -> None:
    whole = make.spine(12, 5, 5, sacrum=SURE, axis=SURE)
    assert kinds(whole) == {
        AnchorKind.SACRUM: (21, Level.L5),
        AnchorKind.LAST_RIB: (16, Level.T12),
        AnchorKind.AXIS: (0, Level.C3),
    }
    assert len({anchor.first for anchor in find_anchors(whole, TABLE)}) == 1


def test_a_faint_peak_is_no_anchor(make: object) -> None:
    assert find_anchors(make.chain([0.5] * 5, sacrum=FAINT, axis=FAINT), TABLE) == ()


@pytest.mark.parametrize(("away", "counts"), [(0.3, False), (0.7, True), (1.0, True), (1.5, True), (1.9, False)])
def test_the_sacrum_lies_about_one_spacing_below(make: object, away: float, counts: bool) -> None:
    chain = make.chain([0.5] * 4, sacrum=SURE)
    moved = make.candidate(float(chain.vertebrae[-1].centre[0]) + away * make.pitch, score=SURE)
    found = find_anchors(type(chain)(chain.vertebrae, moved, None, 0.0, SURE, chain.interpolated), TABLE)
    assert bool(found) is counts


def test_what_lies_beside_the_spine_is_no_sacrum(make: object) -> None:
    chain = make.chain([0.5] * 4)
    beside = make.candidate(float(chain.vertebrae[-1].centre[0]))
    beside = type(beside)(beside.quad + [0.0, make.pitch], SURE, beside.levels, 0.5, 0.5)
    assert find_anchors(type(chain)(chain.vertebrae, beside, None, 0.0, SURE, chain.interpolated), TABLE) == ()


@pytest.mark.parametrize("above", [0.4, 1.8])
def test_the_second_cervical_vertebra_far_away_is_no_anchor(make: object, above: float) -> None:
    chain = make.chain([0.5] * 4)
    axis = np.array([100.0 - above * make.pitch, 100.0])
    assert find_anchors(type(chain)(chain.vertebrae, None, axis, SURE, 0.0, chain.interpolated), TABLE) == ()


def test_one_vertebra_alone_has_its_own_height_for_a_spacing(make: object) -> None:
    assert kinds(make.chain([0.5], sacrum=SURE)) == {AnchorKind.SACRUM: (0, Level.L5)}


@pytest.mark.parametrize(
    ("ribs", "place"),
    [
        ([0.95, 0.95, 0.05, 0.05], 1),
        ([0.99, 0.01], 0),  # one on each side, but sharp
        ([0.9, 0.1], None),  # one on each side
        ([0.95, 0.95, 0.9, 0.05], None),
        ([0.95, 0.95, 0.6, 0.05, 0.05], None),  # which of the two is the last
        ([0.95, 0.95, 0.95, 0.95], None),
        ([0.05, 0.05, 0.05, 0.05], None),
        ([0.05, 0.05, 0.95, 0.95], None),  # the first rib
        ([0.02, 0.02, 0.98, 0.98, 0.98, 0.02, 0.02], 4),
        ([0.98, 0.98, 0.5, 0.98, 0.98, 0.02, 0.02], 4),
    ],
)
def test_the_last_rib_is_clear_or_it_is_none(make: object, ribs: list[float], place: int | None) -> None:
    found = kinds(make.chain(ribs))
    assert found == ({} if place is None else {AnchorKind.LAST_RIB: (place, Level.T12)})


def test_a_vertebra_that_was_put_in_says_nothing_of_ribs(make: object) -> None:
    assert kinds(make.chain([0.99, 0.99, 0.01, 0.99, 0.99, 0.01, 0.01], filled=[2])) == {
        AnchorKind.LAST_RIB: (4, Level.T12)
    }


@given(st.lists(st.floats(0.03, 0.97), min_size=1, max_size=7))
def test_the_last_rib_by_trying_everything(ribs: list[float]) -> None:
    """Oracle: the likelihood of every stretch of ribs, multiplied out."""
    n = len(ribs)
    likelihood: dict[int, float] = {}
    for a, b in [(0, 0), *itertools.combinations(range(n + 1), 2)]:
        product = math.prod(p if a <= k < b else 1 - p for k, p in enumerate(ribs))
        likelihood[b] = likelihood.get(b, 0.0) + product
    place, sure = last_rib(np.array(ribs))
    best = max(likelihood.values()) / sum(likelihood.values())
    assert sure == pytest.approx(best)
    mine = n if place is None else place + 1
    if place is not None:
        assert likelihood[mine] / sum(likelihood.values()) == pytest.approx(best)


def test_the_count_steps_over_what_few_people_have() -> None:
    """The first of a chain is the same by every anchor: T13 and L6 are no part of the usual count."""
    assert Anchor(AnchorKind.LAST_RIB, 0, Level.T12, 1.0).first == Anchor(AnchorKind.SACRUM, 5, Level.L5, 1.0).first
    assert Anchor(AnchorKind.AXIS, 0, Level.C3, 1.0).first == Anchor(AnchorKind.LAST_RIB, 16, Level.T12, 1.0).first
