"""Column: vertebrae stacked on the sacrum, disc by disc, in the alignment asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.anatomy.spine.alignment import Alignment, Slip, ladder
from measure.simulate.anatomy.spine.endplates import Endplates, endplates
from measure.simulate.anatomy.spine.size import VertebraSize
from measure.simulate.anatomy.spine.tilts import axial_turns, coronal_tilts, regions, sagittal_tilts
from measure.simulate.solids import Frame, rotation

Array = NDArray[np.float64]

_TOUCH = 0.6  # mm that stay open between two rims
_STEPS = 200
_EXACT = 1e-10  # degrees, and mm


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Where every vertebra, the pelvis, the hips and the skull stand.

    The middle of the endplate of S1 is the origin of the room.

    Attributes
    ----------
    frames : mapping of str to Frame
        By level; ``pelvis``: between the femoral heads, z to the middle of the endplate of S1, so turned backwards
        by the pelvic tilt; ``femur_left`` and ``femur_right``: at the heads, upright; ``skull``: on C1, upright.
    sizes : mapping of Level to VertebraSize
        What was stacked.
    alignment : Alignment
        What was asked for.
    """

    frames: Mapping[str, Frame]
    sizes: Mapping[Level, VertebraSize]
    alignment: Alignment

    @property
    def levels(self) -> tuple[Level, ...]:
        """Head to tail."""
        return tuple(self.sizes)

    def line(self, z: ArrayLike) -> Array:
        """Smooth line through the middles of the vertebrae, upright beyond both ends.

        Parameters
        ----------
        z : array_like, shape (...)
            Heights in the room, mm.

        Returns
        -------
        ndarray, shape (..., 2)
            x and y.
        """
        height = np.asarray(z, float)
        nodes = np.array([self.frames[level].origin for level in reversed(self.levels)])
        nodes = nodes[np.concatenate([[True], np.diff(np.maximum.accumulate(nodes[:, 2])) > 0])]
        inside = np.clip(height, nodes[0, 2], nodes[-1, 2])
        return np.stack([_hermite(inside, nodes[:, 2], nodes[:, k]) for k in (0, 1)], -1)


def column(
    sizes: Mapping[Level, VertebraSize],
    alignment: Alignment,
    *,
    healthy: Mapping[Level, VertebraSize] | None = None,
    compensation: float = 0.3,
    exact: float = _EXACT,
) -> Column:
    """Vertebrae stacked so that the angles asked for come out.

    The discs make up for what the bodies' own wedges leave. With ``healthy`` the discs are those of the column
    before something happened to it: a body that has become wedged then bends the column at its place, and angles
    over it are larger than asked for.

    Parameters
    ----------
    sizes : mapping of Level to VertebraSize
        As they are, C1 to S1 or a part of it that ends with S1.
    alignment : Alignment
        Angles, slips and narrowed discs.
    healthy : mapping of Level to VertebraSize, optional
        The same vertebrae without findings.
    compensation : float
        Share of the extra wedge of a body that the two discs above and below it take back; with ``healthy`` only.
    exact : float
        How nearly the angles asked for must come out, degrees; coarser is quicker.

    Returns
    -------
    Column

    Raises
    ------
    SimulationError
        If levels are missing or no column has these angles.

    Examples
    --------
    >>> from measure.model import Level
    >>> body = VertebraSize(25, 24, 25, 33, 33, 45, 45, disc=8)
    >>> levels = [level for level in Level if level[0] in "TLS" and level not in ("T13", "L6")]
    >>> made = column(dict.fromkeys(levels, body), Alignment(lordosis=-50.0))
    >>> made.frames["S1"].apply([0, 0, 12.5]).round(9) + 0.0  # middle of the sacral endplate
    array([0., 0., 0.])
    """
    levels = ladder(sizes)
    told = healthy or sizes
    if set(told) != set(levels):
        raise SimulationError("column: the healthy sizes are of other levels than the sizes")
    plates = endplates([told[level] for level in levels])
    axes, origins, middles = _solved(levels, plates, _gaps(levels, told, alignment), alignment, exact)
    if healthy is not None:
        worn = endplates([sizes[level] for level in levels])
        aim = [
            middle + _passed_on(levels, after - before, sign, compensation)
            for middle, before, after, sign in (
                (middles[0], -np.diff(plates.sagittal, axis=0)[0], -np.diff(worn.sagittal, axis=0)[0], 1.0),
                (middles[1], np.diff(plates.coronal, axis=0)[0], np.diff(worn.coronal, axis=0)[0], -1.0),
            )
        ]
        axes = _turned_to(worn, aim[0], aim[1], axial_turns(levels, alignment.curves), exact)
        origins = _stacked(levels, worn, axes, _gaps(levels, sizes, alignment), alignment.slips)
    frames = {str(v): Frame(origins[i], axes[i]) for i, v in enumerate(levels)}
    frames |= _hips(alignment)
    if levels[0] == Level.C1:
        frames["skull"] = Frame(
            frames["C1"].apply([0, 0, (sizes[levels[0]].anterior + sizes[levels[0]].posterior) / 4])
        )
    return Column(frames, {level: sizes[level] for level in levels}, alignment)


