"""Faults of the detector side: grid lines, dead pixels, rows and columns."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def add_grid(signal: Array, depth: float, rng: np.random.Generator, mm: float) -> Array:
    """Shadows of the grid's lead strips, as the beat they make with the pixels.

    Parameters
    ----------
    signal : ndarray of float32
        Signal.
    depth : float
        Modulation.
    rng : numpy.random.Generator
        Draws lines per mm, direction and phase.
    mm : float
        Pixel size.
    """
    lines = rng.uniform(3.0, 6.0)  # a millimetre; usual stationary grids have 30 to 60 a centimetre
    # Strips finer than two pixels appear as their alias.
    cycles = (lines * mm + 0.5) % 1.0 - 0.5
    across = rng.random() < 0.8
    length = signal.shape[1] if across else signal.shape[0]
    wave = np.cos(2 * np.pi * (cycles * np.arange(length) + rng.random())).astype(np.float32)
    strips = 1 + np.float32(depth) * wave
    striped: Array = signal * (strips[None, :] if across else strips[:, None])
    return striped


def add_dead(signal: Array, count: int, rng: np.random.Generator) -> Array:
    """Pixels that answer wrongly; every tenth is a whole row or column."""
    faulty = signal.copy()
    rows, cols = signal.shape
    pixels = count - count // 10
    value = rng.choice([0.0, 2.0], pixels).astype(np.float32)
    faulty[rng.integers(rows, size=pixels), rng.integers(cols, size=pixels)] = value
    for _ in range(count // 10):
        weak = np.float32(rng.uniform(0.9, 1.1))
        if rng.random() < 0.5:
            faulty[rng.integers(rows)] *= weak
        else:
            faulty[:, rng.integers(cols)] *= weak
    return faulty
