"""Deficits below the norms of a level: the published rules written out again in plain Python."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measure.catalog import get
from measure.catalog.grade import grade_of
from measure.spine import norm_grades as ng

heights = st.floats(10, 32)
MEAN = (0.95, 0.94, 0.92, 0.93, 1.0)
SD = (0.05, 0.06, 0.05, 0.06, 0.05)


def walls(*lengths: float | np.ndarray) -> list[np.ndarray]:
    """Two points of each height."""
    return [np.stack([np.asarray(row), np.zeros_like(row)], -1) for h in lengths for row in (0.0 * np.asarray(h), h)]


def eastell(a: float, m: float, p: float, above: float, below: float, mean: tuple, sd: tuple) -> ng.Deficit:
    return ng.eastell(*walls(a, m, p, above, below), norms=(mean, sd))


def mccloskey(a: float, m: float, p: float, predicted: float, mean: tuple = MEAN, sd: tuple = SD) -> ng.Deficit:
    top, bottom = walls(predicted)
    return ng.mccloskey_kanis(
        *walls(a, m, p), top[..., None, :], bottom[..., None, :], weights=(1.0,), norms=(mean, sd)
    )


class TestEastell:
    """Three and four standard deviations below the mean of the level."""

    @pytest.mark.parametrize(("sds", "grade"), [(-2.0, 0), (2.99, 0), (3.0, 1), (3.99, 1), (4.0, 2), (9.0, 2)])
    def test_grade_of_a_wedge(self, sds: float, grade: int) -> None:
        found = eastell(28 * (0.95 - sds * 0.05), 28, 28, 28, 28, (0.95, 1.0, 1.0, 1.0), (0.05,) * 4)
        if sds > 0:
            assert float(found.sds) == pytest.approx(sds, abs=1e-9)
        assert int(grade_of(get("eastell_grade").grades, found.sds)) == grade

    @given(heights, heights, heights, heights, heights)
    def test_equals_the_rule_written_out(self, a: float, m: float, p: float, above: float, below: float) -> None:
        """Each ratio against a norm of its own; a crush needs both of its ratios low."""
        mean, sd = (0.9, 0.95, 1.02, 0.97), (0.05, 0.02, 0.1, 0.07)
        ratios = (a / p, m / p, p / above, p / below)
        wedge, biconcave, *crush = [(x - r) / s for r, x, s in zip(ratios, mean, sd, strict=True)]
        kinds = {"wedge": wedge, "biconcave": biconcave, "crush": min(crush)}
        found = eastell(a, m, p, above, below, mean, sd)
        assert float(found.sds) == pytest.approx(max(kinds.values()), abs=1e-8)
        assert kinds[str(found.deformity_type)] == pytest.approx(max(kinds.values()), abs=1e-8)

    def test_one_short_neighbour_makes_no_crush(self) -> None:
        found = eastell(20, 20, 20, 30, 20, (1.0,) * 4, (0.05,) * 4)
        assert (float(found.sds), str(found.deformity_type)) == (0.0, "wedge")

    @pytest.mark.parametrize(("mean", "sd"), [(1.0, 0.0), (1.0, np.nan), (np.nan, 0.05)])
    def test_without_a_norm_there_is_no_deficit(self, mean: float, sd: float) -> None:
        found = eastell(14, 28, 28, 28, 28, (1.0, mean, 1.0, 1.0), (0.05, sd, 0.05, 0.05))
        assert np.isnan(found.sds)
        assert str(found.deformity_type) == ""


class TestMcCloskeyKanis:
    """Two criteria of a kind, both below mean − 3 SD."""

    @given(heights, heights, heights, heights)
    def test_equals_the_rules_written_out(self, ha: float, hm: float, hp: float, hpp: float) -> None:
        values = [ha / hp, ha / hpp, hm / hp, hm / hpp, hp / hpp]
        z = [(value - m) / s for value, m, s in zip(values, MEAN, SD, strict=True)]
        assume(all(abs(value + 3) > 1e-8 for value in z))
        low = [value < -3 for value in z]
        kinds = [low[0] and low[1], low[2] and low[3], low[4] and low[1]]
        found = mccloskey(ha, hm, hp, hpp)
        assert int(grade_of(get("mccloskey_kanis").grades, found.sds)) == any(kinds)
        if any(kinds):
            assert kinds[ng.TYPES.index(str(found.deformity_type))]

    def test_one_criterion_is_not_enough(self) -> None:
        """Back and front both tall for their neighbours: Ha/Hp is low, Ha/Hpp is not."""
        assert 24 / 32 < 0.95 - 3 * 0.05
        assert float(mccloskey(24, 28, 32, 27, (0.95,) * 5, (0.05,) * 5).sds) < 3

    @pytest.mark.parametrize(("front", "grade"), [(24.0, 0), (23.99, 1)])
    def test_exactly_three_is_not_below(self, front: float, grade: int) -> None:
        """Ha/Hp = Ha/Hpp = 0.8 at 0.95 ± 0.05; a hair less is."""
        found = mccloskey(front, 28.5, 30.0, 30.0, (0.95,) * 5, (0.05,) * 5)
        assert int(grade_of(get("mccloskey_kanis").grades, found.sds)) == grade

    def test_a_missing_height_leaves_it_open(self) -> None:
        found = mccloskey(18.0, np.nan, 28.0, 28.0)
        assert np.isnan(found.sds)
        assert str(found.deformity_type) == ""

    def test_a_batch(self) -> None:
        drawn = np.random.default_rng(4).uniform(12, 32, (4, 5, 6))
        found = mccloskey(*drawn)
        assert found.sds.shape == (5, 6)
        for k in np.ndindex(5, 6):
            one = mccloskey(*(float(height[k]) for height in drawn))
            assert float(found.sds[k]) == float(one.sds)
            assert str(found.deformity_type[k]) == str(one.deformity_type)
        assert 0 < (found.sds > 3).mean() < 1
