import datetime as dt

import pytest

from measure.model import Event, Topic
from measure.outcomes import cells


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (cells.view, "AP", "frontal"), (cells.view, "Lateral", "lateral"), (cells.side, "L", "left"),
        (cells.facing, "Right", "right"), (cells.posture, "upright", "standing"),
        (cells.posture, "lateral decubitus", "lateral_decubitus"), (cells.timepoint, "pre-op", "baseline"),
        (cells.timepoint, "M12", "m12"), (cells.number, "10,7", 10.7), (cells.number, "-3.5", -3.5),
        (cells.whole, "90.0", 90), (cells.measured_with_sd, "1,15 ± 0,07", "1.15±0.07"),
        (cells.measured_with_sd, "0.148+/-0.002", "0.148±0.002"), (cells.measured_with_sd, "1.15", "1.15"),
        (cells.aspect, "Unknown", "unknown"), (cells.aspect, "1,25", "1.25"), (cells.levels, "Th12", ("T12",)),
        (cells.levels, "L1; L3", ("L1", "L3")), (cells.anchors, "3=l1", ("3=L1",)),
        (cells.anchors, "#3=L1; 8=S1", ("3=L1", "8=S1")), (cells.end_vertebrae, "D5 – L1", "T5-L1"),
        (cells.end_vertebrae, "#5-#12", "#5-#12"), (cells.day, "2024-05-01", dt.date(2024, 5, 1)),
        (cells.events, "Osteotomy@0;", (Event("osteotomy", 0.0),)),
        (cells.events, "union@100..130", (Event("union", 115.0, 100.0, 130.0),)), (cells.visit, "FU 12 m", "FU 12 m"),
    ],
)  # fmt: skip
def test_cells_as_people_write_them(read, text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (cells.view, "skyline"), (cells.side, "up"), (cells.number, "1.000,5"), (cells.number, "nan"),
        (cells.number, "inf"), (cells.number, ""), (cells.positive, "0"), (cells.whole, "1.5"),
        (cells.measured_with_sd, "1±2±3"), (cells.measured_with_sd, "-1"), (cells.measured_with_sd, "1±x"),
        (cells.levels, "L9"), (cells.levels, "unnumbered"), (cells.anchors, "L1"), (cells.anchors, "0=L1"),
        (cells.end_vertebrae, "T5"), (cells.end_vertebrae, "T5-L1-L2"), (cells.end_vertebrae, "T5-x"),
        (cells.day, "03/04/2024"), (cells.visit, "2024-05-01"), (cells.visit, "a/b"), (cells.site, "a\\b"),
        (cells.events, "osteotomy"), (cells.events, "@3"), (cells.events, "x@y"), (cells.events, "x@9..1"),
    ],
)  # fmt: skip
def test_cells_that_mean_nothing_say_what_was_expected(read, text):
    with pytest.raises(ValueError, match="expected"):
        read(text)


def test_a_cell_for_every_topic_of_a_statement():
    assert set(cells.STATED) == set(Topic)


def test_a_date_is_not_repeated_in_the_message():
    with pytest.raises(ValueError, match="YYYY-MM-DD") as refused:
        cells.day("12/03/1954")
    assert "1954" not in str(refused.value)
