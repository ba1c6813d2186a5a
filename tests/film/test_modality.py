"""Stored values to modality values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset
from pydicom.pixels import apply_modality_lut

from measure.film.attributes import Attributes
from measure.film.modality import Modality, read_modality

from .conftest import put


def table_item(first: int = 10, bits: int = 16, entries: tuple[int, ...] = (5, 50, 500, 4000)) -> Dataset:
    item = Dataset()
    item.LUTDescriptor = [len(entries), first, bits]
    item.LUTData = list(entries)
    item.ModalityLUTType = "US"
    return item


def read(signed: bool = False, **attributes) -> tuple[Modality, list[str]]:
    dataset = Dataset()
    for keyword, value in attributes.items():
        put(dataset, keyword, value)
    found = Attributes(dataset)
    return read_modality(found, signed=signed), found.warnings


@given(st.floats(-50, 50).filter(lambda m: abs(m) > 1e-3), st.floats(-5000, 5000), st.integers(1, 15))
def test_image_of_a_range_is_that_of_its_ends(slope: float, intercept: float, bits: int) -> None:
    modality = Modality(slope, intercept)
    lo, hi = modality.image((0, (1 << bits) - 1))
    assert lo < hi
    values = modality.apply(np.array([0, (1 << bits) - 1], np.uint16))
    assert sorted(values) == pytest.approx([lo, hi], rel=1e-5, abs=1e-2)


@pytest.mark.parametrize(("slope", "intercept"), [(1, 0), (2.5, -100), (-1, 4095), (-0.5, 10), (1, 7)])
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16])
def test_linear_like_pydicom(slope: float, intercept: float, dtype: type) -> None:
    values = np.array([[0, 1, 2, 100, 127]], dtype)
    dataset = Dataset()
    dataset.RescaleSlope, dataset.RescaleIntercept = str(slope), str(intercept)
    ours = read_modality(Attributes(dataset), signed=False).apply(values)
    assert ours.dtype == np.float32
    assert ours == pytest.approx(apply_modality_lut(values, dataset))


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.uint16])
@pytest.mark.parametrize(
    "modality", [Modality(), Modality(-1.0, 3.0), Modality(2.0, 1.0), Modality(table=np.float32([3, 9]))]
)
def test_turned_in_the_same_pass(dtype: type, modality: Modality) -> None:
    values = np.array([[0, 1, 2, 100]], dtype)
    assert modality.apply(values, 77.0) == pytest.approx(77.0 - modality.apply(values))


def test_table_like_pydicom() -> None:
    values = np.array([[0, 9, 10, 11, 12, 13, 14, 4095]], np.uint16)
    dataset = Dataset()
    dataset.ModalityLUTSequence = [table_item()]
    ours = read_modality(Attributes(dataset), signed=False)
    assert np.array_equal(ours.apply(values), apply_modality_lut(values, dataset))
    assert list(ours.apply(values)[0]) == [5, 5, 5, 50, 500, 4000, 4000, 4000]
    assert ours.image((0, 4095)) == (5, 4000)
    assert ours.image((11, 12)) == (50, 500)


def test_table_of_signed_values() -> None:
    modality, _ = read(signed=True, ModalityLUTSequence=[table_item(first=65534)])
    assert modality.first == -2
    assert list(modality.apply(np.array([-5, -2, -1, 0, 1, 9], np.int16))) == [5, 5, 50, 500, 4000, 4000]


def test_table_in_bytes() -> None:
    item = table_item(first=0, bits=8, entries=(1, 2, 3, 4))
    put(item, "LUTData", bytes([1, 2, 3, 4]))
    modality, _ = read(ModalityLUTSequence=[item])
    assert list(modality.apply(np.array([0, 1, 2, 3], np.uint8))) == [1, 2, 3, 4]


def test_falling() -> None:
    assert Modality(-1.0).falling
    assert not Modality(1.0).falling
    assert Modality(table=np.float32([9, 3])).falling


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"RescaleSlope": "0"}, "RescaleSlope: expected another value than 0"),
        ({"RescaleSlope": b"x"}, "RescaleSlope: expected a number"),
        ({"ModalityLUTSequence": [Dataset()]}, "ModalityLUTSequence: expected a descriptor"),
        ({"ModalityLUTSequence": [table_item()], "RescaleSlope": "2"}, "RescaleSlope: not used"),
    ],
)
def test_malformed(attributes: dict, words: str) -> None:
    assert read(**attributes)[1][0].startswith(words)


def test_short_table_is_not_used() -> None:
    item = table_item()
    item.LUTDescriptor = [400, 0, 12]
    modality, warnings = read(ModalityLUTSequence=[item])
    assert modality.table is None
    assert len(warnings) == 1
