"""Calibrators: objects of known size that are put beside the patient."""

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.solids import HERE, Frame, Mesh, Part, Solid, ball, box, merged, tube

Array = NDArray[np.float64]

_DIGITS = {  # strokes of a seven-segment figure, as ends in units of its width and half height
    "a": ((0, 2), (1, 2)), "b": ((1, 2), (1, 1)), "c": ((1, 1), (1, 0)), "d": ((0, 0), (1, 0)),
    "e": ((0, 1), (0, 0)), "f": ((0, 2), (0, 1)), "g": ((0, 1), (1, 1)),
}  # fmt: skip
_SEGMENTS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")


def calibration_ball(frame: Frame = HERE, diameter: float = 25.4, cup: float = 3.0, detail: float = 1.0) -> Part:
    """Steel ball in a plastic cup on a flexible arm.

    Parameters
    ----------
    frame : Frame
        Where the ball's middle lies; the arm runs along −x.
    diameter : float
        Of the ball, mm: 25.4 and 30 are sold.
    cup : float
        Thickness of the plastic around it, mm.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        ``calibrator:ball`` with ``centre`` and ``across``, two points a diameter apart.

    Examples
    --------
    >>> across = calibration_ball(diameter=30.0).marks["calibrator:ball"]["across"]
    >>> float(np.linalg.norm(across[1] - across[0]))
    30.0
    """
    points, radius = max(16, round(64 * detail)), diameter / 2
    arm = tube([[-radius - 60.0, 0, -25.0], [-radius - 30.0, 0, -10.0], [-radius - cup, 0, 0]], 4.0, points // 3)
    solids = (
        Solid(ball(radius + cup, detail=points), "plastic", "air"),
        Solid(ball(radius, detail=points), "steel", "plastic"),
        Solid(arm, "plastic", "air"),
    )
    across = np.array([[-radius, 0.0, 0.0], [radius, 0.0, 0.0]])
    return Part(solids, {"calibrator:ball": {"centre": np.zeros(3), "across": across}}).at(frame)


def ruler(
    frame: Frame = HERE, length: float = 1000.0, step: float = 10.0, *, numbered: bool = True, detail: float = 1.0
) -> Part:
    """Plastic ruler with metal marks, as it stands beside a long-leg film.

    Parameters
    ----------
    frame : Frame
        The ruler runs up along z from the first mark, its marks along +x, flat across y.
    length, step : float
        From the first to the last mark, and from mark to mark, mm.
    numbered : bool
        Whether every fifth mark carries its centimetres.
    detail : float
        Below 0.5 the numbers are left out: they would not show.

    Returns
    -------
    Part
        ``calibrator:ruler`` with ``ticks``, shape (n, 3), their upper edges at the ruler's line.

    Examples
    --------
    >>> ruler(length=100.0, numbered=False).marks["calibrator:ruler"]["ticks"].shape
    (11, 3)
    """
    if not 0 < step <= length:
        raise SimulationError(f"ruler: expected marks closer than its length {length}, got {step}")
    heights = np.arange(round(length / step) + 1) * step
    marks, wide = [], 26.0
    for n, height in enumerate(heights):
        long = 9.0 if n % 5 == 0 else 5.0
        marks.append(box((long, 0.4, 1.0), (long / 2, -1.2, height)))
        if numbered and detail >= 0.5 and n % 5 == 0:
            marks.extend(_figures(round(height / 10), height))
    sheet = box((wide, 2.0, length + 30.0), (wide / 2 - 2, 0, length / 2))
    solids = (Solid(sheet, "plastic", "air"), Solid(merged(marks), "lead", "air"))
    ticks = np.stack([0 * heights, 0 * heights - 1.2, heights], -1)
    return Part(solids, {"calibrator:ruler": {"ticks": ticks}}).at(frame)


def _figures(number: int, height: float) -> list[Mesh]:
    """A number of thin strips beside its mark."""
    strokes = []
    for place, digit in enumerate(str(number)):
        left = 11.0 + 4.5 * place
        for name in _SEGMENTS[int(digit)]:
            (x0, z0), (x1, z1) = _DIGITS[name]
            middle = (left + 2.8 * (x0 + x1) / 2, -1.2, height + 2.5 * (z0 + z1) / 2 - 2.5)
            strokes.append(box((2.2 if x0 != x1 else 0.6, 0.3, 1.9 if z0 != z1 else 0.6), middle))
    return strokes


def step_wedge(
    frame: Frame = HERE, steps: int = 10, rise: float = 2.0, tread: float = 8.0, width: float = 20.0
) -> Part:
    """Aluminium stairs for the grey scale.

    Parameters
    ----------
    frame : Frame
        The stairs climb along +z; rays are meant to run along y.
    steps : int
        How many.
    rise : float
        Thickness of the first step and what each adds, mm.
    tread, width : float
        Of each step along z and along x, mm.

    Returns
    -------
    Part
        ``calibrator:wedge`` with ``steps``, shape (n, 3), the middle of each step, and ``thickness``, shape (n, 2, 3),
        the points where a ray along y enters and leaves it.

    Examples
    --------
    >>> thick = step_wedge(steps=3).marks["calibrator:wedge"]["thickness"]
    >>> (thick[:, 1] - thick[:, 0])[:, 1]
    array([2., 4., 6.])
    """
    if steps < 1 or rise <= 0:
        raise SimulationError(f"wedge: expected at least one step of more than 0 mm, got {steps} of {rise}")
    thick = rise * np.arange(1, steps + 1)
    middle = np.stack([np.zeros(steps), np.zeros(steps), tread * (np.arange(steps) + 0.5)], -1)
    # One block a step: they touch, and nothing overlaps.
    blocks = [box((width, t, tread), (0, -t / 2, z)) for t, z in zip(thick, middle[:, 2], strict=True)]
    depth = np.array([0.0, 1.0, 0.0])
    faces = np.stack([middle - thick[:, None] * depth, middle], axis=1)
    marks = {"steps": middle - thick[:, None] / 2 * depth, "thickness": faces}
    return Part((Solid(merged(blocks), "aluminium", "air"),), {"calibrator:wedge": marks}).at(frame)
