"""The film as a grey picture: windowed for the eye, right aspect, masked where it must be."""

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.drawing.ink import PAPER, Picture
from measure.film import display_window
from measure.model import BurnedIn, Calibration, Film, Measurement

# Margin around the marks that is shown of a film whose burned-in text is not excluded,
# as a share of the extent of the marks.
MARGIN = 0.10


def grey_picture(film: Film, size: tuple[int, int]) -> Picture:
    """Film as BGR of (width, height), in its display window.

    Parameters
    ----------
    film : Film
        Pixels.
    size : tuple of int
        Width and height wanted.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
        Bone bright.
    """
    smaller = size[0] * size[1] < film.pixels.size
    resized = cv2.resize(film.pixels, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    low, high = display_window(film)
    grey = np.clip((resized - low) * (255.0 / max(high - low, 1e-9)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def picture_scale(film: Film, calibration: Calibration, longest: int) -> tuple[float, float]:
    """Picture pixels per film pixel, down and across, so that shapes are true.

    The longest side becomes ``longest`` picture pixels; small films are enlarged.
    """
    rows, cols = film.pixels.shape
    down, across = calibration.step
    tallest = max(rows * down, cols * across)
    return longest * down / tallest, longest * across / tallest


def must_mask(film: Film) -> bool:
    """Whether text of a person might be burned into the pixels."""
    return film.header.burned_in is not BurnedIn.NO


def mask_outside(picture: Picture, measurements: list[Measurement], scale: tuple[float, float]) -> None:
    """Blank everything but the neighbourhood of the marks, in place.

    A name burned into a corner of the film thereby never reaches a research output.
    """
    points = trace_points(measurements) * scale
    keep = np.zeros(picture.shape[:2], np.uint8)
    if len(points):
        hull = cv2.convexHull(points[:, ::-1].astype(np.float32)).astype(np.int32)
        margin = int(MARGIN * max(np.ptp(points[:, 0]), np.ptp(points[:, 1])))
        cv2.fillPoly(keep, [hull], 255)
        cv2.polylines(keep, [hull], isClosed=True, color=255, thickness=2 * margin, lineType=cv2.LINE_AA)
    picture[keep == 0] = PAPER


def trace_points(measurements: list[Measurement]) -> NDArray[np.float64]:
    """All points of all traces, shape (n, 2), in (row, col)."""
    points = [p for m in measurements for item in m.trace.items for p in item.points]
    return np.array(points, dtype=np.float64).reshape(-1, 2)
