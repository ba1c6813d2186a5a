"""``measure view PATH``: the film in a napari window, ready to measure."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

INSTALL = 'pip install "radiograph-measure[gui]"'


def view(path: Annotated[Path, typer.Argument(help="A film (DICOM, PNG, JPEG, TIFF) or a reading JSON.")]) -> None:
    """Open a film in napari, with its measurements beside it.

    Research and audit software, not a validated medical device.
    """
    if find_spec("napari") is None:
        _stop(f"measure view needs napari: {INSTALL}")
    from measure.errors import MeasureError
    from napari_measure.reader import get_reader, read

    if get_reader(str(path)) is None:
        _stop(f"{path}: expected a film (DICOM, PNG, JPEG, TIFF) or a reading JSON, got {_kind(path)}")
    try:
        layer_data = read(str(path))
    except MeasureError as error:
        _stop(f"{path}: {error}")
    from napari_measure import layers

    try:
        viewer = layers.new_viewer()
    except ImportError:
        _stop(f"measure view needs a Qt for napari: {INSTALL}")
    from napari_measure.widgets.dock import NAME, MeasurementsDock, fill_screen, fit_film

    viewer.window.add_dock_widget(MeasurementsDock(viewer), name=NAME, area="right")
    layers.add_layers(viewer, layer_data)
    fill_screen(viewer)
    fit_film(viewer)
    layers.run()


def _kind(path: Path) -> str:
    return "a folder" if path.is_dir() else ("something else" if path.exists() else "no such file")


def _stop(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(1)
