"""Texture: fine structure that no mesh carries, as fields that path lengths are multiplied with."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.simulate.seeds import stream

Field = NDArray[np.float32]

_ATLAS = 1024  # pixels a side
_ATLAS_MM = 0.15  # of the finest film
_VARIANTS = 3


def trabeculae(rng: np.random.Generator, shape: tuple[int, int], mm_per_pixel: float, along_deg: float = 90.0) -> Field:
    """Pattern of spongiosa: bands of 0.3 to 1.5 mm, longer along the load than across it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Which piece of the pattern.
    shape : tuple of int
        Rows and columns.
    mm_per_pixel : float
        In the plane of the bone.
    along_deg : float
        Direction of the main trabeculae against the rows, degrees: 90 is upright.

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        Mean 0; standard deviation 1 on a film of 0.15 mm, and less on coarser ones, whose pixels average over it.

    Examples
    --------
    >>> field = trabeculae(np.random.default_rng(0), (400, 160), 0.15)
    >>> field.shape, bool(abs(field.mean()) < 1e-5), bool(0.8 < field.std() < 1.2)
    ((400, 160), True, True)
    """
    return _piece(rng, "bone", shape, mm_per_pixel, along_deg - 90.0)


def mottle(
    rng: np.random.Generator, shape: tuple[int, int], mm_per_pixel: float, along_deg: float | None = None
) -> Field:
    """Pattern of soft tissue: coarse and fine at once, as lobules of fat, bowel and muscle are.

    Parameters
    ----------
    rng : numpy.random.Generator
        Which piece of the pattern.
    shape : tuple of int
        Rows and columns.
    mm_per_pixel : float
        In the plane of the tissue.
    along_deg : float or None
        Direction of the fibres of a muscle against the rows, degrees; None has no direction.

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        Mean 0; standard deviation about 1.

    Examples
    --------
    >>> mottle(np.random.default_rng(0), (40, 16), 1.5).shape
    (40, 16)
    """
    if along_deg is None:
        return _piece(rng, "soft", shape, mm_per_pixel / 4.0, float(rng.uniform(0, 360)))
    return _piece(rng, "muscle", shape, mm_per_pixel / 2.0, along_deg - 90.0)


def _piece(rng: np.random.Generator, kind: str, shape: tuple[int, int], mm: float, turn: float) -> Field:
    """Random crop of a tiled atlas, mirrored, scaled and turned to the film."""
    step = mm / _ATLAS_MM * float(rng.uniform(0.85, 1.2))
    # Where the film is coarser than the atlas, a blurred atlas stands for what each pixel averages.
    level = int(np.clip(np.round(np.log2(max(step, 1.0))), 0, 5))
    # A random one of a few atlases, at the scale of this film.
    atlas = _atlas(kind, int(rng.integers(_VARIANTS)), level)
    step *= atlas.shape[0] / _ATLAS
    angle = np.deg2rad(turn)
    c, s = step * np.cos(angle), step * np.sin(angle)
    flip = float(rng.choice([-1.0, 1.0]))
    start = rng.uniform(0, atlas.shape[0], 2)
    where = np.array([[flip * c, flip * s, start[0]], [-s, c, start[1]]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    field = cv2.warpAffine(atlas, where, (shape[1], shape[0]), flags=how, borderMode=cv2.BORDER_WRAP)
    out: Field = np.asarray(field, np.float32) - np.float32(cv2.mean(field)[0])
    return out


@lru_cache(maxsize=64)
def _atlas(kind: str, variant: int, level: int) -> Field:
    """A large field that repeats at its edges, at half its resolution ``level`` times over."""
    if level == 0:
        return _noise(kind, stream(variant, "texture", kind))
    field = _atlas(kind, variant, 0)
    size = _ATLAS >> level
    small: Field = field.reshape(size, 1 << level, size, 1 << level).mean(axis=(1, 3)).astype(np.float32)
    return small


def _noise(kind: str, rng: np.random.Generator) -> Field:
    """Noise filtered to the spectrum of a tissue; columns of the atlas run along the fibres."""
    rows = np.fft.fftfreq(_ATLAS, _ATLAS_MM)[:, None]
    columns = np.fft.rfftfreq(_ATLAS, _ATLAS_MM)[None]

    def filtered(gain: NDArray[np.float64]) -> NDArray[np.float64]:
        made = np.fft.irfft2(np.fft.rfft2(rng.normal(size=(_ATLAS, _ATLAS))) * gain, s=(_ATLAS, _ATLAS))
        return np.asarray(made / made.std())

    def band(along: float, across: float, low: float, high: float) -> NDArray[np.float64]:
        f = np.hypot(rows * along, columns * across)
        return np.asarray(np.exp(-((f / high) ** 2)) * (1 - np.exp(-((f / low) ** 2))))

    if kind == "bone":
        # Upright struts, thinner cross-links, and the coarse unevenness of marrow.
        struts = filtered(band(3.0, 0.9, 0.25, 0.9))
        links = filtered(band(1.0, 2.2, 0.35, 1.0))
        coarse = filtered(band(1.4, 1.0, 0.02, 0.12))
        made = 0.75 * np.abs(struts) ** 0.8 * np.sign(struts) + 0.4 * links + 0.45 * coarse
    elif kind == "muscle":
        made = filtered(1.0 / (0.02 + np.hypot(rows * 5.0, columns)) ** 1.3)
    else:
        made = filtered(1.0 / (0.02 + np.hypot(rows, columns)) ** 1.35)
    made = (made - made.mean()) / made.std()
    return np.ascontiguousarray(made, np.float32)
