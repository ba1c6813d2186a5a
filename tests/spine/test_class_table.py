"""Tables of classes: the published percentages from their counts, and who could be either."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from measure.spine.class_table import banded_table, class_table, percent_half_up


def group(more: int, less: int, none: int, worse: int = 0) -> np.ndarray:
    return np.repeat([80.0, 30.0, 0.0, -15.0], [more, less, none, worse])


@pytest.mark.parametrize(
    ("counts", "percents"),
    [((87, 39, 24), (58, 26, 16)), ((127, 18, 5), (85, 12, 3)), ((128, 18, 4), (85, 12, 3))],
)
def test_published_tables(counts: tuple[int, int, int], percents: tuple[int, int, int]) -> None:
    """NICE HTG422 §4.6, both arms of 150; the counts of the first arm are only known to be one of two."""
    restorations = group(*counts)
    table = class_table(restorations, np.full(restorations.size, 1.0))
    assert [row.name for row in table.rows] == ["gt50", "lt50", "none", "worse"]
    assert tuple(row.count for row in table.rows) == (*counts, 0)
    assert tuple(row.percent for row in table.rows) == (*percents, 0)
    assert (table.n, table.indeterminate, table.straddling) == (150, 0, 0)


def test_worse_is_never_hidden_in_none() -> None:
    table = class_table(group(1, 1, 1, 5), np.full(8, 1.0))
    assert {row.name: row.count for row in table.rows}["worse"] == 5


def test_the_denominator_leaves_out_the_indeterminate() -> None:
    restorations = np.array([80.0, 20.0, np.nan, np.nan])
    table = class_table(restorations, np.full(4, 1.0))
    assert (table.n, table.indeterminate) == (2, 2)
    assert [row.percent for row in table.rows] == [50, 50, 0, 0]
    assert table.straddling == 0


def test_straddling_is_a_95_percent_interval_around_half() -> None:
    """An interval holds 50 % where neither side of it has 97.5 % of the probability."""
    restorations, sds = np.linspace(-50, 150, 81), np.full(81, 14.0)
    above = norm.sf(50, restorations, sds)
    assert class_table(restorations, sds).straddling == int(((above > 0.025) & (above < 0.975)).sum()) > 5


def test_without_an_sd_it_could_be_either() -> None:
    assert class_table(np.array([99.0]), np.array([np.nan])).straddling == 1


def test_nobody_has_no_percentage() -> None:
    table = class_table(np.array([np.nan]), np.array([1.0]))
    assert [row.percent for row in table.rows] == [None] * 4
    assert class_table(np.empty(0), np.empty(0)).n == 0


def test_banded() -> None:
    before = np.full(6, 18.0)
    table = banded_table(before, np.array([23.0, 22.0, 19.0, 17.0, 12.0, np.nan]), 2.7)
    assert [(row.name, row.count, row.percent) for row in table.rows] == [
        ("better", 2, 40), ("no_change", 2, 40), ("worse", 1, 20),
    ]  # fmt: skip
    assert (table.n, table.indeterminate, table.straddling) == (5, 1, 2)


@given(st.integers(0, 400), st.integers(1, 400))
def test_half_rounds_up(count: int, n: int) -> None:
    """Nearest whole percent; a tie goes to the larger one."""
    percent = percent_half_up(count, n)
    assert percent is not None
    assert -n < 2 * (percent * n - 100 * count) <= n
