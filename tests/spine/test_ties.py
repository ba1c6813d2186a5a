"""Rounding before a cut point: residue goes, what a film can show stays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine.ties import settle


@given(st.integers(1, 5000), st.integers(1, 100))
def test_a_fifth_lost_is_a_fifth_at_every_height(tenths: int, divisor: int) -> None:
    """Four fifths of any height leave exactly 0.2, whichever way the quotient was rounded."""
    whole = tenths / 10 / divisor
    assert float(settle(1 - (whole * 0.8) / whole)) == 0.2


@given(st.floats(-1e4, 1e4))
def test_what_a_film_can_show_is_kept(value: float) -> None:
    assert float(settle(value)) == pytest.approx(value, abs=1e-9)


def test_nan_stays() -> None:
    np.testing.assert_array_equal(settle(np.array([np.nan, 1.0])), [np.nan, 1.0])
