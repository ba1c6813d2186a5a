"""Quality: which marks of a vertebra can be read, and what is doubtful about those that can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from measure.detect.fine.points import FinePoints
from measure.detect.frames import Box, whole
from measure.model import NotVisible

Array = NDArray[np.float64]
Picture = NDArray[np.float32]

SEEN = 0.5  # probability from which a mark counts as seen
FEWEST = 2  # corners without which a vertebra has nothing to measure
LIKELY = 0.5  # probability from which a reason is said although marks can be seen
SOME = 0.15  # probability of the likeliest reason below which none is told
FAINT = 0.3  # heat of a candidate below which it may be no vertebra
WIDE = 0.12  # widths: sd of a mark that is a guess
BLURRED = 0.14  # heights: sd across both endplates of a body whose contours lie apart
FLAT = 0.008  # of the film's range of grey: two of 256 steps
AROUND = 0.08  # widths of the vertebra: how far around a mark the film is looked at


class Doubt(StrEnum):
    """What a draft says about how one vertebra can be read.

    ======================  ==================================================================
    implant_over_endplate   metal hides marks
    cement                  cement in it, or over its marks
    under_exposed           too little radiation behind it: bone white
    over_exposed            too much: black
    cropped                 the film ends within it
    rotated                 both endplates blurred or double: seen askew
    doubtful                a guess: look at it
    ======================  ==================================================================
    """

    IMPLANT = "implant_over_endplate"
    CEMENT = "cement"
    UNDER_EXPOSED = "under_exposed"
    OVER_EXPOSED = "over_exposed"
    CROPPED = "cropped"
    ROTATED = "rotated"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one vertebra can be read.

    Attributes
    ----------
    not_visible : NotVisible or None
        Why none of it can.
    hidden : frozenset of str
        Marks that cannot; the others can be measured on, and so can the angles over this vertebra to its neighbours.
    flags : tuple of str
        Doubts about those that can.
    treated : bool
        Cement or metal in it.
    """

    not_visible: NotVisible | None = None
    hidden: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    treated: bool = False


def qualities(
    picture: Picture, points: Sequence[FinePoints], scores: Sequence[float], box: Box | None = None
) -> tuple[Quality, ...]:
    """Quality of every vertebra of a film: none of them says anything about its neighbours.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, cols)
        The film, bone bright.
    points : sequence of FinePoints
        Marks of each.
    scores : sequence of float
        How sure the coarse network is of each; 0 for one that was put into a gap.
    box : Box, optional
        The film within its flat borders; all of it where not given.

    Returns
    -------
    tuple of Quality
        In the same order.
    """
    low, high = float(picture.min()), float(picture.max())
    field = box or whole(picture)
    return tuple(
        _quality(one, score, _exposed(picture, field, low, high, one))
        for one, score in zip(points, scores, strict=True)
    )


def _quality(points: FinePoints, score: float, unread: Mapping[str, NotVisible]) -> Quality:
    hidden = frozenset(name for name in points.marks if points.visible[name] < SEEN or name in unread)
    corners = [name for name in points.marks if name not in hidden and not name.endswith("middle")]
    treated = points.reasons["implant"] >= LIKELY or points.reasons["cement"] >= LIKELY
    if len(corners) < FEWEST:
        return Quality(_reason(points, unread), frozenset(points.marks), treated=treated)
    doubts = [*_told(points, unread, bright=_bright(unread))]
    if _rotated(points, hidden):
        doubts.append(Doubt.ROTATED)
    if not points.plausible or 0 < score < FAINT or _wide(points, corners):
        doubts.append(Doubt.DOUBTFUL)
    return Quality(None, hidden, tuple(dict.fromkeys(map(str, doubts))), treated)


def _exposed(picture: Picture, field: Box, low: float, high: float, points: FinePoints) -> dict[str, NotVisible]:
    """Marks that the film itself cannot show: beyond its edge, or where it is flat, black or white."""
    reach = max(2, round(AROUND * _width(points)))
    found = {}
    for name, (row, col) in points.marks.items():
        if not (field.top - 0.5 <= row <= field.bottom - 0.5 and field.left - 0.5 <= col <= field.right - 0.5):
            found[name] = NotVisible.CROPPED
            continue
        top, left = max(0, round(row) - reach), max(0, round(col) - reach)
        around = picture[top : round(row) + reach + 1, left : round(col) + reach + 1]
        if around.size and np.ptp(around) <= FLAT * (high - low):
            white = float(around.mean()) > (low + high) / 2
            found[name] = NotVisible.UNDER_EXPOSED if white else NotVisible.OVER_EXPOSED
    return found


def _bright(unread: Mapping[str, NotVisible]) -> bool:
    """Whether what is badly exposed is rather white: too little radiation, the usual fault behind thick parts."""
    flat = list(unread.values())
    return flat.count(NotVisible.OVER_EXPOSED) <= flat.count(NotVisible.UNDER_EXPOSED)


def _reason(points: FinePoints, unread: Mapping[str, NotVisible]) -> NotVisible:
    """Why nothing of a vertebra can be read: what the film shows by itself, else what the network says."""
    if 2 * len(unread) >= len(points.marks):
        values = list(unread.values())
        return max(values, key=values.count)
    exposure = NotVisible.UNDER_EXPOSED if _bright(unread) else NotVisible.OVER_EXPOSED
    names = {
        "implant": NotVisible.IMPLANT,
        "cement": NotVisible.CEMENT,
        "exposure": exposure,
        "cropped": NotVisible.CROPPED,
    }
    best = max(names, key=lambda name: points.reasons[name])
    return names[best] if points.reasons[best] >= SOME else NotVisible.OTHER


def _told(points: FinePoints, unread: Mapping[str, NotVisible], *, bright: bool) -> list[Doubt]:
    """Doubts that the network or the film itself names."""
    exposure = Doubt.UNDER_EXPOSED if bright else Doubt.OVER_EXPOSED
    by_network = {"implant": Doubt.IMPLANT, "cement": Doubt.CEMENT, "exposure": exposure, "cropped": Doubt.CROPPED}
    told = [doubt for name, doubt in by_network.items() if points.reasons[name] >= LIKELY]
    return told + [Doubt(reason.value) for reason in unread.values()]


def _rotated(points: FinePoints, hidden: frozenset[str]) -> bool:
    """Whether both endplates are blurred across, although they can be seen."""
    if "inferior_left" not in points.marks:
        return False
    at, height = points.marks, _height(points)
    blurred = []
    for edge in ("superior", "inferior"):
        along = at[f"{edge}_right"] - at[f"{edge}_left"]
        down = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-6)
        seen = [name for name in at if name.startswith(edge) and name not in hidden]
        across = [float(np.sqrt(down @ points.covariances[name] @ down)) for name in seen]
        blurred.append(bool(across) and float(np.median(across)) > BLURRED * height)
    return all(blurred)


def _wide(points: FinePoints, names: Sequence[str]) -> bool:
    """Whether half of some marks are guesses."""
    sds = [float(np.sqrt(np.linalg.eigvalsh(points.covariances[name])[-1])) for name in names]
    return float(np.median(sds)) > WIDE * _width(points)


def _width(points: FinePoints) -> float:
    """Of the superior endplate, in film pixels."""
    return max(float(np.hypot(*(points.marks["superior_right"] - points.marks["superior_left"]))), 1.0)


def _height(points: FinePoints) -> float:
    """Mean of the two sides, in film pixels."""
    sides = [points.marks[f"inferior_{side}"] - points.marks[f"superior_{side}"] for side in ("left", "right")]
    return max(float(np.mean([np.hypot(*side) for side in sides])), 1.0)
