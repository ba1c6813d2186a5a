"""Look: what the fine network says about crops of a film."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import REACH
from measure.detect.fine.crop import Crops, cut
from measure.detect.fine.points import mirrored, moments, probabilities, swapped
from measure.detect.normalise import channels

Array = NDArray[np.float64]
Maps = dict[str, NDArray[np.float32]]
Run = Callable[[NDArray[np.float32]], Maps]
LOGIT = 30.0  # beyond it a probability is 0 or 1


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Marks of n crops in crop pixels, and probabilities.

    Attributes
    ----------
    mean, covariance : ndarray, shapes (n, k, 2) and (n, k, 2, 2)
        Of every mark, (row, col) on the crop.
    visible : ndarray, shape (n, k)
        Probability that a reader can see it.
    reason : ndarray, shape (n, 5)
        Probabilities of ``contract.REASONS``.
    """

    mean: Array
    covariance: Array
    visible: Array
    reason: Array

    def replaced(self, other: "Look", where: NDArray[np.bool_]) -> "Look":
        """With the rows of another look in some places."""
        columns = [np.array(getattr(self, name)) for name in Look.__slots__]
        for column, name in zip(columns, Look.__slots__, strict=True):
            column[where] = getattr(other, name)
        return Look(*columns)


def look(picture: NDArray[np.float32], crops: Crops, run: Run, names: tuple[str, ...], mirror: bool) -> Look:
    """One pass of the network over all crops.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, cols)
        The film.
    crops : Crops
        Where to look.
    run : callable
        The network.
    names : tuple of str
        Its marks.
    mirror : bool
        Average its maps with those of every crop's mirror image: what the two disagree about widens the covariance.
    """
    seen = np.stack([channels(crop, REACH["fine"]) for crop in cut(picture, crops)])
    cells, visible, reason = _said(run(seen))
    if mirror:
        other, also, why = _said(run(np.ascontiguousarray(seen[..., ::-1])))
        cells = np.asarray((cells + mirrored(other, names)) / 2, np.float32)
        visible, reason = (visible + also[:, swapped(names)]) / 2, (reason + why) / 2
    return Look(*moments(cells), visible, reason)


def _said(maps: Maps) -> tuple[NDArray[np.float32], Array, Array]:
    """Heat, visibility and reason as probabilities."""
    visible = 1 / (1 + np.exp(-np.clip(maps["visible"].astype(np.float64), -LOGIT, LOGIT)))
    share = np.exp(maps["reason"] - maps["reason"].max(axis=1, keepdims=True)).astype(np.float64)
    return probabilities(maps["heat"]), visible, share / share.sum(axis=1, keepdims=True)
