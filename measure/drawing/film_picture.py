"""The film as a grey picture: windowed for the eye, right aspect, masked where it must be."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from measure.drawing.frame import Frame, margin_of, trace_points
from measure.drawing.ink import PAPER, Picture
from measure.film import display_window
from measure.model import BurnedIn, Film, Measurement


def grey_picture(film: Film, frame: Frame) -> Picture:
    """Part of a film as a BGR picture in its display window, bone bright."""
    part = film.pixels[frame.rows, frame.cols]
    shown = Film(part, replace(film.header, rows=part.shape[0], cols=part.shape[1]))
    low, high = display_window(shown)
    interpolation = cv2.INTER_AREA if frame.scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(part, frame.size, interpolation=interpolation)
    grey = np.clip((resized - low) * (255.0 / max(high - low, 1e-9)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def must_mask(film: Film) -> bool:
    """Whether text of a person might be burned into the pixels."""
    return film.header.burned_in is not BurnedIn.NO


def mask_outside(picture: Picture, measurements: Sequence[Measurement], frame: Frame) -> None:
    """Blank everything but the neighbourhood of the marks, in place.

    A name burned into a corner of the film thereby never reaches a research output.
    """
    points = trace_points(measurements)
    keep = np.zeros(picture.shape[:2], np.uint8)
    if len(points):
        shown = np.array([frame.at((row, col)) for row, col in points], np.float32)
        hull = cv2.convexHull(shown).astype(np.int32)
        margin = round(margin_of(points) * frame.scale)
        cv2.fillPoly(keep, [hull], 255)
        cv2.polylines(keep, [hull], isClosed=True, color=255, thickness=max(1, 2 * margin), lineType=cv2.LINE_AA)
    picture[keep == 0] = PAPER
