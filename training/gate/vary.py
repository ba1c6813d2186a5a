"""Vary: one sample as it may come: stretched, cut, framed, written on, turned, and what the gate is to say then."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import GATE_SHAPE, REACH, WAYS_UP
from measure.detect.frames import FLAT, LETTERS, fitted, trimmed, whole
from training.gate.greys import regreyed
from training.gate.sample import OTHER, UNSAID, Sample
from training.gate.things import write

Array = NDArray[np.float32]
Rng = np.random.Generator
LONG = 176  # pixels of the longer side: little more than the gate sees
TURNS = (0, 2, 1, 3)  # quarter turns to the left that make ``WAYS_UP`` of an upright film
SHARES = (0.55, 0.15, 0.15, 0.15)
SHUFFLED, BESIDE = 0.03, 0.025  # shares of films


@dataclass(frozen=True, slots=True, eq=False)
class Varied:
    """What the gate sees, and what it is to say.

    Attributes
    ----------
    x : ndarray of float32, shape (2, 128, 128)
        Input of the network.
    way, kind, inverted, front_left : int
        Places in ``WAYS_UP`` and ``KINDS``, 0 or 1; −1 where it may say anything.
    """

    x: Array
    way: int
    kind: int
    inverted: int
    front_left: int


def varied(sample: Sample, other: Sample, rng: Rng) -> Varied:
    """A sample as it may come; now and then a sheet of it and another one, or its pieces in disorder: no spine film."""
    mirrored, drawn = bool(rng.random() < 0.5), rng.random()
    picture = _warped(sample.pixels, rng, mirrored)
    if sample.kind != OTHER and drawn < SHUFFLED:
        sample, picture = replace(sample, kind=OTHER, front_left=UNSAID), _shuffled(picture, rng)
    elif drawn > 1 - BESIDE:
        sample = replace(sample, kind=OTHER, front_left=UNSAID)
        picture = _beside(picture, _warped(other.pixels, rng, mirrored))
    picture = regreyed(picture, rng)
    picture = _written_on(picture, rng) if rng.random() < 0.3 else picture
    way, inverted = int(rng.choice(4, p=SHARES)), int(rng.random() < 0.25)
    picture = 1 - picture if inverted else picture
    picture = _bordered(picture, rng) if rng.random() < 0.25 else picture
    spine = sample.kind != OTHER
    return Varied(
        x=seen(laid(picture, way)),
        way=way if spine else UNSAID,
        kind=sample.kind,
        inverted=inverted if sample.xray else UNSAID,
        front_left=front_seen(sample.front_left, mirrored=mirrored, way=way),
    )


def laid(picture: Array, way: int) -> Array:
    """An upright picture as it lies when it is turned the way of this place in ``WAYS_UP``.

    Examples
    --------
    >>> head_above = np.array([[1.0, 1.0], [0.0, 0.0]], np.float32)
    >>> laid(head_above, WAYS_UP.index("turned_left"))[0]  # the head is at the left
    array([1., 0.], dtype=float32)
    """
    return np.ascontiguousarray(np.rot90(picture, TURNS[way]))


def front_seen(front_left: int, *, mirrored: bool, way: int) -> int:
    """Whether the front is at the left of the picture as it lies; −1 where it is not, or lies above or below."""
    if front_left == UNSAID or WAYS_UP[way].startswith("turned"):
        return UNSAID
    return front_left ^ int(mirrored) ^ int(WAYS_UP[way] == "upside_down")


def seen(picture: Array) -> Array:
    """What the gate sees of a picture: the very same as when it is used."""
    box = trimmed(picture) if _may_have_borders(picture) else whole(picture)
    return fitted(box, GATE_SHAPE).seen(picture, REACH["gate"])[0]


def _may_have_borders(picture: Array) -> bool:
    """Whether any of its four sides may be flat: looking for borders costs more than all the rest."""
    low, high = np.percentile(picture, [1, 99])
    sides = (picture[0], picture[-1], picture[:, 0], picture[:, -1])
    return any(np.subtract(*np.percentile(side, [100 - LETTERS, LETTERS])) <= 2 * FLAT * (high - low) for side in sides)


def _warped(pixels: NDArray[np.uint8], rng: Rng, mirrored: bool) -> Array:
    """Stretched by up to a third, a few degrees askew, cut off at its edges by up to a tenth, perhaps mirrored."""
    rows, cols = pixels.shape
    top, left, bottom, right = (rng.uniform(-0.02, 0.1) * (rng.random() < 0.5) for _ in range(4))
    high, wide = rows * (1 - top - bottom), cols * (1 - left - right)
    aspect = float(np.exp(rng.uniform(-0.285, 0.285))) if rng.random() < 0.6 else 1.0
    scale = LONG / max(high * aspect, wide)
    across = -scale if mirrored else scale
    angle = np.deg2rad(rng.normal(0, 4))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    size = (max(16, round(wide * scale)), max(16, round(high * aspect * scale)))
    matrix = np.diag([across, scale * aspect]) @ turn
    middle = np.array([cols * left + wide / 2, rows * top + high / 2])
    shift = np.array(size) / 2 - matrix @ middle
    mode = cv2.BORDER_CONSTANT if rng.random() < 0.5 else cv2.BORDER_REPLICATE
    warped = cv2.warpAffine(pixels, np.column_stack([matrix, shift]), size, flags=cv2.INTER_AREA, borderMode=mode)
    return np.asarray(warped, np.float32) / np.float32(255)


def _shuffled(picture: Array, rng: Rng) -> Array:
    """Pieces of a picture in disorder."""
    down, across = int(rng.integers(2, 5)), int(rng.integers(1, 4))
    rows, cols = picture.shape[0] // down, picture.shape[1] // across
    tiles = [picture[r * rows : (r + 1) * rows, c * cols : (c + 1) * cols] for r in range(down) for c in range(across)]
    tiles = [np.rot90(tile, 2 * int(rng.integers(2))) for tile in tiles]
    order = rng.permutation(len(tiles))
    lines = [np.hstack([tiles[order[r * across + c]] for c in range(across)]) for r in range(down)]
    return np.ascontiguousarray(np.vstack(lines))


def _beside(one: Array, two: Array) -> Array:
    """Two pictures side by side."""
    two = cv2.resize(two, (max(8, round(two.shape[1] * one.shape[0] / two.shape[0])), one.shape[0]))
    return np.hstack([one, two])


def _written_on(picture: Array, rng: Rng) -> Array:
    """Letters, plates and a strip along an edge, as workstations and screenshots have them."""
    canvas, (rows, cols) = picture.copy(), picture.shape
    for _ in range(int(rng.integers(1, 5))):
        row, col = int(rng.uniform(0, rows)), int(rng.choice([rng.uniform(0, 0.2), rng.uniform(0.7, 1)]) * cols)
        if rng.random() < 0.5:
            tall, wide = int(rng.integers(4, 16)), int(rng.integers(6, 50))
            canvas[row : row + tall, col : col + wide] = rng.random()
        text = "".join(rng.choice(list("LRT0123456789 abcdeSTANDING:."), int(rng.integers(1, 14))))
        write(canvas, text, (col, row + 8), rng.uniform(0.2, 0.6), float(rng.random() > 0.3))
    if rng.random() < 0.2:
        canvas[:, : max(1, cols // int(rng.integers(8, 40)))] = rng.random()
    return canvas


def _bordered(picture: Array, rng: Rng) -> Array:
    """Flat borders with a thin line or letters in them, of any grey."""
    grey = float(rng.choice([0.0, 1.0, rng.random()]))
    pads = (rng.uniform(0, 0.25, 4) * (rng.random(4) < 0.5) * max(picture.shape)).astype(int).tolist()
    canvas = cv2.copyMakeBorder(picture, *pads, cv2.BORDER_CONSTANT, value=grey)
    if rng.random() < 0.5:
        write(canvas, "PATIENT 17:32", (int(rng.uniform(0, 0.6) * canvas.shape[1]), 10), 0.3, 1 - grey)
    return np.asarray(canvas, np.float32)
