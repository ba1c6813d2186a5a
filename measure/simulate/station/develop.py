"""Develop: detector signal in, stored values out."""

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Intensity
from measure.simulate.station.exposed import attenuation, range_of
from measure.simulate.station.faults import add_dead, add_grid
from measure.simulate.station.labels import draw_labels
from measure.simulate.station.look import Look

Array = NDArray[np.float32]
_MASK_MM = 0.4  # of the unsharp mask
_STEPS = 1 << 14  # of the tone curve's table
_MARGIN = 0.35  # of the range that may lie beyond its ends before the tone curve closes


def develop(signal: Array, look: Look, rng: np.random.Generator | int, mm_per_pixel: float) -> NDArray[np.uint16]:
    """Stored values of a film.

    Parameters
    ----------
    signal : ndarray of float32, shape (rows, cols)
        Linear in absorbed energy; 1 = open beam.
    look : Look
        Station.
    rng : numpy.random.Generator or int
        For what has no number of its own: where dead pixels lie, how the grid lies. A seed makes a stream.
    mm_per_pixel : float
        Size of a pixel at the detector.

    Returns
    -------
    ndarray of uint16, shape (rows, cols)
        From 0 to ``look.top``; bone bright, or dark with ``look.monochrome1``.

    Raises
    ------
    SimulationError
        If the signal is no picture.

    Examples
    --------
    >>> from measure.simulate.station import RAW_LIN
    >>> develop(np.array([[1.0, 0.25]], np.float32), RAW_LIN, 0, 0.15)  # raw detector values: bone is dark
    array([[13107,  3277]], dtype=uint16)
    """
    if signal.ndim != 2 or signal.size == 0:
        raise SimulationError(f"station: expected a signal of rows and columns, got shape {signal.shape}")
    stream = np.random.default_rng([rng, 0x57A7]) if isinstance(rng, int) else rng
    lit, opening = _detected(np.asarray(signal, np.float32), look, stream, mm_per_pixel)
    if look.chain is Intensity.LIN:
        grey = _linear(lit)
    else:
        grey = attenuation(lit)
        ends = range_of(grey, opening, look)
        grey -= np.float32(ends.low)
        grey *= np.float32(1 / (ends.high - ends.low))
        if look.chain is Intensity.DISPLAY:
            grey = _displayed(grey, look, mm_per_pixel)
    if look.shutter is not None and opening is not None:
        grey = np.where(opening > 0.5, grey, np.float32(_masked_grey(look)))
    return _stored(grey, look, mm_per_pixel)


def _detected(signal: Array, look: Look, rng: np.random.Generator, mm: float) -> tuple[Array, Array | None]:
    """Signal as the detector hands it on, and where the blades were open."""
    opening = None
    if look.blades is not None:
        signal, opening = look.blades.over(signal, mm)
    if look.seams is not None:
        signal = look.seams.over(signal, mm)
    if look.grid > 0:
        signal = add_grid(signal, look.grid, rng, mm)
    if look.dead > 0:
        signal = add_dead(signal, look.dead, rng)
    return signal, opening


def _masked_grey(look: Look) -> float:
    """Grey of the mask: black and white are those of the tone curve, where there is one."""
    if look.chain is not Intensity.DISPLAY:
        return float(look.shutter or 0.0)
    return look.tone.black + (look.tone.white - look.tone.black) * (look.shutter or 0.0)


def _linear(lit: Array) -> Array:
    """Raw values, bone bright; detectors are set so that the open beam is well below saturation."""
    return np.float32(1) - lit * np.float32(0.2)


def _displayed(grey: Array, look: Look, mm: float) -> Array:
    """What a station makes of it for the eye."""
    grey = np.clip(grey, -_MARGIN, 1 + _MARGIN)
    if look.detail is not None:
        grey = look.detail(grey, mm)
    if look.local > 0:
        grey = _equalised(grey, look.local)
    if look.sharpen > 0:
        soft = cv2.GaussianBlur(grey, (0, 0), max(_MASK_MM / mm, 0.7))
        amount = np.float32(look.sharpen * min(_MASK_MM / mm / 0.7, 1.0) ** 2)  # little of it is left in large pixels
        grey = grey * (1 + amount) - np.asarray(soft, np.float32) * amount
    table = look.tone(np.linspace(0, 1, _STEPS)).astype(np.float32)
    places = np.clip(grey, 0, 1)
    places *= _STEPS - 1
    return np.take(table, places.astype(np.uint16))


def _equalised(grey: Array, limit: float) -> Array:
    """Contrast-limited local equalisation, mixed half and half with the picture."""
    coarse = (np.clip(grey, 0, 1) * 65535).astype(np.uint16)
    even = cv2.createCLAHE(clipLimit=limit, tileGridSize=(6, 6)).apply(coarse)
    return np.asarray(cv2.addWeighted(grey, 0.5, even.astype(np.float32), 0.5 / 65535, 0), np.float32)


def _stored(grey: Array, look: Look, mm: float) -> NDArray[np.uint16]:
    """Whole numbers of the look's bits, with labels and losses."""
    if look.labels:
        grey = draw_labels(grey, look.labels, mm)
    if look.jpeg is not None:
        eight = (np.clip(grey, 0, 1) * 255 + 0.5).astype(np.uint8)
        packed = cv2.imencode(".jpg", eight, [cv2.IMWRITE_JPEG_QUALITY, look.jpeg])[1]
        grey = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.float32) / np.float32(255)
    whole = np.clip(grey, 0, 1)
    if look.monochrome1:
        whole = 1 - whole
    whole *= look.top
    whole += 0.5
    return whole.astype(np.uint16)
