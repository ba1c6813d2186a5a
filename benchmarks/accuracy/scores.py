"""Scores: what one draft of a chain of vertebrae is worth against its labels."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
REACH = 0.5  # of the local height: a draft whose centre lies farther off is of another vertebra

# Corners of every quad, as seen on the picture: superior left, superior right, inferior left, inferior right.
WALLS = ((0, 2), (1, 3))


def heights(quads: Array) -> Array:
    """Mean of the two side heights of each quad.

    Examples
    --------
    >>> heights(np.array([[[0, 0], [0, 3], [2, 0], [4, 3]]], float)).tolist()
    [3.0]
    """
    walls = [np.linalg.norm(quads[:, low] - quads[:, up], axis=-1) for up, low in WALLS]
    return np.asarray(np.mean(walls, axis=0))


def matched(labels: Array, drafts: Array, reach: float = REACH) -> list[tuple[int, int]]:
    """Pairs (label, draft) whose centres lie within ``reach`` heights of the label, the nearest first, each once.

    Parameters
    ----------
    labels, drafts : ndarray, shape (n, 4, 2) and (m, 4, 2)
        Quads.
    reach : float
        In heights of the label.

    Examples
    --------
    >>> quad = np.array([[0, 0], [0, 3], [2, 0], [2, 3]], float)
    >>> matched(np.stack([quad, quad + [5, 0]]), np.stack([quad + [5.9, 0], quad + [1.1, 0]]))
    [(1, 0)]
    """
    if not len(labels) or not len(drafts):
        return []
    apart = np.linalg.norm(labels.mean(axis=1)[:, None] - drafts.mean(axis=1)[None], axis=-1)
    apart = apart / heights(labels)[:, None]
    pairs: list[tuple[int, int]] = []
    for flat in np.argsort(apart, axis=None, kind="stable"):
        label, draft = (int(k) for k in np.unravel_index(flat, apart.shape))
        if apart[label, draft] > reach:
            break
        if all(label != a and draft != b for a, b in pairs):
            pairs.append((label, draft))
    return sorted(pairs)


def corner_errors(labels: Array, drafts: Array) -> Array:
    """Distance of each corner in percent of the label's height, shape (n, 4).

    Examples
    --------
    >>> quad = np.array([[[0, 0], [0, 3], [2, 0], [2, 3]]], float)
    >>> corner_errors(quad, quad + [1, 0]).tolist()
    [[50.0, 50.0, 50.0, 50.0]]
    """
    return np.asarray(100 * np.linalg.norm(drafts - labels, axis=-1) / heights(labels)[:, None])


def axes(quads: Array) -> tuple[Array, Array]:
    """Unit vectors of each quad, along its endplates to the right and down across them, shape (n, 2)."""
    along = (quads[:, 1] - quads[:, 0]) + (quads[:, 3] - quads[:, 2])
    along = along / np.linalg.norm(along, axis=-1, keepdims=True)
    return along, np.stack([along[:, 1], -along[:, 0]], axis=-1)


def convention(labels: Array, drafts: Array) -> Array:
    """Eight constants, shape (4, 2): median of (label − draft) down and along each draft's axes, in its heights.

    Examples
    --------
    Labels that stand half a height lower are met exactly:

    >>> drafts = np.array([[[0, 0], [0, 3], [2, 0], [2, 3]], [[9, 0], [9, 3], [11, 0], [11, 3]]], float)
    >>> constants = convention(drafts + [1, 0], drafts)
    >>> np.abs(moved(drafts, constants) - drafts - [1, 0]).max() < 1e-12
    np.True_
    """
    along, down = axes(drafts)
    off = (labels - drafts) / heights(drafts)[:, None, None]
    return np.stack(
        [np.median(np.einsum("nkd,nd->nk", off, way), axis=0) for way in (down, along)],
        axis=-1,
    )


def moved(drafts: Array, constants: Array) -> Array:
    """Drafts with every corner moved by its two constants."""
    along, down = axes(drafts)
    off = constants[None, :, :1] * down[:, None] + constants[None, :, 1:] * along[:, None]
    return np.asarray(drafts + off * heights(drafts)[:, None, None])


def largest_cobb(quads: Array) -> float:
    """Largest angle between the mid-lines of any two quads, degrees; NaN of fewer than two.

    Examples
    --------
    >>> def tilted(degrees):
    ...     t = np.radians(degrees)
    ...     return np.array([[0, 0], [0, 3], [2, 0], [2, 3]]) @ [[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]
    >>> round(largest_cobb(np.stack([tilted(12), tilted(0), tilted(-23)])), 9)
    35.0
    """
    if len(quads) < 2:
        return float("nan")
    way = (quads[:, 1] + quads[:, 3]) - (quads[:, 0] + quads[:, 2])
    tilts = np.degrees(np.arctan2(way[:, 0], way[:, 1]))
    return float(np.ptp(tilts))


def ratios(quads: Array) -> Array:
    """Left over right height of each quad: front over back where the patient faces left.

    Examples
    --------
    >>> ratios(np.array([[[0, 0], [0, 3], [2, 0], [4, 3]]], float)).tolist()
    [0.5]
    """
    left, right = (np.linalg.norm(quads[:, low] - quads[:, up], axis=-1) for up, low in WALLS)
    return np.asarray(left / right)
