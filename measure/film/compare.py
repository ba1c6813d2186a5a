"""Two files of one film: whether they show the same picture, and which facts their headers state otherwise."""

from collections.abc import Callable
from os import PathLike

import numpy as np

from measure.errors import FilmError
from measure.film.dicom_file import parse
from measure.film.quiet import quiet
from measure.film.read import read_film, read_header
from measure.film.source import opened
from measure.model import FilmHeader

Fact = Callable[[FilmHeader], object]

# What a measurement, its name or its day rests on.
_MEASURED_BY: tuple[tuple[str, Fact], ...] = (
    ("view", lambda h: h.view),
    ("side", lambda h: h.side),
    ("facing", lambda h: h.facing),
    ("side of the picture", lambda h: h.patient_left),
    ("posture", lambda h: h.posture),
    ("polarity", lambda h: h.inverted),
    ("grey scale", lambda h: (h.intensity, h.stored_range)),
)
# Facts that point at a person: said to differ, never shown.
_NOT_SHOWN: tuple[tuple[str, Fact], ...] = (("acquisition day", lambda h: h.acquired_on),)


def same_picture(path: str | PathLike[str], other: str | PathLike[str]) -> bool:
    """Whether two files hold the same pixels: as stored, or decoded where they are compressed in two ways.

    Parameters
    ----------
    path, other : path-like
        Two DICOM films.

    Returns
    -------
    bool
        False also where one of them cannot be decoded.

    Examples
    --------
    >>> same_picture(__file__, __file__)
    False
    """
    try:
        first, second = read_header(path), read_header(other)
        if _shape(first) != _shape(second):
            return False
        if first.transfer_syntax == second.transfer_syntax:
            return _stored(path) == _stored(other)
        frames = range(1, first.frames + 1)
        return all(np.array_equal(read_film(path, n).pixels, read_film(other, n).pixels) for n in frames)
    except FilmError:
        return False


def _shape(header: FilmHeader) -> tuple[int, int, int]:
    return header.rows, header.cols, header.frames


def _stored(path: str | PathLike[str]) -> bytes:
    with opened(path) as (file, _, head), quiet():
        dataset = parse(file, head, pixels=True, tags=("PixelData",))
        return bytes(dataset.get("PixelData") or b"")


def differing_facts(header: FilmHeader, other: FilmHeader) -> tuple[str, ...]:
    """Facts that measurements rest on and that two headers of one film state otherwise.

    Parameters
    ----------
    header, other : FilmHeader
        Of two files with the same picture.

    Returns
    -------
    tuple of str
        Name of each fact, with both values where they tell nothing of a person.

    Examples
    --------
    >>> from measure.model import Calibration, ScaleClass, View
    >>> scales = [Calibration(mm, mm, scale_class=ScaleClass.DETECTOR) for mm in (0.2, 0.4)]
    >>> films = [FilmHeader("1.2/1", 9, 9, scale) for scale in scales]
    >>> differing_facts(*films)
    ('spacing (0.2 x 0.2 mm and 0.4 x 0.4 mm)',)
    >>> differing_facts(films[0], films[0])
    ()
    """
    found = _scale(header, other)
    for name, fact in _MEASURED_BY:
        mine, theirs = fact(header), fact(other)
        if mine != theirs:
            shown = "" if isinstance(mine, bool | tuple) else f" ({_word(mine)} and {_word(theirs)})"
            found.append(f"{name}{shown}")
    found += [name for name, fact in _NOT_SHOWN if fact(header) != fact(other)]
    return tuple(found)


def _scale(header: FilmHeader, other: FilmHeader) -> list[str]:
    """Difference of the scale: its millimetres, else the rule that gave them."""
    mine, theirs = header.calibration, other.calibration
    if (mine.row_mm, mine.col_mm) != (theirs.row_mm, theirs.col_mm):
        return [f"spacing ({_spacing(header)} and {_spacing(other)})"]
    if (mine.source, mine.scale_class) != (theirs.source, theirs.scale_class):
        return [f"source of the spacing ({mine.source} and {theirs.source})"]
    if (mine.aspect, mine.relative_sd) != (theirs.aspect, theirs.relative_sd):
        return ["shape of the pixels"]
    return []


def _spacing(header: FilmHeader) -> str:
    scale = header.calibration
    return "none" if scale.row_mm is None else f"{scale.row_mm:g} x {scale.col_mm:g} mm"


def _word(value: object) -> str:
    return "none" if value is None else str(value).replace("_", " ")
