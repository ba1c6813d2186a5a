"""Bones: hands, feet, skulls, jaws and joints of capsules and shells, as mm of bone and of soft tissue on every ray."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Rng = np.random.Generator
Paths = tuple[Array, Array]


class Canvas:
    """Depths of solids seen from in front; a unit of length is a pixel, and as many mm as ``mm`` says."""

    def __init__(self, shape: tuple[int, int], mm: float) -> None:
        self.row, self.col = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
        self.bone, self.soft, self.mm = np.zeros(shape, np.float32), np.zeros(shape, np.float32), mm

    def capsule(self, a: Array, b: Array, thick: float, end: float, wall: float, flesh: float = 0.0) -> None:
        """Long bone from a to b, (row, col): ``thick`` at the middle, ``end`` at its ends, a hollow within ``wall``."""
        ahead = np.asarray(b, float) - a
        length = float(np.hypot(*ahead)) + 1e-6
        down, across = self.row - np.float32(a[0]), self.col - np.float32(a[1])
        along = (down * ahead[0] + across * ahead[1]) / length
        share = np.clip(along / length, 0, 1)
        beyond = along - share * length
        away = np.hypot((down * ahead[1] - across * ahead[0]) / length, beyond)
        radius = thick + (end - thick) * np.abs(2 * share - 1) ** 3
        hollow = np.maximum(radius - wall, 0) * (1 - np.abs(2 * share - 1) ** 6)
        self.bone += self.mm * (_chord(radius, away) - 0.8 * _chord(hollow, away))
        if flesh:
            self.soft += self.mm * np.maximum(_chord(radius + flesh, away) - self.soft / self.mm, 0)

    def ball(self, at: Array, radii: Array, turn: float, wall: float, flesh: float = 0.0) -> None:
        """Ellipsoid with a shell of ``wall``; ``wall`` 0 for none of bone."""
        c, s = np.cos(turn), np.sin(turn)
        down, across = self.row - np.float32(at[0]), self.col - np.float32(at[1])
        u, v = c * down + s * across, c * across - s * down
        deep = float(min(radii))
        whole = deep * _chord(1.0, np.hypot(u / radii[0], v / radii[1]))
        if wall:
            inner = np.maximum(np.asarray(radii) - wall, 0.5)
            hollow = float(min(inner)) * _chord(1.0, np.hypot(u / inner[0], v / inner[1]))
            self.bone += self.mm * (whole - 0.75 * hollow)
        if flesh or not wall:
            outer = np.asarray(radii) + flesh
            body = float(min(outer)) * _chord(1.0, np.hypot(u / outer[0], v / outer[1]))
            self.soft += self.mm * np.maximum(body - self.soft / self.mm, 0)

    def paths(self) -> Paths:
        """Of bone and of soft tissue, mm."""
        return np.maximum(self.bone, 0), np.maximum(self.soft, 0)


def _chord(radius: Array | float, away: Array) -> Array:
    return np.asarray(2 * np.sqrt(np.maximum(np.square(radius) - np.square(away), 0)), np.float32)


def hand(rng: Rng, shape: tuple[int, int]) -> Paths:
    """Hand or foot: rays of bones on a fan, pebbles at their root, two long bones behind; some hands are two."""
    canvas, size = Canvas(shape, rng.uniform(0.6, 1.2)), min(shape) * rng.uniform(0.6, 1.1)
    for _ in range(int(rng.choice([1, 1, 2]))):
        root = np.array(shape) * rng.uniform(0.3, 0.75, 2)
        heading, spread = rng.uniform(0, 2 * np.pi), rng.uniform(0.05, 0.25)
        for ray in range(5):
            way = heading + (ray - 2) * spread + rng.normal(0, 0.03)
            at = root + size * 0.12 * np.array([np.cos(way), np.sin(way)])
            for part in rng.uniform(0.8, 1.2) * np.array([0.3, 0.2, 0.13, 0.09]):
                then = at + size * part * np.array([np.cos(way), np.sin(way)])
                thick = size * 0.018 * rng.uniform(0.8, 1.3)
                canvas.capsule(at, then, thick, thick * 1.6, thick * 0.45, size * 0.03)
                at, way = then + size * 0.012 * np.array([np.cos(way), np.sin(way)]), way + rng.normal(0, 0.06)
        for _ in range(8):
            at = root + rng.normal(0, size * 0.05, 2)
            canvas.ball(at, size * rng.uniform(0.03, 0.06, 2), rng.uniform(0, 3), 2.0, 5)
        for side in (-0.12, 0.12):
            start = root - size * 0.06 * np.array([np.cos(heading + side), np.sin(heading + side)])
            end = root - size * np.array([np.cos(heading + side / 3), np.sin(heading + side / 3)])
            canvas.capsule(start, end, size * 0.035, size * 0.07, size * 0.012, size * 0.05)
    return canvas.paths()


def joint(rng: Rng, shape: tuple[int, int]) -> Paths:
    """Two or three long bones that meet: an elbow, a knee, a shoulder, a fracture."""
    canvas, size = Canvas(shape, rng.uniform(0.8, 1.6)), max(shape) * rng.uniform(0.5, 1.0)
    middle, heading = np.array(shape) * rng.uniform(0.3, 0.7, 2), rng.uniform(0, 2 * np.pi)
    for k in range(int(rng.integers(1, 5))):
        way = heading + (np.pi if k % 2 else 0.0) + rng.normal(0, 0.35)
        unit = np.array([np.cos(way), np.sin(way)])
        thick = size * rng.uniform(0.03, 0.07)
        start = middle + unit * size * rng.uniform(0.02, 0.1) + rng.normal(0, size * 0.04, 2)
        canvas.capsule(start, start + unit * size, thick, thick * rng.uniform(1.3, 2.4), thick * 0.35, thick * 1.8)
    for _ in range(int(rng.integers(0, 4))):
        canvas.ball(middle + rng.normal(0, size * 0.08, 2), size * rng.uniform(0.03, 0.1, 2), rng.uniform(0, 3), 2.0)
    return canvas.paths()


def skull(rng: Rng, shape: tuple[int, int]) -> Paths:
    """Skull-like shells with cavities."""
    canvas, size = Canvas(shape, rng.uniform(0.8, 1.4)), min(shape) * rng.uniform(0.3, 0.5)
    at, turn = np.array(shape) * rng.uniform(0.4, 0.6, 2), rng.uniform(0, np.pi)
    canvas.ball(at, size * np.array([1.0, rng.uniform(0.7, 0.95)]), turn, size * rng.uniform(0.04, 0.1), 6)
    for _ in range(int(rng.integers(4, 12))):
        place, radii = at + rng.normal(0, size * 0.4, 2), size * rng.uniform(0.05, 0.3, 2)
        canvas.ball(place, radii, rng.uniform(0, 3), rng.uniform(1, 4))
    canvas.bone *= 1 - 0.5 * (np.hypot(canvas.row - at[0] - size * 0.3, canvas.col - at[1]) < size * 0.2)
    return canvas.paths()


def jaw(rng: Rng, shape: tuple[int, int]) -> Paths:
    """Panorama of teeth: two rows along an arc, each tooth a crown and roots, a jaw beneath."""
    rows, cols = shape
    canvas, count = Canvas(shape, rng.uniform(0.5, 1.0)), int(rng.integers(8, 17))
    bow, middle, tall = rng.uniform(-0.15, 0.3) * rows, rng.uniform(0.4, 0.6) * rows, rng.uniform(0.1, 0.2) * rows
    for k in range(count):
        col = cols * (0.08 + 0.84 * (k + 0.5) / count)
        bend = bow * ((2 * k / (count - 1) - 1) ** 2 - 0.5)
        for side in (-1.0, 1.0):
            if rng.random() < 0.9:
                crown = np.array([middle + bend + side * tall * 0.15, col])
                root = crown + [side * tall, rng.normal(0, 3)]
                canvas.capsule(crown, root, cols / count * 0.36, cols / count * 0.25, 1.5)
    for side in (-1.0, 1.0):
        wide = np.array([middle - bow / 2 + side * tall * 1.1, cols * 0.05])
        canvas.capsule(wide, np.array([wide[0], cols * 0.95]), tall * 0.5, tall * 0.6, 2.0)
    canvas.soft += canvas.mm * rng.uniform(20, 80)
    return canvas.paths()


def cage(rng: Rng, shape: tuple[int, int]) -> Paths:
    """Bows like ribs over one side, an organ or two, no column."""
    canvas, size = Canvas(shape, rng.uniform(0.8, 1.6)), max(shape)
    out = rng.choice([-1.0, 1.0])
    step, lean = size * rng.uniform(0.08, 0.14), rng.uniform(0.1, 0.6)
    for top in np.arange(-size * 0.2, size * 1.1, step):
        at = np.array([top, shape[1] * (0.5 - 0.6 * out)])
        for k in range(6):
            then = at + size * 0.16 * np.array([lean * (k / 3 - 0.4), out])
            canvas.capsule(at, then, size * 0.012, size * 0.012, size * 0.005)
            at = then
    for _ in range(int(rng.integers(1, 4))):
        canvas.ball(np.array(shape) * rng.random(2), size * rng.uniform(0.1, 0.4, 2), rng.uniform(0, 3), 0.0)
    return canvas.paths()


def rubble(rng: Rng, shape: tuple[int, int]) -> Paths:
    """Any rods, shells and metal in any place."""
    canvas, size = Canvas(shape, rng.uniform(0.8, 1.6)), max(shape)
    for _ in range(int(rng.integers(2, 25))):
        at = np.array(shape) * rng.random(2)
        if rng.random() < 0.5:
            canvas.capsule(at, np.array(shape) * rng.random(2), *(size * rng.uniform(0.005, 0.05, 2)), size * 0.01, 5.0)
        else:
            wall = float(rng.choice([0.0, 2.0, 5.0]))
            canvas.ball(at, size * rng.uniform(0.02, 0.2, 2), rng.uniform(0, 3), wall, 3.0)
    return canvas.paths()


BONES: Mapping[str, Callable[[Rng, tuple[int, int]], Paths]] = {
    "hand": hand, "joint": joint, "skull": skull, "jaw": jaw, "cage": cage, "rubble": rubble,
}  # fmt: skip
