"""The whole way through napari's own plugin mechanism, in a real window."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from measure.film import display_window, read_film
from napari_measure.rows import as_text, rows_of
from napari_measure.session import OpenedFilm

pytestmark = pytest.mark.gui


def words(table: Any) -> list[list[str]]:
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]


def test_a_sample_through_the_installed_plugin(
    viewer: Any, installed: str, samples_dir: Path, lateral: OpenedFilm, qtbot: Any
) -> None:
    dock, widget = viewer.window.add_plugin_dock_widget(installed, "Measurements")
    image, lines, marks, labels, angles = viewer.open_sample(installed, "lateral_fracture")
    film = read_film(samples_dir / "lateral_fracture.dcm")
    assert np.array_equal(image.data, film.pixels)
    assert tuple(image.contrast_limits) == pytest.approx(display_window(film))
    for layer in (image, lines, marks, labels, angles):
        assert tuple(layer.scale) == pytest.approx(lateral.calibration.step)
        assert [str(unit) for unit in layer.units] == ["millimeter", "millimeter"]
    assert list(labels.text.values) == ["T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1"]
    shown = words(widget.view.table)
    assert [row[1:3] for row in shown] == [[row.title, row.value] for row in rows_of(lateral)]
    truth = json.loads((samples_dir / "truth.json").read_text())["films"]["lateral_fracture.dcm"]["structures"]
    level = next(number for number, row in enumerate(shown) if row[0] == "L1")
    assert shown[level][2].startswith(f"{truth['vertebra:L1']['anterior_height']:.1f} ±")
    qtbot.waitUntil(dock.isVisible)


def test_every_sample_opens_from_the_menu(viewer: Any, installed: str, samples_dir: Path) -> None:
    from npe2 import PluginManager

    keys = [sample.key for name, samples in PluginManager.instance().iter_sample_data() for sample in samples
            if name == installed]  # fmt: skip
    assert len(keys) == len(set(keys)) > 7
    for key in keys:
        viewer.open_sample(installed, key)
    films = [layer for layer in viewer.layers if layer.metadata.get("part") == "film"]
    assert len(films) == len(keys)
    assert len({layer.metadata["film_key"] for layer in films}) == len(keys)


def test_a_dicom_file_opens_with_the_installed_plugin(viewer: Any, installed: str, samples_dir: Path) -> None:
    layers = viewer.open(str(samples_dir / "ap_nonsquare.dcm"), plugin=installed)
    assert len(layers) == 5
    down, across = layers[0].extent.world[1] - layers[0].extent.world[0]
    row, col = json.loads((samples_dir / "truth.json").read_text())["films"]["ap_nonsquare.dcm"]["mm_per_pixel"]
    rows, cols = layers[0].data.shape
    assert row != col
    assert down / across == pytest.approx(rows * row / (cols * col), rel=0.01)


@pytest.fixture
def dock(viewer: Any) -> Callable[[], Any]:
    from napari_measure.widgets.dock import MeasurementsDock

    def add() -> Any:
        dock = MeasurementsDock(viewer)
        viewer.window.add_dock_widget(dock, name="dock")
        return dock

    return add


def test_a_row_lights_up_its_trace(viewer: Any, dock: Any, samples_dir: Path, qtbot: Any) -> None:
    from napari_measure.layers import add_layers
    from napari_measure.reader import read

    widget = dock()
    layers = add_layers(viewer, read(str(samples_dir / "lateral_fracture.dcm")))
    widget.view.table.selectRow(2)
    chosen = viewer.layers[-1]
    assert chosen.name == "lateral T11–S1 · chosen"
    assert widget.session.selected is rows_of(widget.session.film)[2].measurement
    qtbot.waitUntil(lambda: viewer.layers.selection.active is layers[0])
    assert widget.view.table.selectionModel().hasSelection()


def test_copy_puts_the_table_on_the_clipboard(viewer: Any, dock: Any, samples_dir: Path) -> None:
    from qtpy.QtGui import QGuiApplication

    from napari_measure.layers import add_layers
    from napari_measure.reader import read
    from napari_measure.widgets.dock import copy_measurements

    widget = dock()
    add_layers(viewer, read(str(samples_dir / "ap_scoliosis.dcm")))
    widget.view.copy.click()
    assert QGuiApplication.clipboard().text() == as_text(widget.session.film)
    QGuiApplication.clipboard().setText("")
    copy_measurements()
    assert QGuiApplication.clipboard().text() == as_text(widget.session.film)


def test_a_closed_dock_lets_go_of_the_viewer(viewer: Any, dock: Any, samples_dir: Path, qtbot: Any) -> None:
    from napari_measure.layers import add_layers
    from napari_measure.reader import read

    widget = dock()
    gone: list[bool] = []
    widget.destroyed.connect(lambda: gone.append(True))
    viewer.window.remove_dock_widget(widget)
    widget.deleteLater()
    qtbot.waitUntil(lambda: gone == [True])
    layers = add_layers(viewer, read(str(samples_dir / "ap_scoliosis.dcm")))
    viewer.layers.selection.active = layers[0]
    viewer.layers.clear()