def _gaps(levels: Sequence[Level], sizes: Mapping[Level, VertebraSize], alignment: Alignment) -> Array:
    """Height of the disc below each level."""
    return np.array([sizes[level].disc * alignment.narrowing.get(level, 1.0) for level in levels])


def _solved(
    levels: Sequence[Level], plates: Endplates, gaps: Array, alignment: Alignment, exact: float
) -> tuple[Array, Array, tuple[Array, Array]]:
    """Axes, origins and seen tilts of the middle planes that give the angles asked for.

    A turned vertebra shows its sagittal wedge partly in the coronal plane and the other way round, and the stated
    balance depends on where the stack ends: the seen error is put back until it is gone.
    """
    turns = axial_turns(levels, alignment.curves)
    thorax, loin = regions(levels)
    depth = np.minimum(plates.depth[1, :-1], plates.depth[0, 1:])
    room = np.append(np.rad2deg(2 * np.arctan2(np.maximum(gaps[:-1] - _TOUCH, 0.0), depth)), 0.0)
    over = levels.index(Level.C7) if Level.C7 in levels else thorax
    own = (plates.sagittal.mean(0), plates.coronal.mean(0))
    tilt, lean = np.zeros(len(levels)), np.zeros(len(levels))
    wedge_s, wedge_c = -np.diff(plates.sagittal, axis=0)[0], np.diff(plates.coronal, axis=0)[0]
    forward = sideways = 0.0
    above_loin, above_sacrum = np.arange(len(levels)) < loin, np.arange(len(levels)) < len(levels) - 1
    for step in range(_STEPS):
        aim_s = sagittal_tilts(levels, alignment, wedge_s, room) + forward * above_loin
        aim_c = coronal_tilts(levels, alignment.curves, wedge_c) + sideways * above_sacrum
        if step == 0:
            tilt, lean = aim_s - own[0], aim_c - own[1]
        axes = _axes(tilt, lean, turns)
        seen_s, seen_c = plates.seen(axes)
        wedge_s, wedge_c = seen_s[0] - seen_s[1], seen_c[1] - seen_c[0]
        error_s, error_c = aim_s - seen_s.mean(0), aim_c - seen_c.mean(0)
        origins = _stacked(levels, plates, axes, gaps, alignment.slips)
        ahead, aside = _off_balance(origins, over, plates, axes, alignment)
        more = np.rad2deg([ahead, aside] / np.maximum(origins[over, 2] - origins[[loin, -1], 2], 1.0))
        forward, sideways = forward + more[0], sideways + more[1]
        tilt, lean = tilt + error_s + more[0] * above_loin, lean + error_c + more[1] * above_sacrum
        worst = max(np.abs(error_s).max(), np.abs(error_c).max(), abs(ahead), abs(aside))
        if worst < exact:
            return axes, origins, (seen_s.mean(0), seen_c.mean(0))
        if not np.isfinite(worst) or worst > 1e4:
            break
    raise SimulationError("column: no column found with these angles; expected physiological ones")


def _off_balance(
    origins: Array, over: int, plates: Endplates, axes: Array, alignment: Alignment
) -> tuple[float, float]:
    """Millimetres that C7 still has to go forwards and to the left."""
    aside = alignment.trunk_shift - float(origins[over, 0])
    if alignment.sva is None:
        return 0.0, aside
    corner = np.array(
        [0.0, plates.depth[0, -1] / 2, np.tan(np.deg2rad(plates.sagittal[0, -1])) * plates.depth[0, -1] / 2]
    )
    return alignment.sva - float((axes[-1] @ corner)[1] - origins[over, 1]), aside


