"""Greys: what stations, exposures, screens and cameras do to the grey values of one small picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Rng = np.random.Generator


def regreyed(picture: Array, rng: Rng) -> Array:
    """A picture from 0 to 1 as another station, screen or camera might have made it; 0 to 1 again."""
    grey = picture
    for change, share in _CHANGES:
        if rng.random() < share:
            grey = change(grey, rng)
    return np.clip(grey, 0, 1, dtype=np.float32)


def _shaded(grey: Array, rng: Rng) -> Array:
    """Brighter and darker regions, as scatter, heel and flash make them."""
    return grey * (1 + rng.uniform(0, 0.3) * _field(grey, rng, 3)) + rng.uniform(0, 0.12) * _field(grey, rng, 3)


def _curved(grey: Array, rng: Rng) -> Array:
    """Another characteristic curve."""
    bent = np.power(np.clip(grey, 0, 1), np.float32(np.exp(rng.uniform(-0.9, 0.9))))
    return np.asarray(bent + np.float32(rng.uniform(-0.1, 0.1)) * np.sin(2 * np.pi * bent), np.float32)


def _mottled(grey: Array, rng: Rng) -> Array:
    """Texture of tissue and gas, coarse or fine."""
    return grey + rng.uniform(0, 0.08) * _field(grey, rng, int(rng.choice([5, 10, 25, 60])))


def _patched(grey: Array, rng: Rng) -> Array:
    """Gas and folds: patches with an edge."""
    inside = 0.5 + 0.5 * np.tanh((_field(grey, rng, 8) - rng.uniform(1.2, 2.2)) * rng.uniform(1.5, 12))
    return np.asarray(grey + rng.uniform(-0.3, 0.2) * inside, np.float32)


def _blurred(grey: Array, rng: Rng) -> Array:
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.3, 1.6)), np.float32)


def _sharpened(grey: Array, rng: Rng) -> Array:
    soft = cv2.GaussianBlur(grey, (0, 0), float(rng.choice([1.0, 2.0, 4.0])))
    return np.asarray(grey + rng.uniform(0.2, 1.6) * (grey - soft), np.float32)


def _equalised(grey: Array, rng: Rng) -> Array:
    """Tone evened out over neighbourhoods."""
    away = grey - cv2.GaussianBlur(grey, (0, 0), rng.uniform(4, 14))
    spread = np.sqrt(cv2.GaussianBlur(away * away, (0, 0), 12))
    even = 0.5 + 0.2 * away / (spread + 0.03)
    return np.asarray(grey + rng.uniform(0.1, 0.9) * (even - grey), np.float32)


def _washed(grey: Array, rng: Rng) -> Array:
    """Whites or blacks lost, little contrast left."""
    low, high = rng.uniform(-0.6, 0.2), rng.uniform(0.75, 1.6)
    return np.asarray(np.clip((grey - low) / (high - low), 0, 1), np.float32)


def _noisy(grey: Array, rng: Rng) -> Array:
    return grey + np.float32(rng.uniform(0, 0.06)) * rng.standard_normal(grey.shape, np.float32)


def _shuttered(grey: Array, rng: Rng) -> Array:
    """Grey area behind blades that stand askew, or around a round field."""
    rows, cols = grey.shape
    open_field = np.zeros(grey.shape, np.float32)
    corners = np.array([[0, 0], [cols, 0], [cols, rows], [0, rows]]) + rng.uniform(-0.06, 0.06, (4, 2)) * [cols, rows]
    cv2.fillPoly(open_field, [corners.astype(np.int32)], 1.0, cv2.LINE_AA)
    shade = float(rng.choice([0.0, 0.0, 1.0, rng.random()]))
    return np.asarray(grey * open_field + shade * (1 - open_field), np.float32)


def _packed(grey: Array, rng: Rng) -> Array:
    """Through a lossy file of few grey levels."""
    eight = (np.clip(grey, 0, 1) * 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", eight, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.float32) / np.float32(255)


def _field(like: Array, rng: Rng, cells: int) -> Array:
    """Smooth random field with about so many bumps along its longer side."""
    rows, cols = like.shape
    unit = max(rows, cols) / cells
    grid = rng.standard_normal((max(2, round(rows / unit)), max(2, round(cols / unit))), np.float32)
    return np.asarray(cv2.resize(grid, (cols, rows), interpolation=cv2.INTER_CUBIC), np.float32)


_CHANGES = (
    (_shaded, 0.5), (_curved, 0.6), (_mottled, 0.5), (_patched, 0.2), (_blurred, 0.35), (_sharpened, 0.35),
    (_equalised, 0.25), (_washed, 0.35), (_noisy, 0.5), (_shuttered, 0.2), (_packed, 0.25),
)  # fmt: skip
