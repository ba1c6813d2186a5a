"""Shoulder: collar bone, shoulder blade and upper arm, hanging or raised."""

import numpy as np
from numpy.typing import ArrayLike

from measure.errors import SimulationError
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import (
    Array,
    capped,
    cortex,
    curve,
    filled,
    marrow,
    path_through,
    plate,
    shell,
    shrunk,
    steps,
    swept,
)
from measure.simulate.anatomy.trunk.chest import carried, carried_way, chest_size
from measure.simulate.anatomy.trunk.jointed import ball_and_shaft
from measure.simulate.solids import Part, Solid, loft, rotation

# A man's left side at size 1, upright chest, mm from the middle of T3; arms hanging; textbook anatomy, rounded (collar
# bone 150 mm, blade 145 by 105 mm, biacromial breadth 395 mm).
_COLLAR = ((21, -73, -4), (36, -82, -1), (60, -85, 4), (88, -72, 10), (115, -48, 16), (142, -29, 20), (168, -22, 21))
_COLLAR_SIZE = (
    (25, 21, 15, 13, 12, 12, 12, 13, 11),
    (22, 19, 15, 13, 13, 13, 16, 21, 20),
    (0.5, 1.2, 1.8, 2.2, 2.2, 2.0, 1.7, 1.3, 0.8),
)
# The blade, from its medial border to the joint, each from the upper to the lower border: x, y, z and thickness.
_BLADE = np.array(
    [
        [(82, 52, 17, 3), (76, 62, -1, 4), (75, 68, -32, 4), (80, 70, -68, 4), (88, 66, -109, 6)],
        [(96, 42, 20, 2.5), (94, 52, -1, 3), (92, 58, -32, 2), (92, 60, -66, 2), (93, 60, -109, 7)],
        [(114, 30, 18, 3), (114, 38, -1, 4), (114, 42, -28, 2), (112, 44, -57, 3), (103, 54, -98, 11)],
        [(130, 18, 12, 4), (132, 24, -3, 7), (134, 24, -23, 5), (130, 30, -43, 7), (119, 42, -71, 12)],
        [(146, 6, 8, 14), (148, 9, -4, 19), (149, 9, -15, 19), (147, 12, -25, 17), (141, 20, -37, 12)],
    ],
    float,
)
# Cortex from the upper to the lower border, mm: the middle of the blade is thin as paper, its lower border a dense rod.
_BLADE_CORTEX = np.broadcast_to((1.2, 0.7, 0.5, 0.7, 2.0), (5, 5))
_RIDGE = ((76, 66, -3), (100, 58, 6), (128, 44, 15), (156, 28, 24), (184, 6, 26), (181, -15, 22))
_RIDGE_SIZE = ((9, 16, 22, 20, 26, 20), (4, 6, 9, 12, 10, 9), (0.15, 0.6, 1.1, 1.4, 1.5, 1.0))
_BEAK = ((142, 4, 10), (140, -14, 20), (150, -30, 15), (158, -37, 9))
_BEAK_SIZE = ((16, 14, 12, 9), (12, 12, 11, 8), (0.2, 1.2, 1.3, 1.0))
_JOINT = np.array([173.0, -3.0, -12.0])
_HEAD = 23.5
# Upper arm below its head, about the middle of the head: sections as ``ball_and_shaft`` takes them.
_ARM = np.array(
    [
        (-13.0, -21.0, 24.0, 10.0, 22.5, 0.0, 1.0),
        (-10.0, -28.0, 30.0, 2.0, 22.0, 0.0, 1.1),
        (-8.0, -36.0, 32.0, -10.0, 20.0, 0.0, 1.4),
        (-6.0, -46.0, 30.0, -26.0, 17.0, 0.0, 1.8),
        (-4.0, -60.0, 26.0, -46.0, 15.0, 0.0, 2.6),
        (-2.0, -78.0, 23.5, -72.0, 13.0, 0.0, 3.6),
        (-1.0, -120.0, 22.0, -118.0, 11.8, 0.0, 4.4),
        (-2.0, -190.0, 21.0, -190.0, 11.3, 0.0, 4.6),
        (-5.0, -240.0, 21.0, -240.0, 10.3, 0.0, 4.2),
        (-11.0, -268.0, 26.0, -268.0, 9.0, 0.0, 2.4),
        (-22.0, -288.0, 33.0, -288.0, 10.5, -1.0, 1.2),
        (-20.0, -297.0, 29.0, -297.0, 8.0, -2.0, 1.0),
    ]
)
_ARM_AXIS = (0.68, -0.12, -0.72)  # from the ball into the arm


