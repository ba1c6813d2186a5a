"""Spread: the package's table is whole, factors act along and across, a table that is wrong says so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.detect.contract import CROP, FIELD, MARKS
from measure.detect.spread import Spread, apply, kind, spreads, table
from measure.errors import ModelError
from measure.model import View

HEAD = "view,structure,kind,along,across,floor_along,floor_across\n"


def test_the_package_holds_every_mark_that_the_networks_give():
    for view in MARKS:
        for name in MARKS[view]:
            assert (view.value, "vertebra", kind(name)) in spreads()
    for name in ("superior_left", "superior_middle"):
        assert ("lateral", "sacrum", kind(name)) in spreads()


@given(st.floats(0.3, 3), st.floats(0.3, 3), st.floats(0, 0.1), st.floats(0, 0.1), st.floats(-0.9, 0.9))
def test_factors_and_floors_act_along_and_across(along, across, floor_along, floor_across, correlation):
    spread = {("frontal", "vertebra", "inferior_end"): Spread(along, across, floor_along, floor_across)}
    given_ = np.array([[4.0, 6 * correlation], [6 * correlation, 9.0]])
    got = apply(given_[None], ("inferior_right",), View.FRONTAL, known=spread)[0]
    width = CROP / FIELD
    assert got[0, 0] == pytest.approx(4 * across**2 + (floor_across * width) ** 2)
    assert got[1, 1] == pytest.approx(9 * along**2 + (floor_along * width) ** 2)
    assert got[0, 1] == pytest.approx(6 * correlation * along * across)
    assert got[0, 1] == pytest.approx(got[1, 0])
    assert np.linalg.eigvalsh(got).min() > 0


def test_what_a_table_does_not_hold_stays_as_it_is():
    covariances = np.random.default_rng(0).normal(size=(3, 2, 2, 2))
    same = apply(covariances, ("superior_left", "inferior_left"), View.LATERAL, "sacrum", known={})
    np.testing.assert_array_equal(same, covariances)


def test_a_table_is_read():
    got = table(HEAD + "lateral,sacrum,superior_middle,1.5,0.8,0.01,0.02\n")
    assert got == {("lateral", "sacrum", "superior_middle"): Spread(1.5, 0.8, 0.01, 0.02)}


@pytest.mark.parametrize(
    "row",
    [
        "sideways,vertebra,superior_end,1,1,0,0",
        "lateral,rib,superior_end,1,1,0,0",
        "lateral,vertebra,superior,1,1,0,0",
        "lateral,vertebra,superior_end,0,1,0,0",
        "lateral,vertebra,superior_end,1,1,0,-0.1",
        "lateral,vertebra,superior_end,1,nan,0,0",
        "lateral,vertebra,superior_end,1,many,0,0",
        "lateral,vertebra,superior_end,1",
    ],
)
def test_a_wrong_row_is_named(row):
    with pytest.raises(ModelError, match=r"spread\.csv line 2"):
        table(HEAD + row)