def _axes(tilt: Array, lean: Array, turn: Array) -> Array:
    """Axes of each vertebra: turned about its own long axis, tilted back, leant to the left; shape (n, 3, 3)."""
    a, b, c = np.deg2rad(tilt), np.deg2rad(lean), np.deg2rad(turn)
    (ca, cb, cc), (sa, sb, sc) = np.cos([a, b, c]), np.sin([a, b, c])
    # about_y(b) @ about_x(a) @ about_z(c), written out: this is done some thousand times a second.
    rows = [
        cb * cc + sb * sa * sc, sb * sa * cc - cb * sc, sb * ca,
        ca * sc, ca * cc, -sa,
        cb * sa * sc - sb * cc, sb * sc + cb * sa * cc, cb * ca,
    ]  # fmt: skip
    return np.stack(rows, -1).reshape(-1, 3, 3)


def _turned_to(plates: Endplates, sagittal: Array, coronal: Array, turns: Array, exact: float) -> Array:
    """Axes for which the middle planes are seen at these tilts."""
    tilt, lean = sagittal - plates.sagittal.mean(0), coronal - plates.coronal.mean(0)
    for _ in range(_STEPS):
        axes = _axes(tilt, lean, turns)
        seen_s, seen_c = plates.seen(axes)
        error_s, error_c = sagittal - seen_s.mean(0), coronal - seen_c.mean(0)
        if max(np.abs(error_s).max(), np.abs(error_c).max()) < exact:
            return axes
        tilt, lean = tilt + error_s, lean + error_c
    raise SimulationError("column: no column found with these wedges; expected physiological ones")


def _passed_on(levels: Sequence[Level], extra: Array, sign: float, compensation: float) -> Array:
    """How the tilts change above bodies whose wedge has changed, two discs on either side taking part of it back."""
    n = len(levels)
    out = np.zeros(n)
    for k in np.flatnonzero(np.abs(extra) > 1e-9):
        change = np.where(np.arange(n) < k, 1.0, 0.0)
        change[k] = 0.5
        discs = [d for d in (k - 2, k - 1, k, k + 1) if 0 <= d < n - 1]
        for d in discs:  # the disc below vertebra d
            change[: d + 1] -= compensation / len(discs)
        out += extra[k] * change
    return sign * out


def _stacked(
    levels: Sequence[Level], plates: Endplates, axes: Array, gaps: Array, slips: Mapping[Level, Slip]
) -> Array:
    """Origins, each on the one below: endplates' middles a disc apart along the line that halves their angle."""
    up = axes[:, :, 2]
    normal = plates.normals(axes)
    across = normal[1, :-1] + normal[0, 1:]
    across = across / np.linalg.norm(across, axis=-1, keepdims=True)
    steps = up[:-1] * plates.half[:-1, None] + gaps[:-1, None] * across + up[1:] * plates.half[1:, None]
    for level, slip in slips.items():
        if level not in levels[:-1]:
            raise SimulationError(f"slip: {level} does not stand on another vertebra of this person")
        below = levels.index(level) + 1
        a, b = np.deg2rad(plates.sagittal[0, below]), np.deg2rad(plates.coronal[0, below])
        x, y, z = axes[below].T
        steps[below - 1] += slip.left * (np.cos(b) * x - np.sin(b) * z) - slip.anterior * (
            np.cos(a) * y + np.sin(a) * z
        )
    sacrum = -plates.half[-1] * up[-1]
    return np.concatenate([sacrum + np.cumsum(steps[::-1], 0)[::-1], sacrum[None]])


def _hips(alignment: Alignment) -> dict[str, Frame]:
    """Pelvis and both femora."""
    tilted = Frame((0, 0, 0), rotation("x", -alignment.pelvic_tilt))
    middle = -tilted.apply([0, 0, alignment.hip_sacrum])
    half = np.array([alignment.hip_span / 2, 0, 0])
    return {
        "pelvis": Frame(middle, tilted.axes),
        "femur_left": Frame(middle + half),
        "femur_right": Frame(middle - half),
    }


def _hermite(at: Array, z: Array, value: Array) -> Array:
    """Cubic through points with the slopes of their neighbours."""
    slope = np.gradient(value, z) if len(z) > 1 else np.zeros(1)
    k = np.clip(np.searchsorted(z, at) - 1, 0, max(len(z) - 2, 0))
    step = z[k + 1] - z[k]
    t = (at - z[k]) / step
    return np.asarray(
        value[k] * (1 + 2 * t) * (1 - t) ** 2
        + value[k + 1] * t**2 * (3 - 2 * t)
        + step * (slope[k] * t * (1 - t) ** 2 - slope[k + 1] * t**2 * (1 - t))
    )
