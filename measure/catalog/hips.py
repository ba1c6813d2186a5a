"""The hip axis of a lateral film: the middle of both femoral heads, or the one that is visible."""

from measure.catalog.body import Body, refuse_outside
from measure.model import Annotation, Circle, Covariance, Point, Reading, Structure, StructureKind

HIPS = "hips"
AXIS = "axis"
CENTRE = "centre"
BOTH = 2


def find_hips(reading: Reading, size: tuple[int, int] | None) -> Body | None:
    """Body with the hip axis, or None where no femoral head is annotated.

    Parameters
    ----------
    reading : Reading
        Its annotations of femoral heads are used: a circle, or a point called ``centre``.
    size : tuple of int or None
        Rows and columns of the film; a head outside is refused, and the axis with it.

    Returns
    -------
    Body or None
        Its one mark is ``axis``; ``problems`` says why it is not there. The spread of the middle of
        two heads is that of both, halved.
    """
    heads = [_head(annotation, size) for annotation in reading.of_kind(StructureKind.FEMORAL_HEAD)]
    if not heads:
        return None
    body = Body(heads[0].annotation, Structure(StructureKind.FEMORAL_HEAD))
    found = [head for head in heads if CENTRE in head.points]
    outside = next((head.problems[CENTRE] for head in heads if CENTRE in head.problems), None)
    if len(found) > BOTH:
        body.problems[AXIS] = "more_than_two_femoral_heads"
    elif outside is not None or not found:
        body.problems[AXIS] = outside or body.why_missing(CENTRE)
    else:
        rows, cols = zip(*(head.points[CENTRE] for head in found), strict=True)
        body.points[AXIS] = (sum(rows) / len(rows), sum(cols) / len(cols))
        body.covariances[AXIS] = _mean([head.covariances[CENTRE] for head in found])
    return body


def head_count(reading: Reading) -> int:
    """How many femoral heads carry a mark."""
    return sum(CENTRE in _head(one, None).points for one in reading.of_kind(StructureKind.FEMORAL_HEAD))


def _head(annotation: Annotation, size: tuple[int, int] | None) -> Body:
    """One femoral head with its centre, where it has one that lies on the film."""
    body = Body(annotation, annotation.structure)
    for mark in annotation.marks.values():
        if isinstance(mark, (Circle, Point)):
            body.points.setdefault(CENTRE, (mark.row, mark.col))
            body.covariances.setdefault(CENTRE, mark.covariance if isinstance(mark, Point) else None)
    refuse_outside(body, size)
    return body


def _mean(stated: list[Covariance | None]) -> Covariance | None:
    """Covariance of the middle of points that err independently; None = not stated."""
    known = [c for c in stated if c is not None]
    if len(known) < len(stated):
        return None
    share = len(known) ** 2
    return Covariance(*(sum(getattr(c, part) for c in known) / share for part in ("rr", "rc", "cc")))
