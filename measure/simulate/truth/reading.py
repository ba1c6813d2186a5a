"""Reading: the true marks of a film as the reading of a perfect observer, still a draft."""

import numpy as np
from numpy.typing import NDArray

from measure import __version__
from measure.model import (
    Annotation,
    Circle,
    Facing,
    Mark,
    NotVisible,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Polyline,
    Posture,
    Reading,
    Statement,
    StructureKind,
    Topic,
    View,
)
from measure.simulate.truth.seen import Seen

OBSERVER = Observer(ObserverKind.ALGORITHM, "simulator", __version__)


def true_reading(
    uid: str,
    film_key: str,
    seen: list[Seen],
    view: View,
    *,
    facing: Facing | None = None,
    posture: Posture | None = None,
    pitch: tuple[float, float] = (1.0, 1.0),
) -> Reading:
    """Reading that holds what the simulator knows.

    Parameters
    ----------
    uid, film_key : str
        Of the reading and of the film.
    seen : list of Seen
        Structures on the film.
    view : View
        Projection.
    facing, posture : optional
        What is known of the film.
    pitch : tuple of float
        Detector spacing, for the radius of a ball in pixels.

    Returns
    -------
    Reading
        One annotation a structure; what is hidden as a whole carries the reason instead of marks, and
        a point that is hidden or off the film is left out.
    """
    annotations = tuple(a for one in seen if one.read_on(view) and (a := _annotation(one, pitch)) is not None)
    stated = ((Topic.VIEW, view), (Topic.FACING, facing), (Topic.POSTURE, posture))
    statements = tuple(Statement(topic, str(value), Origin.ALGORITHM) for topic, value in stated if value)
    return Reading(uid, film_key, OBSERVER, annotations, statements)


def _annotation(one: Seen, pitch: tuple[float, float]) -> Annotation | None:
    if one.structure is None:
        return None
    sure = 1.0 if one.level else None
    if one.hidden:
        reason = NotVisible(one.hidden)
        return Annotation(one.structure, OBSERVER, not_visible=reason, level_confidence=sure)
    # A contour whose end is hidden would give that end back.
    cut = {f"{name.split('_')[0]}_endplate" for name in one.hidden_marks}
    marks = {name: _mark(mark) for name, mark in one.film.items() if name not in one.hidden_marks and name not in cut}
    edge = one.room.get("top", one.room.get("rim"))
    if one.structure.kind is StructureKind.FEMORAL_HEAD and "centre" in marks and edge is not None:
        row, col = one.film["centre"]
        true = float(np.linalg.norm(edge.reshape(-1, 3)[0] - one.room["centre"]))
        radius = true * float(np.sqrt(np.prod(one.magnification) / (pitch[0] * pitch[1])))
        marks = {"head": Circle(float(row), float(col), radius)}
    return Annotation(one.structure, OBSERVER, marks, level_confidence=sure) if marks else None


def _mark(mark: NDArray[np.float64]) -> Mark:
    if mark.ndim == 1:
        return Point(float(mark[0]), float(mark[1]))
    return Polyline(tuple((float(row), float(col)) for row, col in mark))
