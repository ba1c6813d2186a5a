"""Front and back of a lateral film: giving marks both their names, as seen and after the body."""

import numpy as np

from measure.catalog.body import Body
from measure.catalog.shape import SAME, refuse
from measure.geometry import cross
from measure.model import Facing

FRONT_ON = {Facing.LEFT: ("left", "right"), Facing.RIGHT: ("right", "left")}


def facing_of(*bodies: Body) -> Facing | None:
    """Side of the picture that marks named after the body put the front on."""
    votes = [
        body.points[f"{edge}_anterior"][1] - body.points[f"{edge}_posterior"][1]
        for body in bodies
        for edge in ("superior", "inferior")
        if f"{edge}_anterior" in body.points and f"{edge}_posterior" in body.points
    ]
    if not votes or sum(votes) == 0:
        return None
    return Facing.LEFT if sum(votes) < 0 else Facing.RIGHT


def _way_round(body: Body) -> Facing | None:
    """Facing of a body if it stood upright: which way its front lies of the way from its top to its bottom.

    Unlike ``facing_of`` it is the same however the picture is turned, so bodies can be
    compared with each other; a body with one endplate only has none.
    """
    ends = [f"{edge}_{end}" for edge in ("superior", "inferior") for end in ("anterior", "posterior")]
    if any(name not in body.points for name in ends):
        return None
    above_front, above_back, below_front, below_back = (np.asarray(body.points[name]) for name in ends)
    down = below_front + below_back - above_front - above_back
    front = above_front + below_front - above_back - below_back
    side = float(cross(down, front))
    return None if side == 0 else (Facing.LEFT if side > 0 else Facing.RIGHT)


def name_by_facing(bodies: list[Body], stated: Facing | None, *, contradicted: bool) -> Facing | None:
    """Give every body of a lateral film both sets of names, as far as the facing allows.

    Parameters
    ----------
    bodies : list of Body
        Their marks get their other names, or are refused.
    stated : Facing or None
        As stated or as the header says.
    contradicted : bool
        Whether two statements of the facing contradict each other.

    Returns
    -------
    Facing or None
        As stated, else as the marks named after the body say.
    """
    reason = "facing_statements_contradict" if contradicted else "facing_not_stated"
    own = [_way_round(body) if stated is None else facing_of(body) for body in bodies]
    facing = expected = stated
    if stated is None:
        # Nothing stated: most bodies decide; as many against as for, and nobody knows.
        left, right = own.count(Facing.LEFT), own.count(Facing.RIGHT)
        expected = None if left == right else (Facing.LEFT if left > right else Facing.RIGHT)
        facing = facing_of(*(body for body, way in zip(bodies, own, strict=True) if way in (None, expected)))
    for body, way in zip(bodies, own, strict=True):
        if way is not None and way is not expected:
            # A mirrored picture, or marks with front and back exchanged: refuse, never flip in silence.
            _drop_anatomical(body, "facing_contradicts_marks")
        elif facing is None:
            for edge in ("superior", "inferior"):
                for end in ("anterior", "posterior"):
                    if f"{edge}_left" in body.points:
                        body.problems[f"{edge}_{end}"] = reason
        elif _two_places(body, facing):
            refuse(body, "marks_contradict")
        else:
            _alias(body, facing)
    return facing


def _two_places(body: Body, facing: Facing) -> bool:
    """Whether a mark is given under both its names, in two places."""
    for edge in ("superior", "inferior"):
        for end, side in zip(("anterior", "posterior"), FRONT_ON[facing], strict=True):
            named, seen = body.points.get(f"{edge}_{end}"), body.points.get(f"{edge}_{side}")
            if named and seen and max(abs(named[0] - seen[0]), abs(named[1] - seen[1])) > SAME:
                return True
    return False


def _drop_anatomical(body: Body, reason: str) -> None:
    for edge in ("superior", "inferior"):
        for end in ("anterior", "posterior"):
            body.points.pop(f"{edge}_{end}", None)
            body.problems[f"{edge}_{end}"] = reason


def _alias(body: Body, facing: Facing) -> None:
    front, back = FRONT_ON[facing]
    for edge in ("superior", "inferior"):
        for end, side in (("anterior", front), ("posterior", back)):
            for known, other in ((f"{edge}_{end}", f"{edge}_{side}"), (f"{edge}_{side}", f"{edge}_{end}")):
                if known in body.points and other not in body.points:
                    body.points[other] = body.points[known]
                    body.covariances[other] = body.covariances[known]
                elif known in body.problems:
                    body.problems.setdefault(other, body.problems[known])
