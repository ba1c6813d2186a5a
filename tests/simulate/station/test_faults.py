"""Faults: how strong, how many, and nothing else touched."""

import numpy as np
import pytest

from measure.simulate.station.faults import add_dead, add_grid


@pytest.mark.parametrize("seed", range(5))
def test_grid_lines_run_one_way_and_keep_the_mean(seed):
    striped = add_grid(np.ones((200, 300), np.float32), 0.05, np.random.default_rng(seed), 0.15)
    assert min(striped.std(axis=0).max(), striped.std(axis=1).max()) < 1e-5
    assert striped.mean() == pytest.approx(1.0, abs=0.01)
    assert np.abs(striped - 1).max() == pytest.approx(0.05, abs=0.01)


def test_dead_pixels_are_few_and_the_signal_given_is_left_alone():
    signal = np.ones((50, 50), np.float32)
    faulty = add_dead(signal, 9, np.random.default_rng(0))
    assert 0 < np.count_nonzero(faulty != 1) <= 9
    assert np.all(signal == 1)


def test_every_tenth_is_a_row_or_a_column():
    faulty = add_dead(np.ones((40, 40), np.float32), 10, np.random.default_rng(0))
    whole = np.all(faulty != 1, axis=0).sum() + np.all(faulty != 1, axis=1).sum()
    assert whole == 1
