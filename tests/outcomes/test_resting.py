"""Values on the marks of another: of the same vertebra, of its neighbours, of spans that end there."""

import pytest

from measure.model import Level
from measure.outcomes.resting import left_behind, marks_of
from measure.outcomes.store import Store

FILM = "film"


@pytest.fixture
def found(store_url, imported):
    """Measures with their levels that are left behind where the first of some rows is changed."""

    def go(first, *others, decided=()):
        rows = [imported(FILM, *one) if isinstance(one, tuple) else one for one in (first, *others)]
        with Store.open(store_url) as store:
            store.add(rows, batch="b")
            left = left_behind(store, rows[:1], {rows[0].uid, *(rows[place].uid for place in decided)})
        return {(str(row.level), row.measure) for row in left}

    return go


def test_of_the_same_vertebra_what_shares_a_mark(found):
    names = ("posterior_height", "beck_index", "anterior_height_loss", "wedge_angle", "middle_height")
    left = found(("anterior_height", 20.0), *((name, 2.5) for name in names), decided=[4])
    assert left == {("L1", "beck_index"), ("L1", "anterior_height_loss")}


def test_of_neighbours_what_reaches_over(found, imported):
    at = {level: lambda name, level=level: imported(FILM, name, 3.0, level=level) for level in ("T11", "T12", "L2")}
    left = found(
        ("anterior_height", 20.0),
        *(at[level](name) for level in at for name in ("bisegmental_cobb_angle", "monosegmental_cobb_angle")),
    )
    # From above L1 the lower endplate is used of it, from below the upper one; T11 does not reach that far.
    assert left == {("T12", "bisegmental_cobb_angle"), ("L2", "bisegmental_cobb_angle"),
                    ("L2", "monosegmental_cobb_angle")}  # fmt: skip


def test_of_an_expected_height_the_vertebrae_that_it_comes_from(found, imported):
    rows = [
        imported(FILM, "expected_anterior_height", 28.0, level=level, details=f'{{"expected_from":"{names}"}}')
        for level, names in (("T12", "T11,L1"), ("L2", "L3"))
    ]
    assert found(("anterior_height", 20.0), *rows) == {("T12", "expected_anterior_height")}


def test_of_the_film_the_spans_that_end_there(found, imported):
    rows = [imported(FILM, name, 3.0) for name in ("lumbar_lordosis", "sacral_slope")]
    assert found(("wedge_angle", 9.0), *rows) == {("None", "lumbar_lordosis")}


def test_other_films_changes_and_gaps_are_not_named(found, imported):
    elsewhere = imported("another film", "beck_index", 0.8)
    gap = imported(FILM, "anterior_height_perpendicular", None, None)
    change = imported(FILM, "anterior_height_restoration", 50.0)
    assert found(("anterior_height", 20.0), elsewhere, gap, change) == set()


def test_a_transitional_vertebra_is_a_neighbour_where_it_is(imported):
    row = imported(FILM, "monosegmental_cobb_angle", 3.0)
    above = {place for place, _ in marks_of(row, {Level.T12, Level.L1})} - {"vertebra:L1"}
    there = {place for place, _ in marks_of(row, {Level.T13, Level.L1})} - {"vertebra:L1"}
    assert (above, there) == ({"vertebra:T12"}, {"vertebra:T13"})
