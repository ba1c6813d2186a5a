"""Seeded textures: trabeculae, lung markings, gas and stool."""

import cv2
import numpy as np

from _generator.canvas import Canvas, distance, rounded, smooth
from _generator.shapes import curve, ellipse


def noise_field(canvas: Canvas, fine: tuple[float, float], coarse: float, rng: np.random.Generator) -> np.ndarray:
    """Band-passed noise with unit sd: grain of ``fine`` (x, y) mm, nothing larger than ``coarse`` mm."""
    white = rng.standard_normal((canvas.rows, canvas.cols))
    row, col = canvas.step
    small = cv2.GaussianBlur(white, (0, 0), max(fine[0] / col, 0.3), sigmaY=max(fine[1] / row, 0.3))
    large = cv2.GaussianBlur(white, (0, 0), coarse / col, sigmaY=coarse / row)
    band = small - large
    return band / band.std()


def blob(centre: tuple[float, float], size: float, rng: np.random.Generator, n: int = 9) -> np.ndarray:
    """Irregular round outline with a mean radius in mm."""
    ring = ellipse(centre, size, size * rng.uniform(0.6, 1.0), rng.uniform(0, 180), n=n)
    ring = np.asarray(centre) + (ring - centre) * rng.uniform(0.78, 1.18, (n, 1))
    return curve(ring, closed=True)


def gas_loop(canvas: Canvas, path: np.ndarray, width: float, depth: float, rng: np.random.Generator) -> None:
    """A piece of bowel: a tube of gas with folds, full here, thin or empty there, soft at its edges."""
    steps = np.hypot(*np.diff(path, axis=0).T).cumsum()
    win = canvas.window(path, 1.5 * width)
    y, x = canvas.y[win[0]], canvas.x[:, win[1]]
    if not (x.size and y.size):
        return
    layer = np.zeros((y.size, x.size))
    for s in np.arange(0, steps[-1], width * rng.uniform(0.32, 0.6)):
        k = int(np.searchsorted(steps, s))
        centre = tuple(path[k] + rng.normal(0, 0.17 * width, 2))
        d = distance(x, y, blob(centre, width * rng.uniform(0.22, 0.6), rng), closed=True)
        bead = depth * rng.choice([0.15, 0.4, 0.7, 1.0]) * rounded(-d / (0.5 * width))
        layer = np.maximum(layer, bead) - 0.25 * np.minimum(layer, bead)
    sigma = 0.9 / canvas.pixel
    canvas.air[win] += cv2.GaussianBlur(layer, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)


def stool(canvas: Canvas, centre: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    """Mottled content of the colon: a sponge of small bubbles within a round cloud."""
    outline = blob(centre, size, rng)
    win = canvas.window(outline, 1.0)
    y, x = canvas.y[win[0]], canvas.x[:, win[1]]
    if not (x.size and y.size):
        return
    white = rng.standard_normal((y.size, x.size))
    row, col = canvas.step
    small = cv2.GaussianBlur(white, (0, 0), 1.3 / col, sigmaY=1.3 / row)
    small -= cv2.GaussianBlur(white, (0, 0), 4.5 / col, sigmaY=4.5 / row)
    sponge = smooth((small / small.std() + 0.5) / 2.6)
    canvas.air[win] += 11.0 * sponge * rounded(-distance(x, y, outline, closed=True) / (0.6 * size))
