"""Naming: probabilities of the levels, against a sum over everything that can be."""

import itertools

import numpy as np
import pytest

from measure.detect.levels import constants, find_anchors
from measure.detect.levels.anchors import AnchorKind
from measure.detect.levels.naming import Anatomy, anatomies, posterior
from measure.model import LEVELS, Level, rank


def brute(chain: object, table: dict[str, float], *, sacrum: float) -> np.ndarray:
    """Every anatomy and every way down its ladder, multiplied out; no vertebra was put in, all stand evenly."""
    n = len(chain.vertebrae)
    power = table["levels_weight"] / n
    total = np.zeros((n, len(LEVELS)))
    for one in anatomies(table):
        size = len(one.ladder)
        for steps in itertools.product((1, 2), repeat=n):  # the last one leads to the sacrum
            for first in range(size):
                way = [first + sum(steps[:k]) for k in range(n + 1)]
                if way[-1] >= size:
                    continue
                levels = [one.ladder[k] for k in way]
                if any(not rank(Level.C3) <= level <= rank(Level.L6) for level in levels[:-1]):
                    continue
                weight = one.count ** (1 - table["levels_weight"]) * one.bearing / size
                for step in steps:
                    weight *= 1 - table["skip"] if step == 1 else table["skip"]
                for body, level in zip(chain.vertebrae, levels, strict=False):
                    weight *= body.rib if level in one.ribs else 1 - body.rib
                    weight *= np.exp(body.levels[level] - body.levels.max()) ** power
                weight *= (levels[-1] == rank(Level.S1)) * sacrum + (1 - sacrum) / len(LEVELS)
                for k in range(n):
                    total[k, levels[k]] += weight
    return total / total.sum(axis=1, keepdims=True)


def test_probabilities_are_the_sum_over_all_that_can_be(make: object) -> None:
    table = dict(constants()) | {"rib_weight": 1.0}
    chain = make.chain([0.9, 0.7, 0.2, 0.1], sacrum=0.6, levels=make.says(*make.levels("T11", "L2"), sure=0.5))
    anchors = [a for a in find_anchors(chain) if a.kind is AnchorKind.SACRUM]
    found = posterior(chain, tuple(anchors), table)
    assert found.levels == pytest.approx(brute(chain, table, sacrum=anchors[0].probability), abs=1e-9)


def test_people_add_up() -> None:
    """Shares are those of the table; the usual count is that of 24 vertebrae above the sacrum and twelve ribs."""
    found = anatomies(constants())
    assert sum(one.share for one in found) == pytest.approx(1)
    assert (len(found[0].ladder), len(found[0].ribs)) == (25, 12)
    assert found[0].share == max(one.share for one in found)
    six = [one for one in found if rank(Level.L6) in one.ladder]
    assert sum(one.share for one in six) == pytest.approx(0.062 * (1 - 0.005))
    assert all(isinstance(one, Anatomy) and one.ladder[-1] == rank(Level.S1) for one in found)


def test_nothing_fits_what_is_stated(make: object) -> None:
    chain = make.spine(lumbar=4)
    assert posterior(chain, (), constants(), stated={0: Level.L3, 1: Level.L1}) is None


def test_a_statement_silences_ribs_and_network(make: object) -> None:
    levels = make.levels("T10", "L1")
    sure = make.chain([0.99, 0.99, 0.01, 0.01], levels=make.says(*levels))
    stated = {0: Level.L1}
    told = posterior(sure, (), constants(), stated=stated)
    plain = posterior(make.chain([0.5] * 4), (), constants(), stated=stated)
    assert told.levels == pytest.approx(plain.levels)
    assert told.levels[0, rank(Level.L1)] == 1.0


def test_long_chains_do_not_underflow(make: object) -> None:
    levels = make.says(*make.levels("C3", "L5"), sure=0.999)
    found = posterior(make.spine(12, 5, 5, sacrum=0.99, levels=levels), (), constants())
    assert np.isfinite(found.levels).all()
    assert found.levels.sum(axis=1) == pytest.approx(np.ones(22))