def shoulder(person: Person, side: str, raised: float = 0.0, detail: float = 1.0) -> Part:
    """Collar bone, shoulder blade and upper arm of one side, in the frame ``chest`` (or ``T3``, on a straight column).

    Parameters
    ----------
    person : Person
        Whose.
    side : {"left", "right"}
        Of the body.
    raised : float
        The arm forwards, degrees: 0 hangs, 45 with the hands on the collar bones, 90 straight ahead. The blade follows
        by a quarter and slides round the chest.
    detail : float
        1 for a film of full size, 0.35 for a training film.

    Returns
    -------
    Part
        Bone, with the mark ``shoulder:left`` ``joint``: the middle of the ball.

    Raises
    ------
    SimulationError
        If the side is unknown or the arm cannot be raised so far.

    Examples
    --------
    >>> sorted(shoulder(Person(), "left", 0.0, 0.35).marks)
    ['shoulder:left']
    """
    if side not in ("left", "right"):
        raise SimulationError(f"shoulder: expected side left or right, got {side!r}")
    if not -30 <= raised <= 180:
        raise SimulationError(f"shoulder: expected the arm raised from -30 to 180 degrees, got {raised}")
    size = chest_size(person)
    moved = _Blade(raised, _drop(person, side))
    joint = moved(_JOINT)
    bones = (
        *_rod(person, _along_collar(moved), _COLLAR_SIZE, (0, 0, 1), 26, detail),
        *_plate(person, moved, detail),
        *_rod(person, moved(_RIDGE), _RIDGE_SIZE, (0.3, 1, 0.4), 22, detail),
        *_rod(person, moved(_BEAK), _BEAK_SIZE, (0, 0, 1), 12, detail),
        *_upper_arm(person, joint, raised, detail),
    )
    mark = carried(person, joint)
    if side == "right":
        bones = tuple(solid.over(solid.mesh.mirrored()) for solid in bones)
        mark = mark * [-1.0, 1.0, 1.0]
    return Part(bones, {f"shoulder:{side}": {"joint": mark, "top": mark + [0.0, 0.0, _HEAD * size]}})


class _Blade:
    """How the shoulder blade moves: turned upwards and forwards about the collar bone's outer end."""

    def __init__(self, raised: float, drop: Array) -> None:
        self.turn = rotation("z", 0.16 * raised) @ rotation("x", -0.25 * raised)
        self.drop = drop
        self.slide = np.array([0.0, -0.25, 0.12]) * max(raised, 0.0)

    def __call__(self, points: ArrayLike) -> Array:
        pivot = np.asarray(_COLLAR[-1], float)
        moved: Array = (np.asarray(points, float) - pivot) @ self.turn.T + pivot + self.slide + self.drop
        return moved


def _along_collar(moved: _Blade) -> Array:
    """The collar bone from the breast bone to where the blade has gone."""
    nodes = np.asarray(_COLLAR, float)
    end = moved(nodes[-1]) - nodes[-1]
    line: Array = nodes + np.linspace(0, 1, len(nodes))[:, None] * end
    return line


def _rod(
    person: Person, nodes: ArrayLike, sizes: ArrayLike, up: ArrayLike, count: int, detail: float
) -> tuple[Solid, Solid]:
    line = path_through(carried(person, nodes), steps(count, detail, 5), ends=0.4)
    at = np.linspace(0, 1, len(line))
    width, thick, layer = (curve(size, at) * chest_size(person) for size in np.asarray(sizes, float))
    blunt = capped(line, thick / 2, 0.4)
    rings = swept(line, width * blunt, thick * blunt, carried_way(up), steps(16, detail, 5))
    return shell(person, rings, layer / chest_size(person))


def _plate(person: Person, moved: _Blade, detail: float) -> tuple[Solid, Solid]:
    net = np.concatenate([carried(person, moved(_BLADE[..., :3])), _BLADE[..., 3:] * chest_size(person)], axis=-1)
    return plate(person, net, (steps(20, detail, 5), steps(22, detail, 5)), _BLADE_CORTEX)


def _upper_arm(person: Person, joint: Array, raised: float, detail: float) -> tuple[Solid, ...]:
    """Ball and shaft, swung forwards about the middle of the ball."""
    counts = (steps(22, detail, 7), steps(14, detail, 4), steps(32, detail, 8))
    rings, layer = ball_and_shaft(_HEAD, _ARM_AXIS, 96.0, _ARM, counts)
    placed = carried(person, rings @ _swing(raised).T + joint)
    inner = shrunk(placed, layer * cortex(person, 1.0))
    canal = counts[1] + counts[2] // 4
    return *filled(person, loft(placed), loft(inner)), marrow(person, inner[canal:])


def _swing(raised: float) -> Array:
    """The arm, hanging a little away from the chest, turned forwards."""
    return rotation("y", -15.0 + 11.0 * min(max(raised, 0.0) / 60.0, 1.0)) @ rotation("x", -raised)


def upper_arm(person: Person, side: str, raised: float = 0.0, detail: float = 1.0) -> Part:
    """Muscle and fat around the upper arm of ``shoulder``, from where it leaves the trunk, in the same frame.

    Parameters
    ----------
    person, side, raised, detail
        As for ``shoulder``.

    Returns
    -------
    Part
    """
    size, around = chest_size(person), steps(36, detail, 10)
    stout = (1 + 0.022 * (person.bmi - 23)) * size
    down = np.linspace(0, 1, steps(24, detail, 5))
    middle = np.stack([14 - 10 * down, 0 * down, -32 - 268 * down], -1)
    joint = _Blade(raised, _drop(person, side))(_JOINT)
    line = carried(person, middle @ _swing(raised).T + joint)
    blunt = np.sqrt(1 - (1 - np.clip(down / 0.4, 0.02, 1)) ** 2)
    radius = curve((46, 47, 43, 39, 37), down) * blunt * stout
    across = carried_way(_swing(raised) @ [1.0, 0, 0])
    solids = []
    for material, within, share in (("fat", "air", 1.0), ("soft", "fat", 0.86)):
        rings = swept(line, 2 * radius * share, 2 * radius * share * 0.95, across, around, 2.0)
        solids.append(Solid(loft(rings), material, within))
    part = Part(tuple(solids))
    return part if side == "left" else Part(tuple(solid.over(solid.mesh.mirrored()) for solid in part.solids))


def _drop(person: Person, side: str) -> Array:
    """How much higher or lower than usual this shoulder hangs."""
    drop = 2.5 * person.rng("shoulders").normal() + person.rng("shoulder", side).normal()
    return np.array([0.0, 0.0, drop])
