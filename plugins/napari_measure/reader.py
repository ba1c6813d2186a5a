"""What napari calls to open a file: by its content, never by its name."""

from collections.abc import Callable, Sequence
from pathlib import Path

from measure.film import sniff
from measure.readings.reading_json import FORMAT
from napari_measure.layer_data import LayerData, film_layer, reading_layers

PathOrPaths = str | Sequence[str]
HEAD = 4096


def get_reader(path: PathOrPaths) -> Callable[[PathOrPaths], list[LayerData]] | None:
    """Reader for films and readings (npe2 reader contribution).

    Parameters
    ----------
    path : str or list of str
        What the user opened.

    Returns
    -------
    callable or None
        None where a file is neither a film nor a reading JSON: napari then asks the next plugin.
    """
    paths = _each(path)
    return read if paths and all(sniff(one) is not None or is_reading(one) for one in paths) else None


def read(path: PathOrPaths) -> list[LayerData]:
    """Layers of one or more films: the image, and the lines, marks and labels of its reading.

    Raises
    ------
    MeasureError
        With the reason in words, without a path.
    """
    return [layer for one in _each(path) for layer in _read_one(one)]


def is_reading(path: Path) -> bool:
    """Whether a file is a reading JSON, by its first lines."""
    try:
        with path.open("rb") as file:
            return f'"{FORMAT}"'.encode() in file.read(HEAD)
    except OSError:
        return False


def _read_one(path: Path) -> list[LayerData]:
    from napari_measure.commands import open_film, open_reading

    if sniff(path) is not None:
        film, opened = open_film(path)
    else:
        from napari_measure.layers import films_on_screen, fit_scale_on_screen

        film, opened = open_reading(path, films_on_screen())
        fit_scale_on_screen(opened)
    image = [film_layer(film, opened)] if film is not None else []
    return [*image, *reading_layers(opened)]


def _each(path: PathOrPaths) -> list[Path]:
    return [Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path]
