"""Films that are drawn, not simulated: bright blocks on a ramp, whose corners are known."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from measure.model import LEVELS, View

SHAPES = {View.FRONTAL: (1248, 480), View.LATERAL: (768, 768)}
FIRST = {View.FRONTAL: "T1", View.LATERAL: "T11"}
HIGH, WIDE, APART = 40, 60, 54


def drawn(view: View, seed: int, count: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """Pixels and marks (27, 6, 2) of one film."""
    rng = np.random.default_rng(seed)
    rows, cols = SHAPES[view]
    pixels = np.linspace(20, 90, rows)[:, None] + rng.normal(0, 3, (rows, cols))
    marks = np.full((27, 6, 2), np.nan, np.float32)
    top, left = int(rng.integers(60, 120)), int(rng.integers(150, 250))
    first = [level.value for level in LEVELS].index(FIRST[view])
    for k in range(count):
        high, low = top + k * APART, top + k * APART + HIGH
        pixels[high : low + 1, left : left + WIDE + 1] += 110
        marks[first + k] = [[r, left + part * WIDE] for r in (high, low) for part in (0, 0.5, 1)]
    if view is View.FRONTAL:
        marks[:, [1, 4]] = np.nan
    return pixels.clip(0, 255).astype(np.uint8), marks


@pytest.fixture(scope="session")
def drawn_films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of two shards of two drawn films for each view."""
    folder = tmp_path_factory.mktemp("films")
    for view in SHAPES:
        for number in range(2):
            pixels, marks = zip(*(drawn(view, 10 * number + k) for k in range(2)), strict=True)
            np.savez(
                folder / f"{view}_{number:05d}.npz", pixels=np.stack(pixels), marks=np.stack(marks),
                reasons=np.zeros((2, 27, 6), np.uint8), front_left=np.array([1, 0], np.uint8),
                mm=np.full(2, 0.5, np.float32), ribs=np.zeros((2, 27), np.uint8),
            )  # fmt: skip
    return folder


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """Let torch use one core: tests run side by side, and sums of several threads are not always the same."""
    with suppress(ImportError):
        import torch

        torch.set_num_threads(1)
