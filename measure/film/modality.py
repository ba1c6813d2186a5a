"""Stored values to modality values: Modality LUT Sequence, else Rescale Slope and Intercept; never a VOI window."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measure.film.attributes import Attributes

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Modality:
    """The modality transform of one film.

    Attributes
    ----------
    slope, intercept : float
        Linear transform; ignored where there is a table.
    table : ndarray or None
        Modality LUT: first entry for ``first`` and all below, last for all above.
    first : int
        Stored value that the first entry belongs to.

    Examples
    --------
    >>> Modality(slope=-2.0, intercept=10.0).image((0, 4))
    (2.0, 10.0)
    """

    slope: float = 1.0
    intercept: float = 0.0
    table: NDArray[np.float32] | None = None
    first: int = 0

    @property
    def falling(self) -> bool:
        """Whether larger stored values become smaller modality values."""
        return self.slope < 0 if self.table is None else bool(self.table[-1] < self.table[0])

    def image(self, stored: tuple[int, int]) -> Range:
        """Lowest and highest modality value of a range of stored values."""
        if self.table is None:
            a, b = (self.slope * value + self.intercept for value in stored)
            return min(a, b), max(a, b)
        low, high = (min(max(value - self.first, 0), len(self.table) - 1) for value in stored)
        reached = self.table[low : high + 1]
        return float(reached.min()), float(reached.max())

    def apply(self, values: NDArray[Any], turned_by: float | None = None) -> NDArray[np.float32]:
        """Modality values of stored values, in one pass together with the turn of polarity.

        Parameters
        ----------
        values : ndarray of integers
            Stored values.
        turned_by : float, optional
            lo + hi of the stored range's image: the result is this minus the modality value.
        """
        if self.table is not None:
            table = self.table if turned_by is None else np.float32(turned_by) - self.table
            places = np.clip(values.astype(np.int32) - self.first, 0, len(table) - 1)
            return np.asarray(np.take(table, places), dtype=np.float32)
        slope, intercept = self.slope, self.intercept
        if turned_by is not None:
            slope, intercept = -slope, turned_by - intercept
        return _linear(values, slope, intercept)


def read_modality(attributes: Attributes, *, signed: bool) -> Modality:
    """Modality transform of a dataset; a malformed one is left out, and warned of."""
    slope, intercept = attributes.number("RescaleSlope"), attributes.number("RescaleIntercept")
    if slope == 0:
        attributes.warn("RescaleSlope: expected another value than 0: 1 assumed")
        slope = None
    linear = Modality(1.0 if slope is None else slope, intercept or 0.0)
    items = attributes.items("ModalityLUTSequence")
    if not items:
        return linear
    table = _read_table(items[0], signed=signed)
    if table is None:
        attributes.warn("ModalityLUTSequence: expected a descriptor and its entries, got something else: not used")
        return linear
    if (linear.slope, linear.intercept) != (1.0, 0.0):
        attributes.warn("RescaleSlope: not used, the file has a ModalityLUTSequence too")
    return table


def _linear(values: NDArray[Any], slope: float, intercept: float) -> NDArray[np.float32]:
    """``slope * values + intercept`` as float32, without a detour through float64 where nothing is lost."""
    if slope == -1.0:
        turned: NDArray[np.float32] = np.subtract(np.float32(intercept), values, dtype=np.float32)
        return turned
    result = values.astype(np.float32)
    if slope != 1.0:
        result *= np.float32(slope)
    if intercept != 0.0:
        result += np.float32(intercept)
    return result


def _read_table(item: Attributes, *, signed: bool) -> Modality | None:
    """Table of one item of a Modality LUT Sequence; None where it is damaged."""
    try:
        entries, first, bits = (int(v) for v in item.dataset.LUTDescriptor)
        data = item.dataset.LUTData
    except Exception:  # noqa: BLE001 - pydicom raises what its parsers raise
        return None
    entries = (entries & 0xFFFF) or 65536
    first = _sixteen_bits(first, signed=signed)
    values = _entries(data, entries, bits)
    if values is None or len(values) < entries or not 1 <= bits <= 16:
        return None
    return Modality(table=np.ascontiguousarray(values[:entries], dtype=np.float32), first=first)


def _entries(data: Any, entries: int, bits: int) -> NDArray[Any] | None:
    """Entries of a table, stored as words, or as bytes where they have 8 bits."""
    if isinstance(data, bytes):
        packed = bits <= 8 and len(data) <= entries + 1
        return np.frombuffer(data, np.uint8 if packed else "<u2")
    values = np.asarray(data)
    return values.astype(np.int64) & 0xFFFF if values.dtype.kind in "iu" else None


def _sixteen_bits(value: int, *, signed: bool) -> int:
    """First mapped value as its sign says, however it was written."""
    value &= 0xFFFF
    return value - 0x10000 if signed and value > 0x7FFF else value
