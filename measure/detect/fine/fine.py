"""Fine: marks of every vertebra of a film, from one crop each."""

import numpy as np
from numpy.typing import NDArray

from measure.detect import spread
from measure.detect.contract import CORNERS, CROP, FIELD, MARKS, REASONS
from measure.detect.fine.crop import MIDDLE, Crops, around, sacrum_quad
from measure.detect.fine.look import Look, Run, look
from measure.detect.fine.points import FinePoints
from measure.detect.network import fine_network
from measure.model import View

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

WIDTH = CROP / FIELD  # of a vertebra on its crop, in crop pixels
OFF, TURNED = 0.15, np.radians(6.0)  # widths, and turn, by which a crop may lie off before it is cut again
SEEN = 0.5  # probability from which corners are worth cutting again around
THIN, NARROW = 0.03, 0.4  # widths: least height and least width of a body
FAR = 0.6  # widths from the middle of the crop to that of the marks
ROUGH = 0.1  # widths: sd of the rough corners


def fine(
    picture: NDArray[np.float32],
    quads: Array,
    view: View,
    *,
    sacrum: bool = False,
    mirror: bool = False,
    known: spread.Table | None = None,
    network: Run | None = None,
) -> list[FinePoints]:
    """Marks with covariances of the vertebrae of one film.

    Each is looked at on its own crop. Where the marks show that the crop lay off or askew it is cut again around them.
    Marks that contradict each other (a superior one below its inferior one) give way to the rough corners.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, cols)
        A film, bone bright.
    quads : ndarray, shape (n, 4, 2)
        Rough corners: superior left, superior right, inferior left, inferior right, as seen on the picture.
    view : View
        Frontal or lateral.
    sacrum : bool
        The last quad is that of S1 (``crop.sacrum_quad``): its superior marks alone count, and on a frontal film, which
        the network does not know it on, they stay the rough ones.
    mirror : bool
        Look at every crop's mirror image too, and take the mean.
    known : dict, optional
        Calibration of the covariances instead of the package's; an empty one leaves them as the network gives them.
    network : callable, optional
        Instead of the package's: crops as networks see them to ``heat``, ``visible`` and ``reason``.

    Returns
    -------
    list of FinePoints
        One a quad, in their order.
    """
    quads = np.asarray(quads, np.float64).reshape(-1, 4, 2)
    if not len(quads):
        return []
    names, run = MARKS[view], network or fine_network(view)
    last = np.zeros(len(quads), bool)
    last[-1] = sacrum
    crops = around(quads)
    seen = look(picture, crops, run, names, mirror)
    again = _again(crops, seen, names, last)
    if again.any():
        crops = crops.replaced(around(crops.to_film(_corners(seen.mean, names, last))), again)
        seen = seen.replaced(look(picture, crops[again], run, names, mirror), again)
    # The frontal network has never seen S1.
    believed = _plausible(seen.mean, names, last) & ~(last & (view is View.FRONTAL))
    for where, structure in ((~last, "vertebra"), (last, "sacrum")):
        seen.covariance[where] = spread.apply(seen.covariance[where], names, view, structure, known)
    marks = np.where(believed[:, None, None], crops.to_film(seen.mean), _rough(quads, names))
    rough = (ROUGH * WIDTH) ** 2 * np.eye(2)
    wide = crops.spread_on_film(np.where(believed[:, None, None, None], seen.covariance, rough))
    kept = [[i for i, name in enumerate(names) if not s1 or name.startswith("superior")] for s1 in last]
    return [
        FinePoints(
            {names[i]: marks[k, i] for i in kept[k]},
            {names[i]: wide[k, i] for i in kept[k]},
            {names[i]: float(seen.visible[k, i]) for i in kept[k]},
            dict(zip(REASONS, map(float, seen.reason[k]), strict=True)),
            bool(believed[k]),
        )
        for k in range(len(quads))
    ]


def _again(crops: Crops, seen: Look, names: tuple[str, ...], last: Flags) -> Flags:
    """Crops that lay off, were askew or of another size than the marks on them, where these can be believed."""
    better = around(_corners(seen.mean, names, last))
    off = np.linalg.norm(better.centres - MIDDLE, axis=1) > OFF * WIDTH
    askew = np.abs(np.arctan2(better.along[:, 0], better.along[:, 1])) > TURNED
    sized = np.abs(np.log(better.steps)) > np.log1p(OFF)
    corners = [names.index(name) for name in CORNERS]
    visible = np.where(last, seen.visible[:, corners[:2]].min(axis=1), seen.visible[:, corners].min(axis=1))
    return np.asarray((off | askew | sized) & (visible > SEEN) & _plausible(seen.mean, names, last))


def _corners(marks: Array, names: tuple[str, ...], last: Flags) -> Array:
    """Quads of marks (n, k, 2) on their crops; the lower corners of S1 made up."""
    quads = marks[:, [names.index(name) for name in CORNERS]]
    for k in np.flatnonzero(last):
        quads[k] = sacrum_quad(*quads[k, :2])
    return quads


def _plausible(marks: Array, names: tuple[str, ...], last: Flags) -> Flags:
    """Whether marks on a crop can be a body: left of right, above below, near the middle."""
    quads = _corners(marks, names, last)
    wide = (quads[:, 1::2, 1] - quads[:, ::2, 1]).min(axis=1) > NARROW * WIDTH
    pairs = [
        (names.index(name), names.index(name.replace("superior", "inferior"))) for name in names if "superior" in name
    ]
    heights = np.stack([marks[:, low, 0] - marks[:, high, 0] for high, low in pairs], axis=1)
    tall = (heights > THIN * WIDTH).all(axis=1) | last
    near = np.linalg.norm(quads.mean(axis=1) - MIDDLE, axis=1) < FAR * WIDTH
    return np.asarray(wide & tall & near)


def _rough(quads: Array, names: tuple[str, ...]) -> Array:
    """Marks (n, k, 2) of rough quads: the middle of an endplate is that of its ends."""
    ends = [name.split("_") for name in names]
    at = [
        [CORNERS.index(f"{edge}_{side}") for side in ("left", "right") if end in (side, "middle")] for edge, end in ends
    ]
    return np.stack([quads[:, corners].mean(axis=1) for corners in at], axis=1)
