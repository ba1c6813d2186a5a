"""The overlay: the film with its traces on the left, every value with its doubt on the right."""

from collections.abc import Sequence

import cv2
import numpy as np

from measure.drawing.film_picture import grey_picture, mask_outside, must_mask
from measure.drawing.frame import around_marks, fit, whole
from measure.drawing.ink import AMBER, PANEL, Picture, write_with_halo
from measure.drawing.panel import HEAD, PAD, draw_panel, panel_width
from measure.drawing.traces import draw_traces
from measure.errors import MeasureError
from measure.model import Calibration, Film, Measurement

LONGEST = 1600


def draw_overlay(
    film: Film,
    measurements: Sequence[Measurement],
    *,
    title: str,
    calibration: Calibration | None = None,
    whole_film: bool = False,
    draft: bool = False,
) -> Picture:
    """Picture by which a person checks all measurements of one film at a glance.

    Parameters
    ----------
    film : Film
        Pixels and header.
    measurements : sequence of Measurement
        Their traces are drawn and nothing else.
    title : str
        Top line; the caller keeps identity out of it.
    calibration : Calibration, optional
        Scale in force, for the true aspect; the header's by default.
    whole_film : bool
        Show the whole film although burned-in text is not excluded. By default everything
        but the neighbourhood of the marks is blanked unless the header says that no text
        is burned in.
    draft : bool
        Whether an algorithm placed the marks and nobody has looked at them: picture and panel say so.

    Returns
    -------
    ndarray of uint8, shape (rows, cols, 3)
        BGR, at most 1600 pixels a side.
    """
    rows = list(measurements)
    calibration = calibration or film.header.calibration
    masked = must_mask(film) and not whole_film
    part = around_marks(film, rows) if masked else whole(film)
    frame = fit(film, calibration, part, (LONGEST - panel_width(rows), LONGEST))
    picture = grey_picture(film, frame)
    if masked:
        mask_outside(picture, rows, frame)
    draw_traces(picture, rows, frame)
    if draft:
        write_with_halo(picture, "DRAFT", (PAD, PAD + HEAD), AMBER, HEAD)
    return _beside(picture, draw_panel(rows, title, picture.shape[0], masked=masked, draft=draft))


def _beside(film: Picture, panel: Picture) -> Picture:
    height = max(film.shape[0], panel.shape[0])
    picture: Picture = np.full((height, film.shape[1] + panel.shape[1], 3), PANEL, np.uint8)
    picture[: film.shape[0], : film.shape[1]] = film
    picture[: panel.shape[0], film.shape[1] :] = panel
    longest = max(picture.shape[:2])
    if longest > LONGEST:
        factor = LONGEST / longest
        picture = np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    return picture


def encode_png(picture: Picture) -> bytes:
    """PNG file as bytes.

    Raises
    ------
    MeasureError
        If the picture cannot be encoded.
    """
    ok, data = cv2.imencode(".png", picture)
    if not ok:
        raise MeasureError("overlay: OpenCV could not encode the picture as PNG")
    return data.tobytes()
