"""Gate: what a film shows before anything is measured: view, way up, polarity, or no spine at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import GATE_FRONT_LEFT, GATE_SHAPE, INVERTED, KINDS, REACH, WAYS_UP
from measure.detect.frames import Box, Picture, fitted, trimmed
from measure.detect.network import Network
from measure.model import View

VIEWS = {"frontal": View.FRONTAL, "lateral": View.LATERAL}
# A mirrored film is turned the other way and faces the other way; the rest of the answers stays.
_MIRRORED_WAYS = [WAYS_UP.index(way) for way in ("upright", "upside_down", "turned_right", "turned_left")]


@dataclass(frozen=True, slots=True)
class Gate:
    """What a film shows.

    Attributes
    ----------
    view : View
        Frontal or lateral, whichever is more likely.
    p_view : float
        Probability of that view, given that it is a spine film.
    p_spine : float
        Probability that it is a spine film.
    way_up : str
        One of ``contract.WAYS_UP``.
    p_way_up : float
        Its probability.
    inverted : float
        Probability that bone is dark.
    front_left : float
        Probability that the patient's front is at the left of the film as it lies; of use on lateral films.
    """

    view: View
    p_view: float
    p_spine: float
    way_up: str
    p_way_up: float
    inverted: float
    front_left: float


def gate(picture: Picture, box: Box | None = None) -> Gate:
    """Judge a film by its picture and its mirror image.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, cols)
        A film.
    box : Box, optional
        Its part within flat borders; found here where not given.

    Raises
    ------
    MeasureError
        If the weights are missing.
    """
    seen = fitted(box or trimmed(picture), GATE_SHAPE).seen(picture, REACH["gate"])
    network = Network("gate")
    return judged(*(network(x)["y"][0] for x in (seen, np.ascontiguousarray(seen[..., ::-1]))))


def judged(direct: NDArray[np.float32], mirrored: NDArray[np.float32]) -> Gate:
    """Gate from the nine outputs for a film and for its mirror image.

    Examples
    --------
    >>> lateral = np.array([9, 0, 0, 0, 0, 9, 0, -9, 9], np.float32)
    >>> facing_right = np.array([9, 0, 0, 0, 0, 9, 0, -9, -9], np.float32)
    >>> seen = judged(lateral, facing_right)
    >>> str(seen.view), seen.way_up, seen.front_left > 0.99
    ('lateral', 'upright', True)
    """
    ways = (_softmax(direct[:4]) + _softmax(mirrored[:4])[_MIRRORED_WAYS]) / 2
    kinds = (_softmax(direct[4:7]) + _softmax(mirrored[4:7])) / 2
    spine = {name: float(kinds[KINDS.index(name)]) for name in VIEWS}
    name = max(spine, key=lambda kind: spine[kind])
    p_spine = sum(spine.values())
    way = int(ways.argmax())
    return Gate(
        view=VIEWS[name],
        p_view=spine[name] / p_spine,
        p_spine=p_spine,
        way_up=WAYS_UP[way],
        p_way_up=float(ways[way]),
        inverted=_sigmoid((direct[INVERTED] + mirrored[INVERTED]) / 2),
        front_left=_sigmoid((direct[GATE_FRONT_LEFT] - mirrored[GATE_FRONT_LEFT]) / 2),
    )


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    powers = np.exp(logits.astype(np.float64) - float(logits.max()))
    return np.asarray(powers / powers.sum())


def _sigmoid(logit: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(np.float64(logit), -50, 50))))
