"""The viewer and the session, with a real napari window."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from measure.model import Origin, Statement, Topic
from measure.readings import encode_reading
from napari_measure.commands import open_film
from napari_measure.layer_data import film_layer, reading_layers
from napari_measure.layers import Follower, add_layers, current_film, films_on_screen
from napari_measure.reader import read
from napari_measure.session import OpenedFilm, Session, open_with

pytestmark = pytest.mark.gui


@pytest.fixture
def show(viewer: Any, samples_dir: Path) -> Callable[[str], list[Any]]:
    return lambda name: add_layers(viewer, read(str(samples_dir / name)))


@pytest.fixture
def follower(viewer: Any, qtbot: Any) -> Any:
    from qtpy.QtCore import QTimer

    follower = Follower(viewer, Session(), later=lambda call: QTimer.singleShot(0, call))
    yield follower
    follower.stop()


def test_the_film_goes_on_the_table(viewer: Any, follower: Follower, show: Any, qtbot: Any) -> None:
    layers = show("lateral_fracture.dcm")
    assert follower.session.film is not None
    assert follower.session.film.name == "lateral T11–S1"
    qtbot.waitUntil(lambda: viewer.layers.selection.active is layers[0])
    assert viewer.canvas.overlays.scale_bar.visible
    assert set(viewer.layers.selection) == {layers[0]}


def test_marks_from_a_file_are_locked_and_the_image_is_not(follower: Follower, show: Any) -> None:
    image, *reading = show("lateral_fracture.dcm")
    assert image.editable
    assert not any(layer.editable for layer in reading)


def test_a_film_that_is_open_already_is_taken_up(viewer: Any, show: Any) -> None:
    show("lateral_fracture.dcm")
    follower = Follower(viewer, Session(), later=lambda call: call())
    assert follower.session.film is current_film()
    assert not viewer.layers[-1].editable
    follower.stop()


def test_one_film_is_seen_at_a_time(viewer: Any, follower: Follower, show: Any) -> None:
    lateral, frontal = show("lateral_fracture.dcm"), show("ap_scoliosis.dcm")
    assert [layer.visible for layer in (*lateral, *frontal)] == [False] * 5 + [True] * 5
    frontal[2].visible = False
    viewer.layers.selection.active = lateral[0]
    assert follower.session.film is lateral[0].metadata["opened"]
    assert [layer.visible for layer in (*lateral, *frontal)] == [True] * 5 + [False] * 5
    viewer.layers.selection.active = frontal[0]
    # What the user hid stays hidden.
    assert [layer.visible for layer in frontal] == [True, True, False, True, True]


def test_no_scale_no_scale_bar(viewer: Any, follower: Follower, show: Any) -> None:
    show("lateral_no_spacing.dcm")
    assert not viewer.canvas.overlays.scale_bar.visible


def test_the_trace_of_the_selection_is_drawn(viewer: Any, follower: Follower, show: Any) -> None:
    show("lateral_fracture.dcm")
    before = len(viewer.layers)
    follower.session.select(follower.session.measurements[0])
    follower.session.select(follower.session.measurements[-1])
    assert len(viewer.layers) == before + 1
    chosen = viewer.layers[-1]
    assert tuple(chosen.data[0, 0]) == follower.session.measurements[-1].trace.items[0].points[0]
    follower.session.select(None)
    assert len(viewer.layers) == before


def test_a_deleted_layer_does_not_take_the_reading_along(viewer: Any, follower: Follower, show: Any) -> None:
    layers = show("lateral_fracture.dcm")
    film = follower.session.film
    viewer.layers.remove(layers[1])
    assert follower.session.film is film
    viewer.layers.clear()
    assert follower.session.film is None


def test_a_reading_opens_onto_the_film_on_screen(
    viewer: Any, follower: Follower, show: Any, tmp_path: Path, lateral: OpenedFilm
) -> None:
    show("lateral_fracture.dcm")
    assert lateral.reading is not None
    assert list(films_on_screen()) == [lateral.header.film_key]
    path = tmp_path / "second.reading.json"
    path.write_text(encode_reading(lateral.reading), encoding="utf-8")
    added = add_layers(viewer, read(str(path)))
    assert [type(layer).__name__ for layer in added] == ["Vectors", "Points", "Points", "Points"]
    assert follower.session.film is added[0].metadata["opened"]
    assert follower.session.film.source == "Reading by simulator, from a reading JSON."
    # The image is shared, the other reading is put aside.
    assert [layer.visible for layer in viewer.layers] == [True] + [False] * 4 + [True] * 4


def test_a_reading_that_states_a_spacing_rescales_all_layers_of_its_film(
    viewer: Any, show: Any, tmp_path: Path, lateral: OpenedFilm
) -> None:
    show("lateral_fracture.dcm")
    assert lateral.reading is not None
    stated = Statement(Topic.SPACING, "0.30±0.01", Origin.PERSON)
    reading = replace(lateral.reading, statements=(*lateral.reading.statements, stated))
    path = tmp_path / "second.reading.json"
    path.write_text(encode_reading(reading), encoding="utf-8")
    add_layers(viewer, read(str(path)))
    assert [tuple(layer.scale) for layer in viewer.layers] == [pytest.approx((0.3, 0.3))] * 9
    follower = Follower(viewer, Session(), later=lambda call: call())
    viewer.layers.selection.active = viewer.layers[0]
    assert [tuple(layer.scale) for layer in viewer.layers] == [pytest.approx(lateral.calibration.step)] * 9
    follower.stop()


def test_a_layer_in_other_units_takes_the_scale_bar_away(viewer: Any, follower: Follower, show: Any) -> None:
    show("lateral_fracture.dcm")
    points = viewer.add_points([[1, 1]])
    assert not viewer.canvas.overlays.scale_bar.visible
    viewer.layers.remove(points)
    assert viewer.canvas.overlays.scale_bar.visible


def test_layers_of_others_are_left_alone(viewer: Any, follower: Follower, show: Any) -> None:
    points = viewer.add_points([[1, 1]])
    assert follower.session.film is None
    show("ap_scoliosis.dcm")
    film = follower.session.film
    viewer.layers.selection.active = points
    assert follower.session.film is film
    assert points.visible
    assert points.editable


@pytest.fixture
def draft(viewer: Any, follower: Follower, samples_dir: Path) -> OpenedFilm:
    """A sample whose marks may be moved, on the table, over a film without a reading."""
    film, opened = open_film(samples_dir / "lateral_fracture.dcm")
    bare = open_with(film.header, None, "nothing yet")
    drafted = replace(opened, editable=True, before=bare)
    add_layers(viewer, [film_layer(film, drafted), *reading_layers(drafted)])
    return drafted


def part(viewer: Any, name: str) -> Any:
    (found,) = (layer for layer in viewer.layers if layer.metadata.get("part") == name)
    return found


def test_the_marks_of_a_draft_can_be_dragged_at_once(viewer: Any, draft: OpenedFilm, qtbot: Any) -> None:
    marks = part(viewer, "marks")
    assert marks.editable
    assert not part(viewer, "lines").editable
    qtbot.waitUntil(lambda: viewer.layers.selection.active is marks)
    assert str(marks.mode) == "select"


def test_the_numbers_follow_a_moved_mark_and_undo_brings_them_back(
    viewer: Any, follower: Follower, draft: OpenedFilm, qtbot: Any
) -> None:
    marks, lines = part(viewer, "marks"), part(viewer, "lines")
    before, drawn = marks.data.copy(), lines.data.copy()
    marks.data = before + np.array([[3.0, 0.0]]) * (np.arange(len(before)) == 0)[:, None]
    qtbot.waitUntil(lambda: follower.session.film is not draft)
    after = follower.session.film
    assert after.before is draft
    assert after.measurements != draft.measurements
    assert not np.array_equal(lines.data, drawn)
    assert {layer.metadata["opened"] for layer in viewer.layers if "opened" in layer.metadata} == {after}
    follower.undo()
    assert follower.session.film is draft
    assert np.array_equal(marks.data, before)
    assert np.array_equal(lines.data, drawn)
    follower.undo()
    assert follower.session.film is draft.before
    assert [layer.metadata["part"] for layer in viewer.layers] == ["film"]
    follower.undo()  # nothing is left to take back


def test_a_drag_is_one_step_back(viewer: Any, follower: Follower, draft: OpenedFilm, qtbot: Any) -> None:
    marks = part(viewer, "marks")
    held = follower._drag(marks, event := SimpleNamespace(type="mouse_press"))
    next(held)
    event.type = "mouse_move"
    start = marks.data[0].copy()
    for step in range(4):  # napari takes the first place for where the mark was grasped
        marks._move({0}, tuple(start + [2.0 * step, 0.0]))
        next(held)
        qtbot.wait(10)
    event.type = "mouse_release"
    assert next(held, None) is None
    assert follower.session.film is not draft
    assert tuple(marks.data[0]) == (start[0] + 6.0, start[1])
    assert follower.session.film.before is draft


def test_a_mark_that_nobody_named_is_taken_out_again(viewer: Any, draft: OpenedFilm, follower: Any, qtbot: Any) -> None:
    marks = part(viewer, "marks")
    count = len(marks.data)
    marks.add([[10.0, 10.0]])
    qtbot.waitUntil(lambda: len(marks.data) == count)
    assert follower.session.film is draft


def test_a_refusal_is_told_in_the_notes(viewer: Any, follower: Follower, show: Any, gate_says: Any) -> None:
    show("lateral_fracture.dcm")
    before = len(viewer.layers)
    gate_says("upside_down")
    follower.suggest()
    assert follower.session.film.problem.startswith("No draft: it lies upside down")
    assert len(viewer.layers) == before
