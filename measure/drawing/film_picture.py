"""The film as a grey picture: windowed for the eye, right aspect, masked where it must be."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from measure.drawing.frame import Frame, beside_outlines, margin_of, outlines_of
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
    keep = np.zeros(picture.shape[:2], np.uint8)
    outlines = list(outlines_of(measurements).values())
    besides = beside_outlines(measurements)
    for outline in (*outlines, *besides):
        shown = np.array([frame.at((row, col)) for row, col in outline], np.float32)
        hull = cv2.convexHull(shown).astype(np.int32)
        cv2.fillPoly(keep, [hull], 255)
        # One stray mark must not uncover the film between it and its vertebra: the margin is the same for all.
        thickness = max(1, round(2 * margin_of(outlines or besides) * frame.scale))
        cv2.polylines(keep, [hull], isClosed=True, color=255, thickness=thickness, lineType=cv2.LINE_AA)
    picture[keep == 0] = PAPER
