"""A window for showing a film; never for measuring on it."""

import numpy as np
from numpy.typing import NDArray

from measure.model import Film

_SIDE = 512  # Pixels of the sample along the longer side: percentiles need no more.
_FLAT = 0.02  # A border whose grey values spread less than this part of the whole shows no patient.
_PILE = 0.02  # Share of pixels at one end of the range that makes it padding or saturation.
_LOW, _HIGH = 0.5, 99.5


def display_window(film: Film) -> tuple[float, float]:
    """Grey values to show as black and as white.

    Percentiles of what is left once collimated borders, padding and saturation are put aside.

    Parameters
    ----------
    film : Film
        Bone bright.

    Returns
    -------
    lo, hi : float
        lo < hi, also for a film of one value.

    Examples
    --------
    >>> from measure.model import FilmHeader
    >>> pixels = np.tile(np.linspace(100, 200, 64, dtype=np.float32), (64, 1))
    >>> lo, hi = display_window(Film(pixels, FilmHeader("sha256:0", 64, 64)))
    >>> round(lo), round(hi)
    (100, 200)
    """
    step = max(1, max(film.pixels.shape) // _SIDE)
    sample = film.pixels[::step, ::step]
    values = _without_piles(_without_borders(sample).ravel())
    lo, hi = (float(v) for v in np.percentile(values, (_LOW, _HIGH)))
    return (lo, hi) if hi > lo else (lo, lo + 1.0)


def _without_borders(sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sample without the flat rows and columns at its edges; all of it where nothing else would be left."""
    low, high = np.percentile(sample, (1, 99))
    flat = _FLAT * float(high - low)
    for _ in range(2):  # Columns can only be judged once the rows are cut, and the other way round.
        for axis in (1, 0):
            spread = np.ptp(np.percentile(sample, (10, 90), axis=axis), axis=0)
            kept = np.flatnonzero(spread > flat)
            if len(kept) < 0.2 * sample.shape[1 - axis]:
                return sample
            part = slice(int(kept[0]), int(kept[-1]) + 1)
            sample = sample[part] if axis == 1 else sample[:, part]
    return sample


def _without_piles(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Values without the lowest and the highest one, where many pixels pile up there."""
    for end in (values.min(), values.max()):
        rest = values[values != end]
        if len(values) - len(rest) > _PILE * len(values) and len(rest) > 0.1 * len(values):
            values = rest
    return values
