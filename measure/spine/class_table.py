"""Tables of restoration classes over a group: counts, percentages, and how many could be either."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.spine.change import INDETERMINATE, Z95
from measure.spine.restoration import BANDED_CLASSES, HALF, NICE_CLASSES, banded_class, nice_class

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ClassCount:
    """One line of the table.

    Attributes
    ----------
    name : str
        The class.
    count : int
        How many are in it.
    percent : int or None
        Of all classified, half rounded up as NICE prints it; None where there is none.
    """

    name: str
    count: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class ClassTable:
    """How a group divides into classes.

    Attributes
    ----------
    rows : tuple of ClassCount
        Every class in order, the empty ones too.
    n : int
        How many have a class: the denominator.
    indeterminate : int
        How many have none.
    straddling : int
        Of those with a class, how many have a 95 % interval in which the dividing line
        lies: 50 % for the classes of NICE, no change at all for the banded ones.
    """

    rows: tuple[ClassCount, ...]
    n: int
    indeterminate: int
    straddling: int


def percent_half_up(count: int, n: int) -> int | None:
    """Whole percent, half rounded up; None of none.

    Examples
    --------
    >>> percent_half_up(1, 200), percent_half_up(3, 200), percent_half_up(0, 0)
    (1, 2, None)
    """
    return None if n == 0 else (200 * count + n) // (2 * n)


def class_table(restorations: Array, sds: Array) -> ClassTable:
    """Table of the classes of NICE HTG422 §4.6, by the restoration alone.

    Parameters
    ----------
    restorations, sds : ndarray, shape (n,)
        Restorations and their standard deviations in percent; a restoration that is not
        known or not ``determinate`` is NaN. One without an sd counts as straddling.

    Examples
    --------
    >>> table = class_table(np.array([80.0, 55.0, 20.0, -10.0, np.nan]), np.array([12.0] * 5))
    >>> [(row.name, row.count, row.percent) for row in table.rows]
    [('gt50', 2, 50), ('lt50', 1, 25), ('none', 0, 0), ('worse', 1, 25)]
    >>> table.n, table.indeterminate, table.straddling
    (4, 1, 1)
    """
    clear = np.abs(np.asarray(restorations) - HALF) >= Z95 * np.asarray(sds)
    return _table(nice_class(restorations), NICE_CLASSES, ~clear)


def banded_table(before: Array, after: Array, mdc: Array | float) -> ClassTable:
    """Table of the changes of height against measurement error; print it beside ``class_table``, never alone.

    The 95 % interval of a change straddles no change exactly where the change lies within
    the band, so ``straddling`` repeats the count of ``no_change``.

    Parameters
    ----------
    before, after : ndarray, shape (n,)
        Heights or fractions.
    mdc : ndarray, shape (n,), or float
        Minimal detectable change in the same unit.
    """
    classes = banded_class(before, after, mdc)
    return _table(classes, BANDED_CLASSES, classes == "no_change")


def _table(classes: NDArray[np.str_], names: Sequence[str], straddles: NDArray[np.bool_]) -> ClassTable:
    known = classes != INDETERMINATE
    n = int(known.sum())
    counts = [int((classes == name).sum()) for name in names]
    rows = tuple(ClassCount(name, count, percent_half_up(count, n)) for name, count in zip(names, counts, strict=True))
    return ClassTable(rows, n, int((~known).sum()), int((known & straddles).sum()))
