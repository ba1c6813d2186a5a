"""Statements have a value."""

import pytest

from measure.errors import ModelError
from measure.model import Origin, Statement, Topic


@pytest.mark.parametrize("value", ["", " ", "\t"])
def test_a_statement_has_a_value(value: str) -> None:
    with pytest.raises(ModelError, match="statement about facing: expected a value"):
        Statement(Topic.FACING, value, Origin.PERSON)


def test_every_topic_says_which_form_its_value_takes() -> None:
    documented = Topic.__doc__ or ""
    assert [topic for topic in Topic if f"\n    {topic} " not in documented] == []
