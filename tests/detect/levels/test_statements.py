"""Statements: what people say about levels, by place in the chain."""

import pytest

from measure.detect.levels.statements import contradicted, stated_levels
from measure.errors import ReadingError
from measure.model import Level, Origin, Statement, Topic


def test_a_level_anchor_names_one_vertebra(make: object) -> None:
    assert stated_levels([make.anchored("3=L1")], (), 5) == {2: Level.L1}
    assert stated_levels([make.anchored("3=L1"), make.anchored("5=L3")], (), 5) == {2: Level.L1, 4: Level.L3}


def test_an_algorithm_is_not_heard(make: object) -> None:
    assert stated_levels([make.anchored("3=L1", Origin.ALGORITHM)], (), 5) == {}


@pytest.mark.parametrize("place", [0, 6, 40])
def test_an_anchor_beyond_the_chain_names_nothing(make: object, place: int) -> None:
    assert stated_levels([make.anchored(f"{place}=L1")], (), 5) == {}


def test_an_anchor_on_the_sacrum_names_the_last(make: object) -> None:
    assert stated_levels([make.anchored("6=S1")], (), 5, below=True) == {4: Level.L5}
    assert stated_levels([make.anchored("6=S1")], (), 5, below=False) == {}
    assert stated_levels([make.anchored("6=S1"), make.anchored("2=L2")], (), 5, below=True) == {1: Level.L2}


@pytest.mark.parametrize("pair", [("3=L1", "3=L2"), ("3=L1", "4=L1")])
def test_anchors_that_cannot_both_hold(make: object, pair: tuple[str, str]) -> None:
    assert stated_levels([make.anchored(text) for text in pair], (), 5) == {}


def test_the_same_anchor_twice_is_one(make: object) -> None:
    assert stated_levels([make.anchored("3=L1"), make.anchored("3=L1", Origin.TABLE)], (), 5) == {2: Level.L1}


def test_treated_levels_name_what_looks_treated(make: object) -> None:
    assert stated_levels([make.treated("L1")], [3], 5) == {3: Level.L1}
    assert stated_levels([make.treated("L3"), make.treated("L1")], [4, 2], 5) == {2: Level.L1, 4: Level.L3}


@pytest.mark.parametrize(
    ("levels", "places"),
    [(["L1"], []), (["L1"], [2, 3]), (["L1", "L2"], [2]), (["L1", "L2"], [1, 4]), ([], [2])],
)
def test_treated_levels_that_fit_nothing(make: object, levels: list[str], places: list[int]) -> None:
    assert stated_levels([make.treated(level) for level in levels], places, 5) == {}


def test_an_anchor_goes_before_treated_levels(make: object) -> None:
    assert stated_levels([make.treated("L1"), make.anchored("1=T11")], [3], 5) == {0: Level.T11}


@pytest.mark.parametrize(
    ("topic", "value", "says"),
    [
        (Topic.LEVEL_ANCHOR, "L1", "statement about level_anchor: expected a place and a level such as 3=L1"),
        (Topic.LEVEL_ANCHOR, "3=Q9", "expected C1"),
        (Topic.TREATED_LEVEL, "Q9", "statement about treated_level: level 'Q9': expected C1"),
        (Topic.TREATED_LEVEL, "?", "statement about treated_level: expected a level, got none"),
    ],
)
def test_what_cannot_be_used_is_named(topic: Topic, value: str, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        stated_levels([Statement(topic, value, Origin.PERSON)], (), 5)
    assert says in str(caught.value)


def test_only_a_confident_other_name_contradicts() -> None:
    names, sure = (Level.L1, Level.L2, None), (0.95, 0.7, None)
    assert contradicted({0: Level.T12}, names, sure, 0.9)
    assert not contradicted({0: Level.L1}, names, sure, 0.9)
    assert not contradicted({1: Level.L1}, names, sure, 0.9)
    assert not contradicted({2: Level.L1}, names, sure, 0.9)
