"""Coarse: a film as the chain of its vertebrae, in film pixels."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from measure.detect.coarse.candidates import Candidate, Floats, Found, Map, averaged, found
from measure.detect.coarse.chain import Chain, chained
from measure.detect.contract import REACH
from measure.detect.frames import Box, Frame, Picture, fitted, nearest_shape, trimmed
from measure.detect.network import Network, coarse_network
from measure.model import View

SMALL = 9.0  # input pixels: lower vertebrae are looked at again, larger
WANTED = 15.0  # input pixels of a vertebra's height in the second look
AROUND = 1.8  # heights of a vertebra around the chain in the second look
ENDS = 3.0  # above and below it: vertebrae that were too small to be found
LIKELY = 0.15  # heat of a peak off the chain that is looked at again with it
GAIN = 1.25  # a second look that enlarges by less is not worth its time


def coarse(picture: Picture, view: View, box: Box | None = None, *, flip: bool = True) -> Chain:
    """The chain of vertebrae that a film shows.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, cols)
        A film, upright and bone bright.
    view : View
        Frontal or lateral.
    box : Box, optional
        Its part within flat borders; found here where not given.
    flip : bool, optional
        Whether the mirror image is looked at too: twice the time, and fewer mistakes.

    Returns
    -------
    Chain
        In film pixels, (row, col); without vertebrae where no spine was found.

    Raises
    ------
    MeasureError
        If the weights are missing.
    """
    network = coarse_network(view)
    part = box or trimmed(picture)
    frame = fitted(part, nearest_shape(part))
    chain, seen = _looked(picture, frame, network, flip=flip)
    nearer = closer(chain, seen.vertebrae, frame, part)
    if nearer is not None:
        again, _ = _looked(picture, nearer, network, flip=flip)
        if _seen(again) >= _seen(chain):
            chain, frame = again, nearer
    return _on_film(chain, frame)


def closer(chain: Chain, seen: tuple[Candidate, ...], frame: Frame, part: Box) -> Frame | None:
    """Frame around a chain whose vertebrae are too small to be seen well, and around others of that size."""
    if not chain.vertebrae:
        return None
    tall = float(np.median([max(one.height, one.width / 2) for one in chain.vertebrae]))
    if tall >= SMALL:
        return None
    others = [one for one in seen if one.score > LIKELY and tall / 2 < max(one.height, one.width / 2) < 2 * tall]
    bodies = [*chain.vertebrae, *others, *([chain.sacrum] if chain.sacrum else [])]
    corners = np.concatenate([body.quad for body in bodies])
    rim = tall * np.array([ENDS, AROUND])
    low, high = (frame.to_film(corner) for corner in (corners.min(axis=0) - rim, corners.max(axis=0) + rim))
    box = _within(low, high, part)
    # No larger than vertebrae in training: the rest of the input shows what stands around them.
    nearer = fitted(box, nearest_shape(box))
    most = WANTED / tall
    if (gain := float(frame.scale[0] / nearer.scale[0])) > most:
        middle, half = (low + high) / 2, (high - low) / 2 * gain / most
        box = _within(middle - half, middle + half, part)
        nearer = fitted(box, nearest_shape(box))
    return nearer if frame.scale[0] / nearer.scale[0] > GAIN else None


def _looked(picture: Picture, frame: Frame, network: Network, *, flip: bool) -> tuple[Chain, Found]:
    """Chain and candidates in the pixels of a frame."""
    x = frame.seen(picture, REACH["coarse"])
    maps, levels = _run(network, x)
    if flip:
        maps, levels = averaged((maps, levels), _run(network, np.ascontiguousarray(x[..., ::-1])))
    seen = found(maps, levels)
    return chained(seen, levels), seen


def _run(network: Network, x: NDArray[np.float32]) -> tuple[Map, Map]:
    given = network(x)
    return given["maps"][0], given["levels"][0]


def _within(low: Floats, high: Floats, part: Box) -> Box:
    least, most = np.array(part[:2]), np.array(part[2:])
    low, high = np.clip(np.floor(low), least, most - 1), np.clip(np.ceil(high), least + 1, most)
    return Box(int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _seen(chain: Chain) -> float:
    """How much of a chain has been seen."""
    return sum(one.score for one in chain.vertebrae)


def _on_film(chain: Chain, frame: Frame) -> Chain:
    return replace(
        chain,
        vertebrae=tuple(one.moved(frame.to_film) for one in chain.vertebrae),
        sacrum=chain.sacrum and chain.sacrum.moved(frame.to_film),
        axis=None if chain.axis is None else frame.to_film(chain.axis),
    )
