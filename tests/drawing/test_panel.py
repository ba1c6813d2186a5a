"""The panel: every value, a dash and a reason for what is none, long words on several lines."""

from dataclasses import replace

import numpy as np
import pytest

from measure.drawing.ink import AMBER, PANEL, text_size
from measure.drawing.overlay import LONGEST
from measure.drawing.panel import MASKED, PAD, ROW, SMALL, _cell, _notes, _wrap, draw_panel, panel_width


def ink(panel) -> np.ndarray:
    return np.any(panel != PANEL, axis=2)


def amber(panel) -> int:
    """Pixels that are more amber than anything else on the panel."""
    return int((panel[..., 2].astype(int) - panel[..., 0] > (AMBER[2] - AMBER[0]) / 2).sum())


def test_it_grows_with_its_text(new_film, lateral, measured):
    rows = measured(new_film(), lateral)
    low, high = draw_panel(rows, "t", 10), draw_panel(rows, "t", 2000)
    assert low.shape[1] == high.shape[1] == panel_width(rows)
    assert 10 < low.shape[0] < high.shape[0] == 2000
    # Nothing is cut off at the bottom: the last line of text has room below it.
    used = np.flatnonzero(ink(low).any(axis=1))
    assert used.max() < low.shape[0] - 3


def test_more_measures_make_it_wider_and_many_make_it_longer(new_film, lateral, measured):
    """A table as wide as all measures would leave no room for the film."""
    film = new_film()
    one, some, every = (measured(film, lateral, measures) for measures in ("beck_index", "default", "all"))
    assert panel_width(one) < panel_width(some) == panel_width(every)
    assert draw_panel(every, "t", 10).shape[0] > draw_panel(some, "t", 10).shape[0]
    assert LONGEST - panel_width(every) > LONGEST / 3


def test_a_value_without_an_sd_has_no_sign_of_one(new_film, lateral, measured):
    """A grade is a digit and nothing after it."""
    rows = [row for row in measured(new_film(), lateral, "meyerding_grade") if row.measure == "meyerding_grade"]
    assert rows
    assert all(row.quantity.sd is None for row in rows if row.quantity.value is not None)
    panel = np.full((40, 200, 3), PANEL, np.uint8)
    _cell(panel, next(row for row in rows if row.quantity.value is not None), 20, 25)
    assert ink(panel)[:, 18:32].any()
    assert not ink(panel)[:, 34:].any()


def test_every_value_of_the_whole_film_stands_inside(upright):
    _, rows = upright()
    films = [row for row in rows if row.structure is None]
    assert len(films) > 10
    panel = draw_panel(films, "t", 10)
    assert not ink(panel)[:, panel.shape[1] - PAD + 4 :].any()
    more = draw_panel(films, "t", 10).shape[0] - draw_panel(films[:1], "t", 10).shape[0]
    assert more >= (len(films) - 1) * ROW


@pytest.mark.parametrize(("measure", "percent"), [("slip_percent", True), ("beck_index", False)])
def test_percent_stands_in_the_heading(new_film, lateral, measured, measure, percent, monkeypatch):
    """A column of per cent says so, once for all its values."""
    said: list[str] = []
    monkeypatch.setattr("measure.drawing.panel.write", lambda *args: said.append(args[1]))
    draw_panel([row for row in measured(new_film(), lateral, measure) if row.measure == measure], "t", 10)
    assert any(text.endswith(" %") for text in said) is percent


def test_what_is_not_measurable_is_a_dash_and_a_reason(new_film, lateral, measured, without):
    film = new_film()
    good, bad = measured(film, lateral), measured(film, without(lateral, 2, "superior_anterior"))
    assert amber(draw_panel(bad, "t", 900)) > amber(draw_panel(good, "t", 900))
    assert any(note.startswith("– mark missing") for note in _notes(bad))
    assert not any(note.startswith("–") for note in _notes(good) if "mark missing" in note)


def test_every_flag_is_said_once_with_its_places(new_film, lateral, measured):
    rows = measured(new_film(), lateral)
    flagged = [replace(row, flags=("beck_above_norm",)) if row.measure == "beck_index" else row for row in rows]
    notes = [note for note in _notes(flagged) if "front and back exchanged" in note]
    assert len(notes) == 1
    for level in ("T12", "L1", "L2", "L3", "L4"):
        assert level in notes[0]


def test_the_scale_is_said_in_words(new_film, lateral, measured):
    assert any("mm at the detector" in note for note in _notes(measured(new_film(), lateral)))


def test_a_masked_film_says_so(new_film, lateral, measured):
    rows = measured(new_film(), lateral)
    plain, masked = draw_panel(rows, "t", 10), draw_panel(rows, "t", 10, masked=True)
    assert masked.shape[0] > plain.shape[0]
    assert "burned-in" in MASKED


@pytest.mark.parametrize("width", [120, 250, 400])
def test_long_notes_wrap(width):
    text = "! " + "vertebrae without all four corners were left out of what was measured here " * 4
    lines = _wrap(text, width)
    assert len(lines) > 2
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    assert all(text_size(line.strip(), SMALL)[0] <= width for line in lines)


def test_notes_stay_inside_the_panel(new_film, lateral, measured, without):
    rows = measured(new_film(), without(lateral, 2, "superior_anterior"), "all")
    panel = draw_panel(rows, "t", 10)
    right = ink(panel)[-150:, panel.shape[1] - PAD // 2 :]
    assert not right.any()


def test_no_measurements_leave_the_title_and_the_disclaimer():
    panel = draw_panel([], "film", 300)
    assert ink(panel)[:40].any()
    assert ink(panel)[60:].any()


def test_levels_stand_in_the_table(new_film, lateral, measured):
    """Another name gives other pixels in the first column, row by row."""
    film = new_film()
    table = replace(lateral, levels={})
    named, numbered = (draw_panel(measured(film, one), "t", 600) for one in (lateral, table))
    column = slice(PAD, PAD + 55)
    assert (named[:, column] != numbered[:, column]).any(axis=(1, 2)).sum() > 5 * 8


def test_a_vertebra_has_no_row_under_columns_that_are_not_about_it() -> None:
    from measure.drawing.panel import _rows_with
    from measure.model import Level, Measurement, Quantity, Structure, StructureKind

    l1, l2 = (Structure(StructureKind.VERTEBRA, level) for level in (Level.L1, Level.L2))
    about = [("beck_index", l1), ("beck_index", l2), ("anterior_height_loss", l1)]
    rows = [Measurement(name, "1", Quantity(1.0, "%", sd=0.1), "2.25.1", "k", where) for name, where in about]
    assert _rows_with(rows, [l1, l2], ["beck_index"]) == [l1, l2]
    assert _rows_with(rows, [l1, l2], ["anterior_height_loss"]) == [l1]
