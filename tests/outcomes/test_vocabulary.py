from itertools import pairwise

import pytest

from measure.outcomes.vocabulary import WINDOWS, Timepoint, timepoint_of


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (None, None), (-1, "baseline"), (0, None), (1, "postop_0_3d"), (3, "postop_0_3d"), (4, "unscheduled"),
        (20, "unscheduled"), (21, "d30"), (45, "d30"), (46, "unscheduled"), (92, "m3"), (180, "m6"), (365, "m12"),
        (400, "m12"), (401, "unscheduled"), (730, "m24"), (5000, "unscheduled"),
    ],
)  # fmt: skip
def test_windows_of_the_audit(days, expected):
    assert timepoint_of(days) == expected


def test_windows_do_not_overlap_and_can_be_changed():
    assert all(before[1] < after[0] for before, after in pairwise(WINDOWS))
    assert timepoint_of(10, ((5, 15, Timepoint.FINAL),)) == "final"
