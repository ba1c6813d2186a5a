"""Attributes one by one: a malformed value is a warning without the value."""

import pytest
from pydicom import Dataset

from measure.film.attributes import Attributes

from .conftest import put


@pytest.mark.parametrize(
    ("method", "keyword", "value"),
    [
        ("number", "RescaleSlope", b"SECRET"),
        ("integer", "NumberOfFrames", b"SECRET"),
        ("code", "Modality", b"DX\x00\x01SECRET"),
        ("uid", "StudyInstanceUID", b"1.2.SECRET"),
        ("decoded", "Manufacturer", b"Maker\x00\x01\x02SECRET"),
        ("decoded", "Manufacturer", b"SECRET " * 20),
        ("items", "ViewCodeSequence", b"SECRET"),
    ],
)
def test_malformed(method: str, keyword: str, value: bytes) -> None:
    dataset = Dataset()
    put(dataset, keyword, value)
    attributes = Attributes(dataset)
    assert not getattr(attributes, method)(keyword)
    assert [warning.partition(":")[0] for warning in attributes.warnings] == [keyword]
    assert "SECRET" not in attributes.warnings[0]


@pytest.mark.parametrize("method", ["text", "texts", "code", "uid", "number", "integer", "decoded"])
def test_absent(method: str) -> None:
    attributes = Attributes(Dataset())
    assert getattr(attributes, method)("ViewPosition") is None
    assert attributes.warnings == []


def test_warned_once() -> None:
    attributes = Attributes(Dataset())
    attributes.warn("a")
    attributes.warn("a")
    assert attributes.warnings == ["a"]
