"""What the tests of the plugin share: samples opened, tables of words, a real viewer with a dock."""

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from measure.model import Facing, FilmHeader
from measure.readings import TableReading
from napari_measure.commands import open_film
from napari_measure.session import OpenedFilm, open_with

PLUGIN = "radiograph-measure"


@pytest.fixture(scope="session")
def opened(samples_dir: Path) -> Callable[[str], OpenedFilm]:
    """Sample film with its reading, by file name."""
    return lambda name: open_film(samples_dir / name)[1]


@pytest.fixture
def lateral(opened: Callable[[str], OpenedFilm]) -> OpenedFilm:
    return opened("lateral_fracture.dcm")


@pytest.fixture
def frontal(opened: Callable[[str], OpenedFilm]) -> OpenedFilm:
    return opened("ap_scoliosis.dcm")


@pytest.fixture
def upright(upright_table: Callable[[Facing], TableReading]) -> Callable[[Facing], OpenedFilm]:
    """The whole spine from the side, facing either way, on a film without a scale."""
    header = FilmHeader("1.2.3/1", 1840, 900)
    return lambda facing: open_with(header, upright_table(facing).reading("2.25.7", header.film_key), "")


@pytest.fixture
def installed() -> str:
    """Name of the plugin, where napari finds it by its own means: the entry point of the distribution."""
    if PLUGIN not in {entry.dist.name for entry in entry_points(group="napari.manifest") if entry.dist}:
        pytest.skip("the distribution is not installed here; `make test` installs the wheel")
    return PLUGIN


@pytest.fixture
def viewer(make_napari_viewer: Callable[..., Any], qtbot: Any) -> Iterator[Any]:
    """A real napari window; napari's own fixture closes it."""
    viewer = make_napari_viewer(show=True)
    yield viewer
    qtbot.wait(20)
