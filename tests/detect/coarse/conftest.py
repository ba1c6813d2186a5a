"""Spines in closed form, and the maps that a faultless network would draw of them."""

from collections.abc import Callable

import numpy as np
import pytest

from measure.detect.contract import (
    AXIS,
    CENTRE,
    CONTEXT,
    CONTEXTS,
    FRONT_LEFT,
    HEAT,
    MAPS,
    OFFSETS,
    RIB,
    SACRUM,
    SACRUM_OFFSETS,
    STEP,
)  # fmt: skip


def spine(
    tilts: np.ndarray,
    height: float = 16.0,
    disc: float = 0.28,
    aspect: float = 1.5,
    grow: float = 0.02,
    start: tuple[float, float] = (30.0, 120.0),
) -> np.ndarray:
    """Quads (n, 4, 2) of bodies stacked along their tilts in degrees; each a little larger than the one above."""
    quads, place = [], np.array(start)
    for k, tilt in enumerate(np.deg2rad(tilts)):
        tall = height * (1 + grow) ** k
        down, across = np.array([np.cos(tilt), np.sin(tilt)]), np.array([-np.sin(tilt), np.cos(tilt)])
        wide = aspect * tall * across / 2
        quads.append([place - wide, place + wide, place + tall * down - wide, place + tall * down + wide])
        place = place + (1 + disc) * tall * down
    return np.array(quads)


def draw(
    quads: np.ndarray,
    shape: tuple[int, int] = (512, 256),
    scores: np.ndarray | None = None,
    sacrum: np.ndarray | None = None,
    axis: np.ndarray | None = None,
    ranks: np.ndarray | None = None,
    front_left: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Maps and levels of quads in input pixels, each cell with the exact offsets of the nearest body."""
    cells = grid(shape, HEAT)
    maps = np.zeros((MAPS, *cells.shape[:2]))
    maps[:3] = -9.0
    if len(quads):
        centres, tall = quads.mean(axis=1), np.linalg.norm(quads[:, 2:].mean(1) - quads[:, :2].mean(1), axis=1)
        squared = ((cells[:, :, None] - centres) ** 2).sum(-1) / tall**2
        given = np.full(len(quads), 0.9) if scores is None else scores
        maps[CENTRE] = logit((given * np.exp(-squared / (2 * 0.16**2))).max(-1))
        nearest = squared.argmin(-1)
        maps[OFFSETS] = offsets(quads[nearest], cells)
    if sacrum is not None:
        squared = ((cells - sacrum.mean(axis=0)) ** 2).sum(-1) / 16.0**2
        maps[SACRUM] = logit(0.9 * np.exp(-squared / (2 * 0.16**2)))
        maps[SACRUM_OFFSETS] = offsets(np.broadcast_to(sacrum, (*cells.shape[:2], 2, 2)), cells)
    if axis is not None:
        maps[AXIS] = logit(0.9 * np.exp(-((cells - axis) ** 2).sum(-1) / (2 * 2.5**2)))
    return maps.astype(np.float32), said(quads, shape, ranks, front_left).astype(np.float32)


def said(quads: np.ndarray, shape: tuple[int, int], ranks: np.ndarray | None, front_left: float) -> np.ndarray:
    """Levels: every cell names the nearest body by its rank."""
    places = grid(shape, CONTEXT)
    levels = np.zeros((CONTEXTS, *places.shape[:2]))
    if ranks is not None:
        nearest = ((places[:, :, None] - quads.mean(axis=1)) ** 2).sum(-1).argmin(-1)
        levels[:RIB] = 12 * (np.arange(RIB)[:, None, None] == np.asarray(ranks)[nearest])
    levels[FRONT_LEFT] = front_left
    return levels


def grid(shape: tuple[int, int], stride: int) -> np.ndarray:
    """Input pixel (row, col) of every cell."""
    axes = [stride * np.arange(size // stride) + (stride - 1) / 2 for size in shape]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


def offsets(corners: np.ndarray, cells: np.ndarray) -> np.ndarray:
    return np.moveaxis(((corners - cells[:, :, None]) / STEP).reshape(*cells.shape[:2], -1), -1, 0)


def logit(heat: np.ndarray) -> np.ndarray:
    held = np.clip(heat, 1e-4, 1 - 1e-4)
    return np.log(held / (1 - held))


@pytest.fixture
def stacked() -> Callable[..., np.ndarray]:
    """A spine of the given tilts."""
    return spine


@pytest.fixture
def drawn() -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Maps of a spine."""
    return draw
