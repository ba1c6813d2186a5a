"""What ``measure series`` prints: a table that fits, sentences instead of codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.cli.series_report import CLOCKS, DOUBTS, LEFT_OUT, WINDOWS, _joined, _pages, say_visit
from measure.model import Visit
from measure.outcomes.doubts import Doubt
from measure.outcomes.timeline import Clock, Unplaced
from measure.outcomes.vocabulary import Timepoint


@given(st.lists(st.integers(1, 60), max_size=30), st.integers(1, 100))
def test_pages_hold_every_film_once_and_fit(widths, room):
    pages = list(_pages(widths, room))
    assert [place for start, end in pages for place in range(start, end)] == list(range(len(widths)))
    assert all(sum(widths[start:end]) <= room or end == start + 1 for start, end in pages)
    assert all(sum(widths[start : end + 1]) > room for start, end in pages[:-1])


def test_everything_that_can_be_said_has_words():
    assert set(CLOCKS) == set(Clock)
    assert set(LEFT_OUT) == set(Unplaced)
    assert set(DOUBTS) == set(Doubt)
    assert set(WINDOWS) <= {str(window) for window in Timepoint}


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        (Visit(-3, (), "baseline"), "baseline, day −3"),
        (Visit(0, (), "intra_op"), "during the operation, day 0"),
        (Visit(2, (), "postop_0_3d", nominal=True), "0–3 days after"),
        (Visit(40, ()), "day 40"),
    ],
)
def test_visits_in_words(visit, words):
    assert say_visit(visit) == words


def test_sites_are_named_together():
    titles = ["Anterior height gain", "Posterior height gain", "Beck index, change", "Middle loss of correction"]
    assert _joined(titles) == "Anterior and posterior height gain; Beck index, change; Middle loss of correction"
