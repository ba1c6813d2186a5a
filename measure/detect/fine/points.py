"""Points: from heat maps of a crop to marks with a covariance, on the crop and on the film."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import CROP, FLOOR, HEAT

Array = NDArray[np.float64]
BEYOND = CROP / 8  # sd of what may lie beyond the edge of a crop, where a heat map presses against it
PRESSED = 0.05  # of a heat map that may lie in the outermost cells without pressing against the edge


@dataclass(frozen=True, slots=True, eq=False)
class FinePoints:
    """Marks of one vertebra on the film, with what the network thinks of them.

    Attributes
    ----------
    marks : mapping of str to ndarray, shape (2,)
        (row, col) in film pixels, by names as seen on the picture: ``superior_left``.
    covariances : mapping of str to ndarray, shape (2, 2)
        In film pixels squared.
    visible : mapping of str to float
        Probability that a reader can see the mark.
    reasons : mapping of str to float
        Probability of each of ``contract.REASONS``; they add up to 1.
    plausible : bool
        False where the marks contradicted each other: they are then the rough corners, with a wide covariance.
    """

    marks: Mapping[str, Array]
    covariances: Mapping[str, Array]
    visible: Mapping[str, float]
    reasons: Mapping[str, float]
    plausible: bool = True


def probabilities(heat: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logits of shape (…, rows, cols) as probabilities of the cells.

    Examples
    --------
    >>> probabilities(np.log(np.array([[1, 3], [2, 2]], np.float32))).tolist()
    [[0.125, 0.375], [0.25, 0.25]]
    """
    share = np.exp(heat - heat.max(axis=(-2, -1), keepdims=True))
    return np.asarray(share / share.sum(axis=(-2, -1), keepdims=True), np.float32)


def moments(cells: NDArray[np.float32]) -> tuple[Array, Array]:
    """Mean and covariance of probabilities of cells, in crop pixels.

    Two peaks (both rims of a tilted endplate, two answers of two networks) give their middle and a covariance that
    spans them. A map that presses against the edge of its crop is cut off there: its covariance grows by what may
    lie beyond.

    Parameters
    ----------
    cells : ndarray, shape (…, rows, cols)
        Probabilities; cell i lies at crop pixel ``HEAT·i + (HEAT − 1)/2``.

    Returns
    -------
    mean : ndarray, shape (…, 2)
    covariance : ndarray, shape (…, 2, 2)
        With the floor of the training.
    """
    rows, cols = (HEAT * np.arange(size) + (HEAT - 1) / 2 for size in cells.shape[-2:])
    down, right = cells.sum(axis=-1, dtype=np.float64), cells.sum(axis=-2, dtype=np.float64)
    mean = np.stack([down @ rows, right @ cols], axis=-1)
    mixed = ((cells @ cols.astype(np.float32)).astype(np.float64) @ rows) - mean[..., 0] * mean[..., 1]
    by_row = down @ rows**2 - mean[..., 0] ** 2
    by_col = right @ cols**2 - mean[..., 1] ** 2
    covariance = np.stack([np.stack([by_row, mixed], -1), np.stack([mixed, by_col], -1)], -2)
    pressed = [side[..., 0] + side[..., -1] for side in (down, right)]
    beyond = np.maximum(np.stack(pressed, axis=-1) - PRESSED, 0) * BEYOND**2
    return mean, covariance + (FLOOR + beyond)[..., None] * np.eye(2)


def mirrored(cells: NDArray[np.float32], names: tuple[str, ...]) -> NDArray[np.float32]:
    """Maps (n, k, rows, cols) of a mirrored crop as those of the crop itself: turned over, left and right renamed."""
    return cells[:, swapped(names), :, ::-1]


def swapped(names: tuple[str, ...]) -> list[int]:
    """Place of each mark's mirror image among the marks.

    Examples
    --------
    >>> swapped(("superior_left", "superior_middle", "superior_right"))
    [2, 1, 0]
    """
    other = {"left": "right", "right": "left", "middle": "middle"}
    return [names.index(f"{edge}_{other[end]}") for edge, end in (name.split("_") for name in names)]
