"""Shaft: a long bone's diaphysis by arc length, to be cut, nailed and lengthened anywhere."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.limb.arc import Arc
from measure.simulate.anatomy.limb.edge import Edge
from measure.simulate.anatomy.limb.profile import Profile
from measure.simulate.solids import Solid, loft

Array = NDArray[np.float64]

QUADRANTS = {"lateral": 0.0, "posterior": np.pi / 2, "medial": np.pi, "anterior": 3 * np.pi / 2}
_MIRROR = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True, slots=True, eq=False)
class Shaft:
    """Diaphysis of a long bone in the bone's own frame; arc length 0 is its proximal, ``length`` its distal end.

    The axis goes on beyond both ends, into the metaphyses, so that a nail can follow it.

    Attributes
    ----------
    bone, side : str
        ``"femur"``, ``"tibia"`` or ``"fibula"``; ``"left"`` or ``"right"``.
    axis : Arc
        Of a left bone; a right one is its mirror image.
    profile : Profile
        Cross-section.
    length : float
        Arc length of the whole shaft, mm.
    spongy : tuple of float
        How far spongiosa reaches into the canal from the proximal and the distal end, mm.
    spongiosa, compacta : float
        Density of cancellous and of cortical bone, times their own.
    whole : bool
        Whether the shaft is all of the bone, with round ends of its own.
    """

    bone: str
    side: str
    axis: Arc
    profile: Profile
    length: float
    spongy: tuple[float, float] = field(default=(60.0, 60.0))
    spongiosa: float = 1.0
    compacta: float = 1.0
    whole: bool = False

    def at(self, s: float) -> tuple[Array, Array]:
        """Centre, shape (3,), and axes (left, back, up as columns), shape (3, 3), at an arc length."""
        centre, axes = self.axis.at(s), self.axis.axes(s)
        if self.side == "right":
            return centre * _MIRROR, axes * np.outer(_MIRROR, _MIRROR)
        return centre, axes

    def outer(self, s: ArrayLike, points: int = 64) -> Array:
        """Outer contour, shape (points, 3), from lateral over posterior, medial and anterior.

        Parameters
        ----------
        s : array_like, shape () or (points,)
            Arc length, of all or of each point.
        points : int
            How many; with a multiple of four the quadrants are points themselves.
        """
        angle = _around(points)
        return self._ring(s, angle, self.profile.outer(s, angle))

    def inner(self, s: ArrayLike, points: int = 64) -> Array:
        """Contour of the medullary canal, as ``outer``."""
        angle = _around(points)
        return self._ring(s, angle, self.profile.inner(s, angle))

    def cortex(self, s: float, quadrant: str) -> tuple[Array, Array]:
        """Outer and inner point of the cortex on one side.

        Parameters
        ----------
        s : float
            Arc length, mm.
        quadrant : {"lateral", "posterior", "medial", "anterior"}
            Which side.
        """
        angle = np.array([_angle(quadrant)])
        outer, inner = self.profile.outer(s, angle), self.profile.inner(s, angle)
        return self._ring(s, angle, outer)[0], self._ring(s, angle, inner)[0]

    def edge(self, edge: Edge, points: int = 64) -> tuple[Array, Array]:
        """Outer and inner contour of a cut, shape (points, 3) each."""
        angle = _around(points)
        outer = self._cut(edge, self.profile.outer, angle)
        inner = self._cut(edge, self.profile.inner, angle)
        return self.outer(outer, points), self.inner(inner, points)

    def edge_point(self, edge: Edge, quadrant: str) -> tuple[Array, Array]:
        """Outer and inner point of a cut on one side."""
        angle = np.array([_angle(quadrant)])
        pair = []
        for contour in (self.profile.outer, self.profile.inner):
            s = self._cut(edge, contour, angle)
            pair.append(self._ring(s, angle, contour(s, angle))[0])
        return pair[0], pair[1]

    def lines(self, start: float, end: float, points: int = 33) -> dict[str, Array]:
        """Contours of the four cortices between two arc lengths: ``medial_outer``, ``medial_inner`` and so on."""
        ways = np.linspace(start, end, points)
        found = {}
        for quadrant, angle in QUADRANTS.items():
            turn = np.full(points, angle)
            found[f"{quadrant}_outer"] = self._ring(ways, turn, self.profile.outer(ways, turn))
            found[f"{quadrant}_inner"] = self._ring(ways, turn, self.profile.inner(ways, turn))
        return found

    def middle(self, start: float, end: float, points: int = 9) -> Array:
        """Mid-diaphyseal axis between two arc lengths, shape (points, 3)."""
        line = self.axis.at(np.linspace(start, end, points))
        return line * _MIRROR if self.side == "right" else line

    def solids(
        self, start: float | Edge = 0.0, end: float | Edge | None = None, detail: float = 1.0
    ) -> tuple[Solid, ...]:
        """Closed piece of the shaft: cortex, marrow, and the spongiosa that reaches in from the metaphyses.

        Parameters
        ----------
        start, end : float or Edge
            Arc lengths, or the cuts that made the piece; default the whole shaft.
        detail : float
            1 for a full-size film.

        Returns
        -------
        tuple of Solid
            Pieces that share a cut fit each other without gap or overlap.
        """
        first = start if isinstance(start, Edge) else Edge(start)
        last = end if isinstance(end, Edge) else Edge(self.length if end is None else end)
        if not last.at > first.at:
            raise SimulationError(f"shaft: expected an end beyond the start {first.at:g}, got {last.at:g}")
        count, share = self._count(detail), self._shares(last.at - first.at, detail)
        outer = self._tube(first, last, share, count, inner=False)
        inner = self._tube(first, last, share, count, inner=True)
        found = [
            Solid(loft(outer), "cortical", "soft", self.compacta),
            Solid(loft(inner), "fat", "cortical", 1.0, self.compacta),
        ]
        return (*found, *self._spongiosa(first, last, detail))

    def _count(self, detail: float) -> int:
        """Points around: a multiple of four, more for a thick bone."""
        return 4 * max(3, round(2.6 * detail * float(np.sqrt(self.profile.outer(self.length / 2, 0.0)))))

    def _shares(self, length: float, detail: float) -> Array:
        """Where rings lie on a piece, from 0 to 1; dense at both ends of a shaft that is a whole bone."""
        share = np.linspace(0, 1, max(3, int(np.ceil(length / (7.4 / detail**1.3)))) + 1)
        if self.whole:
            cap = np.array([0.4, 1.2, 2.5, 4.5, 7.0] if detail > 0.5 else [1.0, 5.0]) / length
            share = np.unique(np.concatenate([share, cap, 1 - cap]))
        return np.asarray(share[:, None])

    def _spongiosa(self, first: Edge, last: Edge, detail: float) -> list[Solid]:
        """Cones of cancellous bone in the marrow that taper off from either end of the shaft."""
        found = []
        for reach, from_end in zip(self.spongy, (False, True), strict=True):
            low, high = (self.length - reach, self.length) if from_end else (0.0, reach)
            a, b = max(low, first.at), min(high, last.at)
            if reach <= 0 or b - a < 1.0:
                continue
            ends = (first if a == first.at else Edge(a), last if b == last.at else Edge(b))
            count = self._count(detail)
            share = np.linspace(0, 1, max(3, round((b - a) / 8.0 * detail)) + 1)[:, None]
            ways = self._ways(*ends, share, count, inner=True)
            depth = np.clip(((self.length - ways) if from_end else ways) / reach, 0, 1)
            # Lines the wall longest: the cone is hollow marrow's complement, thick at the metaphysis.
            fill = np.maximum(1 - depth**1.3, 0.03)[..., None]
            rings = self._rings(ways, count, inner=True)
            centre = self._centres(ways)
            found.append(Solid(loft(centre + fill * (rings - centre)), "cancellous", "fat", self.spongiosa))
        return found

    def _tube(self, first: Edge, last: Edge, share: Array, count: int, *, inner: bool) -> Array:
        return self._rings(self._ways(first, last, share, count, inner=inner), count, inner=inner)

    def _ways(self, first: Edge, last: Edge, share: Array, count: int, *, inner: bool) -> Array:
        angle, contour = _around(count), self.profile.inner if inner else self.profile.outer
        a, b = self._cut(first, contour, angle), self._cut(last, contour, angle)
        return np.asarray(a + share * (b - a))

    def _rings(self, ways: Array, count: int, *, inner: bool) -> Array:
        angle = np.broadcast_to(_around(count), ways.shape)
        return self._ring(ways, angle, (self.profile.inner if inner else self.profile.outer)(ways, angle))

    def _centres(self, ways: Array) -> Array:
        line = self.axis.at(ways)
        return line * _MIRROR if self.side == "right" else line

    @staticmethod
    def _cut(edge: Edge, contour: object, angle: Array) -> Array:
        return edge.along(angle, contour(edge.at, angle))  # type: ignore[operator]

    def _ring(self, s: ArrayLike, angle: Array, radius: Array) -> Array:
        ways = np.broadcast_to(np.asarray(s, float), angle.shape)
        axes = self.axis.axes(ways)
        around = radius[..., None] * (np.cos(angle)[..., None] * axes[..., 0] + np.sin(angle)[..., None] * axes[..., 1])
        points = self.axis.at(ways) + around
        return points * _MIRROR if self.side == "right" else points


def _around(points: int) -> Array:
    return np.linspace(0, 2 * np.pi, points, endpoint=False)


def _angle(quadrant: str) -> float:
    if quadrant not in QUADRANTS:
        raise SimulationError(f"shaft: expected one of {', '.join(QUADRANTS)}, got {quadrant!r}")
    return QUADRANTS[quadrant]
