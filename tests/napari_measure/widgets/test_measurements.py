from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from measure.model import Facing, NotVisible
from napari_measure.rows import rows_of
from napari_measure.session import OpenedFilm, open_with

pytestmark = pytest.mark.gui


@pytest.fixture
def table(qtbot: Any) -> Any:
    from napari_measure.widgets.measurements import MeasurementsTable

    table = MeasurementsTable()
    qtbot.addWidget(table)
    table.show()
    return table


def words(table: Any) -> list[list[str]]:
    """Text of all cells."""
    widget = table.table
    return [[widget.item(r, c).text() for c in range(widget.columnCount())] for r in range(widget.rowCount())]


def test_empty_says_what_to_do(table: Any) -> None:
    assert "Open Sample" in table.title.text()
    assert not table.table.isVisible()
    assert not table.copy.isEnabled()
    assert table.disclaimer.text() == "Research and audit software, not a validated medical device."


def test_a_row_is_where_measure_value_unit_flags(table: Any, lateral: OpenedFilm) -> None:
    table.show_film(lateral)
    rows = words(table)
    values = [row.value for row in rows_of(lateral)]
    assert rows[0] == ["L1–S1", "Lumbar lordosis", values[0], "°", ""]
    assert rows[5] == ["T11", "Anterior vertebral height", values[5], "mm", ""]
    assert rows[8][4] == "a neighbour is not marked, so a crushed posterior wall is not excluded"
    assert table.badge.text() == "DRAFT"
    assert table.scale.text().startswith("Lengths in mm, calibrated")
    assert table.source.text() == "Reading from landmarks.csv beside the film."


def test_no_reading_is_said(table: Any, lateral: OpenedFilm) -> None:
    table.show_film(open_with(lateral.header, None, "There is no reading for this film yet."))
    assert table.source.text() == "There is no reading for this film yet."
    assert table.badge.text() == "NO READING"
    assert not table.table.isVisible()


def test_a_gap_is_greyed_with_its_reason_across(table: Any, lateral: OpenedFilm) -> None:
    from napari_measure.widgets.measurements import FLAGS, GREY, UNIT, VALUE

    assert lateral.reading is not None
    blind = tuple(
        replace(a, marks={}, not_visible=NotVisible.CEMENT) if a.structure.label == "L1" else a
        for a in lateral.reading.annotations
    )
    table.show_film(open_with(lateral.header, replace(lateral.reading, annotations=blind), ""))
    row = next(number for number, cells in enumerate(words(table)) if cells[0] == "L1")
    assert table.table.item(row, VALUE).text() == "not visible (cement)"
    assert table.table.item(row, VALUE).foreground().color().name() == GREY
    assert table.table.columnSpan(row, VALUE) == FLAGS - VALUE + 1 > UNIT - VALUE


def test_a_click_emits_the_measurement_and_explains_it(table: Any, lateral: OpenedFilm, qtbot: Any) -> None:
    from qtpy.QtCore import Qt

    table.show_film(lateral)
    with qtbot.waitSignal(table.measurement_selected) as signal:
        place = table.table.visualItemRect(table.table.item(8, 1)).center()
        qtbot.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert signal.args[0].measure == "beck_index"
    assert "Anterior height divided by posterior height" in table.detail.text()


def test_nothing_is_cut_off(
    table: Any, lateral: OpenedFilm, frontal: OpenedFilm, upright: Callable[[Facing], OpenedFilm], qtbot: Any
) -> None:
    # The last one lacks a scale: the reason is longer than any value.
    for film in (lateral, frontal, upright(Facing.LEFT)):
        table.show_film(film)
        qtbot.wait(20)
        widget = table.table
        assert not widget.horizontalScrollBar().isVisible()
        for row in range(widget.rowCount()):
            assert widget.rowHeight(row) >= widget.sizeHintForRow(row)
