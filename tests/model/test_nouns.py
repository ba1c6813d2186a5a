"""What all nouns share: frozen, slotted, exported, light."""

from dataclasses import fields, is_dataclass

import pytest

import measure.model

NOUNS = [getattr(measure.model, name) for name in measure.model.__all__ if is_dataclass(getattr(measure.model, name))]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_noun_cannot_change(noun: type) -> None:
    assert noun.__dataclass_params__.frozen
    assert "__slots__" in vars(noun)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_field_is_explained(noun: type) -> None:
    """Each attribute stands in the docstring, so that ``help`` answers."""
    text = (noun.__doc__ or "").partition("Attributes")[2]
    words = set(text.replace(",", " ").split())
    if text:
        assert [f.name for f in fields(noun) if f.name not in words] == []
    else:
        assert len(fields(noun)) == 0


def test_all_is_complete() -> None:
    assert sorted(set(measure.model.__all__)) == sorted(measure.model.__all__)
    assert all(hasattr(measure.model, name) for name in measure.model.__all__)
