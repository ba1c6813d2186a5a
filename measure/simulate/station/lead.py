"""Lead: letters, arrows and wires on the cassette, as millimetres of lead that the beam has to pass."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.station.strokes import Line, draw, text_lines

Array = NDArray[np.float32]


def letters(
    text: str,
    shape: tuple[int, int],
    at: tuple[float, float],
    *,
    mm_per_pixel: float,
    height: float = 18.0,
    stroke: float = 3.0,
    lead: float = 1.0,
    turn: float = 0.0,
    mirrored: bool = False,
) -> Array:
    """Map of lead letters, to be added to the path lengths of ``lead`` before the exposure.

    Parameters
    ----------
    text : str
        Capitals, digits, ``.``, ``-``, ``↑`` and blanks: ``"R"``, ``"STANDING"``.
    shape : tuple of int
        Rows and columns of the film.
    at : tuple of float
        Middle of the text, as shares of rows and columns.
    mm_per_pixel : float
        Size of a pixel at the detector.
    height, stroke : float
        Height of a letter and width of its strokes, mm on the film.
    lead : float
        Thickness, mm.
    turn : float
        Degrees, clockwise on the film.
    mirrored : bool
        The marker lies face down.

    Returns
    -------
    ndarray of float32
        mm of lead.

    Examples
    --------
    >>> marker = letters("L", (200, 200), (0.5, 0.5), mm_per_pixel=0.5, height=20.0, stroke=4.0)
    >>> marker[100, [91, 105]].tolist()  # an L has its upright on the left
    [1.0, 0.0]
    """
    lines, width = text_lines(text)
    c, s = np.cos(np.deg2rad(turn)), np.sin(np.deg2rad(turn))
    size = height / mm_per_pixel * np.array([-1.0 if mirrored else 1.0, 1.0])
    matrix = np.array([[c, -s], [s, c]])
    middle = np.array([at[1] * (shape[1] - 1), at[0] * (shape[0] - 1)])
    placed = [((line - [width / 2, 0.5]) * size) @ matrix.T + middle for line in lines]
    return _drawn(shape, placed, stroke / mm_per_pixel) * np.float32(lead)


def wires(
    shape: tuple[int, int],
    *,
    mm_per_pixel: float,
    spacing: float = 50.0,
    wire: float = 0.5,
    lead: float = 0.15,
    offset: tuple[float, float] = (0.5, 0.5),
) -> Array:
    """Map of the square wire net that long-leg cassettes carry, mm of lead.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    mm_per_pixel : float
        Size of a pixel at the detector.
    spacing, wire : float
        Distance of the wires and their width, mm.
    lead : float
        Thickness that a wire's steel amounts to, mm.
    offset : tuple of float
        First wires, by row and column, as shares of the spacing.
    """
    net = np.zeros(shape, np.float32)
    for axis in (0, 1):
        mm = np.arange(shape[axis]) * mm_per_pixel
        away = np.abs((mm / spacing - offset[axis] + 0.5) % 1.0 - 0.5) * spacing
        # A wire narrower than a pixel still takes its share of it.
        cover = np.clip((wire + mm_per_pixel) / 2 - away, 0, min(wire, mm_per_pixel)) / mm_per_pixel
        np.maximum(net, np.float32(lead) * np.expand_dims(cover.astype(np.float32), 1 - axis), out=net)
    return net


def ruler(
    shape: tuple[int, int],
    *,
    mm_per_pixel: float,
    at: float = 0.93,
    first: int = 0,
    height: float = 6.0,
    lead: float = 0.3,
) -> Array:
    """Map of a ruler that stands beside the leg: a tick every centimetre, a longer one and a number every fifth.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns.
    mm_per_pixel : float
        Size of a pixel at the detector.
    at : float
        Share of the columns where it stands.
    first : int
        Centimetres at the film's upper edge.
    height : float
        Of the digits, mm.
    lead : float
        Thickness, mm.
    """
    rows, cols = shape
    x, long, size = at * (cols - 1), 8.0 / mm_per_pixel, height / mm_per_pixel
    lines = [np.array([[x, 0.0], [x, rows - 1.0]])]
    for cm in range(int(rows * mm_per_pixel / 10) + 1):
        y = cm * 10.0 / mm_per_pixel
        fifth = (cm + first) % 5 == 0
        lines.append(np.array([[x, y], [x + (long if fifth else long / 2), y]]))
        if fifth:
            digits, width = text_lines(str(cm + first))
            lines += [(line - [width, 0.5]) * size + [x - size / 3, y] for line in digits]
    return _drawn(shape, lines, 0.6 / mm_per_pixel) * np.float32(lead)


def _drawn(shape: tuple[int, int], lines: list[Line], thickness: float) -> Array:
    """Lines drawn in the window they need, in a map of the film's shape."""
    whole = np.zeros(shape, np.float32)
    if not lines:
        return whole
    points = np.concatenate(lines)
    low = np.maximum(np.floor(points.min(axis=0) - thickness - 2), 0).astype(int)
    high = np.minimum(np.ceil(points.max(axis=0) + thickness + 2), [shape[1] - 1, shape[0] - 1]).astype(int)
    if np.all(high > low):
        size = (int(high[1] - low[1] + 1), int(high[0] - low[0] + 1))
        window = draw(size, [line - low for line in lines], thickness)
        whole[low[1] : high[1] + 1, low[0] : high[0] + 1] = window
    return whole
