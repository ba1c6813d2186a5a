from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from napari_measure import view as module
from napari_measure.rows import rows_of
from napari_measure.view import view


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(view)
    return app


def test_help_says_what_it_is_not(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert "not a validated medical device" in " ".join(result.output.split())


def test_without_napari_one_line_says_how_to_get_it(
    app: typer.Typer, monkeypatch: pytest.MonkeyPatch, samples_dir: Path
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    result = CliRunner().invoke(app, [str(samples_dir / "ap_scoliosis.dcm")])
    assert result.exit_code == 1
    assert result.output.strip() == 'measure view needs napari: pip install "radiograph-measure[gui]"'


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("landmarks.csv", "something else"),
        ("", "a folder"),
        ("none.dcm", "no such file"),
        ("truncated.dcm", "cut short"),
    ],
)
def test_what_cannot_be_shown_is_one_line(app: typer.Typer, samples_dir: Path, name: str, words: str) -> None:
    result = CliRunner().invoke(app, [str(samples_dir / name)])
    assert result.exit_code == 1
    assert words in result.output
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.gui
def test_the_film_comes_with_its_dock(
    make_napari_viewer: Any, monkeypatch: pytest.MonkeyPatch, samples_dir: Path, qtbot: Any
) -> None:
    from napari_measure import layers

    viewer = make_napari_viewer(show=True)
    # The window is napari's own; only the waiting for its end is left out.
    monkeypatch.setattr(layers, "new_viewer", lambda: viewer)
    monkeypatch.setattr(layers, "run", lambda: None)
    view(samples_dir / "lateral_fracture.dcm")
    qtbot.wait(250)
    assert next(layer.name for layer in viewer.layers) == "lateral T11–S1"
    (dock,) = viewer.window.dock_widgets.values()
    assert dock.view.table.rowCount() == len(rows_of(dock.session.film))
    assert "Measurements (Radiograph measure)" in viewer.window.dock_widgets
