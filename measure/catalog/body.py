"""One vertebra of a reading with all its marks, and why a mark that might be expected is not there."""

from dataclasses import dataclass, field

import numpy as np

from measure.model import Annotation, Covariance, Level, Point, Polyline, Structure
from measure.spine.contour import middle_of_contour

Position = tuple[float, float]
OUTSIDE = 1.0  # pixels beyond the outermost centres that a mark on the very edge may have
CORNERS = ("superior_left", "superior_right", "inferior_left", "inferior_right")
ENDS = ("left", "right", "anterior", "middle", "posterior")


@dataclass(slots=True)
class Body:
    """One vertebra with its marks.

    Attributes
    ----------
    annotation : Annotation
        As read.
    structure : Structure
        With its level, stated anchors applied.
    points : dict of str to (row, col)
        By every name that holds: as seen on the picture and, with a facing, after the body.
    covariances : dict of str to Covariance or None
        None = not stated.
    problems : dict of str to str
        Why a mark that might be expected is not there.
    """

    annotation: Annotation
    structure: Structure
    points: dict[str, Position] = field(default_factory=dict)
    covariances: dict[str, Covariance | None] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def why_missing(self, mark: str) -> str:
        """Reason code for a mark that is not there."""
        if self.annotation.not_visible is not None:
            return f"not_visible:{self.annotation.not_visible}"
        return self.problems.get(mark, f"missing_mark:{mark}")


def take_marks(body: Body) -> None:
    """Take the points as read; an endplate drawn as a contour gives its ends and its middle."""
    for name, mark in body.annotation.marks.items():
        if isinstance(mark, Point):
            body.points[name] = (mark.row, mark.col)
            body.covariances[name] = mark.covariance
        elif isinstance(mark, Polyline) and name in ("superior_endplate", "inferior_endplate"):
            _take_contour(body, name.removesuffix("_endplate"), mark)
    if body.structure.level is Level.S1:
        for end in ENDS:
            body.points.pop(f"inferior_{end}", None)
            body.problems[f"inferior_{end}"] = "s1_has_no_inferior_endplate"


def refuse_outside(body: Body, size: tuple[int, int] | None) -> None:
    """Take out marks that lie beyond the film: a slip of a digit, or another film's table."""
    for name, (row, col) in list(body.points.items()):
        if size and not (-OUTSIDE <= row <= size[0] - 1 + OUTSIDE and -OUTSIDE <= col <= size[1] - 1 + OUTSIDE):
            del body.points[name]
            body.problems[name] = "mark_outside_film"


def _take_contour(body: Body, edge: str, contour: Polyline) -> None:
    if contour.points[0] == contour.points[-1]:
        for name in ("left", "right", "middle", "anterior", "posterior"):
            body.problems[f"{edge}_{name}"] = "degenerate_marks"
        return
    middle = middle_of_contour(np.asarray(contour.points, dtype=np.float64))
    first, last = sorted((contour.points[0], contour.points[-1]), key=lambda point: point[1])
    for name, point in (("left", first), ("right", last), ("middle", (float(middle[0]), float(middle[1])))):
        body.points.setdefault(f"{edge}_{name}", point)
        body.covariances.setdefault(f"{edge}_{name}", None)
