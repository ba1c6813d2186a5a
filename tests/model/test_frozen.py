"""FrozenMap: a mapping that cannot change."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.model import FrozenMap

maps = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=3), max_size=6)


@given(maps)
def test_holds_what_a_dict_holds_in_its_order(items: dict[str, object]) -> None:
    frozen = FrozenMap(items)
    assert frozen == items
    assert list(frozen) == list(items)
    assert len(frozen) == len(items)
    assert FrozenMap(items.items()) == frozen
    assert eval(repr(frozen)) == items


@given(maps)
def test_equal_maps_have_equal_hashes(items: dict[str, object]) -> None:
    backwards = dict(reversed(items.items()))
    assert FrozenMap(items) == FrozenMap(backwards)
    assert hash(FrozenMap(items)) == hash(FrozenMap(backwards))


@given(maps)
def test_survives_pickling_and_copying(items: dict[str, object]) -> None:
    frozen = FrozenMap(items)
    for twin in (pickle.loads(pickle.dumps(frozen)), copy.deepcopy(frozen), copy.copy(frozen)):
        assert twin == frozen
        assert type(twin) is FrozenMap


def test_a_change_of_the_source_does_not_reach_it() -> None:
    source = {"a": 1}
    frozen = FrozenMap(source)
    source["b"] = 2
    assert frozen == {"a": 1}


def test_cannot_be_changed() -> None:
    frozen = FrozenMap({"a": 1})
    with pytest.raises(AttributeError, match="cannot change"):
        frozen.items_ = {}
    with pytest.raises(TypeError):
        frozen["a"] = 2
    with pytest.raises(KeyError):
        frozen["b"]
