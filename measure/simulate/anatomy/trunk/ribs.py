"""Ribs: a pair of ribs from their heads at a thoracic vertebra to their bony front ends."""

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import Array, capped, cortex, filled, path_through, shrunk, steps, swept
from measure.simulate.anatomy.trunk.cartilage import flecks
from measure.simulate.solids import Frame, Part, Solid, loft, rotation

LEVELS = tuple(Level(f"T{n}") for n in range(1, 14)) + (Level.L1,)
"""Vertebrae that can carry a rib."""

# Along the bony rib, head to front end, as shares of the shaft's width and thickness: head, neck, tubercle, angle, ...
_ALONG = (0.0, 0.035, 0.08, 0.13, 0.22, 0.5, 0.85, 1.0)
_WIDTH = (0.72, 0.8, 0.68, 0.9, 0.98, 1.0, 1.0, 1.12)
_THICK = (1.25, 1.3, 1.05, 1.45, 1.25, 1.0, 0.85, 0.5)
# A young adult's cortex, mm: places and sizes. The front end, where cartilage follows, is bare.
_CORTEX_AT = (0.0, 0.08, 0.2, 0.45, 0.7, 0.9, 1.0)
_CORTEX = (0.5, 0.8, 1.2, 1.0, 0.7, 0.4, 0.08)
_FLECKS_FROM = 0.6  # detail from which calcified cartilage can be seen
_SMALLER = {"F": 0.90, "M": 1.0}  # chest of the mean woman beside that of the mean man


def rib_pair(
    person: Person, level: Level, detail: float = 1.0, stretch: tuple[float, float, float] = (1.0, 1.0, 1.0)
) -> Part:
    """Left and right rib of one vertebra, in that vertebra's frame.

    The ribs are laid out as in an upright chest of usual kyphosis and then turned into the vertebra's own frame, so
    that vertebrae in a usual column carry a usual chest. On a bent column ``chest_frames`` says where they stand.

    Parameters
    ----------
    person : Person
        Whose.
    level : Level
        T1 to T12; T13 and L1 make a short rib.
    detail : float
        1 for a film of full size, 0.35 for a training film.
    stretch : tuple of float
        Chest width, depth and droop, times the usual.

    Returns
    -------
    Part
        Bone of both ribs and what is calcified of their cartilages, with the centre line of each as mark ``rib:T6``
        ``left`` and ``right``.

    Raises
    ------
    SimulationError
        If no ribs are known for the level.

    Notes
    -----
    Widths, depths, slopes and sections are textbook anatomy, rounded, and stand with a source in ``ribs.csv``. The
    front rises with age (Weaver et al., J Anat 2014;225:246: sign; size rounded); the cortex measures 0.6 to 1.2 mm
    (Holcombe et al., J Anat 2019;235:883).

    Examples
    --------
    >>> ribs = rib_pair(Person(), Level.T6)
    >>> sorted(ribs.marks["rib:T6"])
    ['left', 'right']
    """
    rng = person.rng("ribs", level.value)
    # Each rib has its own traits, each side a little of its own, and the whole chest its slope.
    shared, sides = 0.6 * rng.normal(size=3) + person.rng("chest").normal(size=3), 0.35 * rng.normal(size=(2, 3))
    solids: list[Solid] = []
    lines: dict[str, Array] = {}
    for side, own in (("left", sides[0]), ("right", sides[1])):
        line, bones = _left_rib(person, level, detail, stretch, shared + own)
        if detail >= _FLECKS_FROM:
            bones = (*bones, *_calcified(person, level, line[-1], person.rng("cartilage", level.value, side)))
        mirror = side == "right"
        solids += [solid.over(solid.mesh.mirrored()) if mirror else solid for solid in bones]
        lines[side] = line * [-1.0, 1.0, 1.0] if mirror else line
    return Part(tuple(solids), {f"rib:{level.value}": lines})


def pitch(level: Level) -> float:
    """Forward tilt in degrees of a thoracic vertebra in a usual upright column: how ``rib_pair`` lays out the chest."""
    return _table()[_known(level)]["pitch"]


def _calcified(person: Person, level: Level, end: Array, rng: np.random.Generator) -> tuple[Solid, ...]:
    """What is calcified of a left rib's cartilage, in the vertebra's frame."""
    local = Frame(axes=rotation("x", pitch(level)))
    mesh = flecks(person, level, local.apply(end), rng)
    return (Solid(mesh.moved(local.local(mesh.points)), "cortical", "soft", 0.8),) if len(mesh.faces) else ()


def _left_rib(
    person: Person, level: Level, detail: float, stretch: tuple[float, float, float], drawn: Array
) -> tuple[Array, tuple[Solid, ...]]:
    """Centre line and bone of a left rib, in the vertebra's frame."""
    row = _table()[_known(level)]
    line, up = _course(person, row, steps(44, detail, 10), np.asarray(stretch), drawn)
    local = Frame(axes=rotation("x", row["pitch"]))
    line, up = local.local(line), up @ np.asarray(local.axes)
    share = np.linspace(0, 1, len(line))
    # A short rib tapers to a tip.
    tip = np.where(row["sweep"] < 100, 1 - 0.72 * np.clip((share - 0.5) / 0.5, 0, 1), 1.0)
    size = person.size * (_SMALLER[person.sex] + 1) / 2
    tip *= capped(line, 3.5 * size, 0.45)
    width = np.interp(share, _ALONG, _WIDTH) * row["width"] * size * tip
    thick = np.interp(share, _ALONG, _THICK) * row["thick"] * size * tip
    rings = swept(line, width, thick, up, steps(16, detail, 6))
    inner = shrunk(rings, cortex(person, 1.0) * np.interp(share, _CORTEX_AT, _CORTEX))
    return line, filled(person, loft(rings), loft(inner))


def _course(person: Person, row: dict[str, float], count: int, stretch: Array, drawn: Array) -> tuple[Array, Array]:
    """Centre line of a left rib, upright about its vertebra's middle, and the direction of its height."""
    size = person.size * _SMALLER[person.sex]
    side, front = row["half_width"] * size * stretch[0], row["half_depth"] * size * stretch[1]
    side, front = side * (1 + 0.015 * drawn[0]), front * (1 + 0.015 * drawn[0])
    back = row["back"] * size
    middle_x, middle_y = 0.36 * side, back - front
    swing = np.deg2rad(np.linspace(4, row["sweep"] + (8 if row["sweep"] < 100 else 2.5) * drawn[2], 9))
    arc_x = middle_x + (side - middle_x) * np.sin(swing)
    arc_y = middle_y + front * np.cos(swing)
    # The front rises with age: about 4 degrees from 40 to 80 years.
    pump = np.deg2rad(row["pump"] + 1.5 * drawn[1] - 0.1 * np.clip(person.age - 40, 0, 45))
    bucket = np.deg2rad(row["bucket"] + 0.8 * drawn[2])
    head, tubercle = (np.array([row[f"{which}_{axis}"] for axis in "xyz"]) * size for which in ("head", "tubercle"))
    arc_z = tubercle[2] - stretch[2] * (np.tan(pump) * (back - arc_y) + np.tan(bucket) * (arc_x - tubercle[0]))
    nodes = np.concatenate([[head, (head + tubercle) / 2 + [0, 1, 0.5], tubercle], np.stack([arc_x, arc_y, arc_z], -1)])
    line = path_through(nodes, count, ends=0.35)
    inward = np.array([middle_x, middle_y, 0]) - line * [1, 1, 0]
    inward /= np.linalg.norm(inward, axis=1, keepdims=True)
    lean = np.deg2rad(row["twist"]) * np.clip(np.linspace(0, 1, count) / 0.25, 0, 1)[:, None]
    return line, np.cos(lean) * [0, 0, 1.0] + np.sin(lean) * inward


def _known(level: Level) -> str:
    if level.value not in _table():
        raise SimulationError(f"ribs: expected a level from T1 to L1, got {level.value}")
    return level.value


@cache
def _table() -> dict[str, dict[str, float]]:
    """Rows of ``ribs.csv``: a man of mean stature, mm and degrees."""
    text = files(__package__).joinpath("ribs.csv").read_text(encoding="utf-8")
    return {
        row["level"]: {key: float(cell) for key, cell in row.items() if key not in ("level", "source")}
        for row in csv.DictReader(text.splitlines())
    }
