"""Lungs: two bags of light tissue between chest wall, mediastinum and diaphragm, and the airways that lead to them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.heart import border
from measure.simulate.anatomy.trunk.heights import APEX, amount, profile
from measure.simulate.solids import Mesh, Part, Solid, loft, tube

Array = NDArray[np.float64]

# Inner chest wall at size 1, mm: half width, reach in front of and behind the vertebral bodies' middles;
# textbook anatomy, rounded.
_Z = (150, 180, 210, 240, 270, 300, 330, 360, 385, 405, 422, 436, 445, 449)
_WIDE = (119, 121, 123, 124, 124, 122, 118, 111, 101, 89, 75, 60, 46, 36)
_FRONT = (88, 96, 106, 115, 119, 118, 112, 100, 84, 68, 53, 42, 34, 28)
_BACK = (32, 36, 40, 42, 43, 44, 44, 43, 40, 36, 31, 25, 19, 12)


def chest_wall(person: Person, heights: ArrayLike) -> tuple[Array, Array, Array]:
    """Inner surface of the ribs in the reference room.

    Parameters
    ----------
    person : Person
        Sex and stature count; a man's chest is wider and deeper.
    heights : array_like
        Reference heights, mm.

    Returns
    -------
    half_width, front, back : ndarray
        Reach to the side, in front of and behind the vertebral bodies' middles, mm. The
        section is a superellipse of power 2.3 about its own middle.
    """
    z = np.asarray(heights, float) / person.size
    scale = person.size * (1.08 if person.sex == "M" else 0.97)
    wide, front, back = (scale * profile(_Z, table, z, smooth=8.0) for table in (_WIDE, _FRONT, _BACK))
    return wide, front, back


def breath(person: Person) -> float:
    """How far the diaphragm has moved from a moderate inspiration, mm; down is negative."""
    return float(np.clip(person.rng("breath").normal(0, 9), -22, 22))


def dome(person: Person, side: float, x: ArrayLike, y: ArrayLike, lift: float = 0.0) -> Array:
    """Height of the diaphragm above points of a transverse plane.

    Parameters
    ----------
    person : Person
        Whose.
    side : float
        +1 the left half, −1 the right, which stands higher.
    x, y : array_like
        Where, mm in the reference room.
    lift : float
        Of the domes against a moderate inspiration, mm.

    Returns
    -------
    ndarray
        Height, mm. It falls to the chest wall, furthest behind: the costophrenic recess.

    Examples
    --------
    >>> someone = Person(seed=4)
    >>> float(dome(someone, -1.0, -65.0, -60.0)) > float(dome(someone, 1.0, 65.0, -60.0))
    True
    """
    rng = person.rng("dome", "left" if side > 0 else "right")
    s = person.size
    out, depth = side * np.asarray(x, float) / s, np.asarray(y, float) / s
    top = (246.0 if side > 0 else 259.0) + lift / s + 0.35 * np.clip(person.bmi - 25, -8, 12)
    top += np.clip(rng.normal(0, 6), -13, 13)
    peak, behind = -62.0 + rng.normal(0, 7), 1.0 + 0.12 * rng.normal()
    lateral = np.where(out > 62.0, (out - 62.0) / 58.0, (62.0 - out) / 75.0)
    fore_aft = np.where(depth > peak, (depth - peak) / (38.0 - peak), (peak - depth) / 60.0)
    ratio = np.hypot(lateral, fore_aft)
    # How far it hangs down at the wall: little in front and in the middle, most behind and outside.
    toward = np.clip(0.5 + 0.5 * (depth + 62.0) / 100.0, 0.0, 1.0)
    hang = 22.0 + 55.0 * np.clip(behind, 0.75, 1.3) * toward**1.5 + 6.0 * np.clip((out - 62.0) / 58.0, 0.0, 1.0)
    wave = 1.5 * np.sin(out / 14.0 + rng.uniform(0, 6)) * np.sin(depth / 19.0 + rng.uniform(0, 6))
    height: Array = s * (top + wave - (hang + lift / s) * np.minimum(ratio, 1.06) ** 3.0)
    return height


def lung_mesh(person: Person, side: float, detail: float = 1.0) -> Mesh:
    """Surface of one lung.

    Parameters
    ----------
    person : Person
        Whose.
    side : float
        +1 the left, −1 the right.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Mesh
        Closed.
    """
    half, levels = amount(12, 40, detail), amount(15, 96, detail)
    lift = breath(person)
    # From a point in the middle of the diaphragm out to the wall, then up the wall to the apex.
    spread = np.sin(np.linspace(0.02, 0.5, max(5, levels // 3)) * np.pi)
    rise = np.concatenate([np.zeros(len(spread)), np.linspace(0, 1, levels)[1:] ** 0.9])
    spread = np.concatenate([spread, np.ones(levels - 1)])
    tip = np.clip((APEX * person.size - _first_guess(person, rise)) / (34.0 * person.size), 0.0, 1.0)
    spread = spread * np.sqrt(np.clip(1.0 - (1.0 - tip) ** 2, 0.001, 1.0))
    return loft(_sections(person, side, rise, spread, half, lift))


def _first_guess(person: Person, rise: Array) -> Array:
    guess: Array = person.size * (205.0 + rise * (APEX - 205.0))
    return guess


def _sections(person: Person, side: float, rise: Array, spread: Array, half: int, lift: float) -> Array:
    """Rings of the lung: inner side forwards, outer side backwards; each ring rides on the dome below it."""
    z = np.repeat(_first_guess(person, rise)[:, None], half, axis=1)
    step = (1.0 - np.cos(np.linspace(0, np.pi, half))) / 2
    for _ in range(3):  # the section depends on the height, which through the dome depends on the section
        wide, front, back = chest_wall(person, z)
        mid, deep = (back - front) / 2, (back + front) / 2
        y = mid + deep * (2 * step - 1) * spread[:, None]
        across = np.clip(1.0 - np.abs((y - mid) / deep) ** 2.3, 0.0, 1.0) ** (1 / 2.3)
        outer, inner = wide * across, border(person, side, y, z)
        inner = np.minimum(inner, outer)
        centre, width = (outer + inner) / 2, (outer - inner) / 2 * spread[:, None]
        floor = dome(person, side, side * centre, y, lift)
        z = floor + rise[:, None] * (APEX * person.size - floor)
    faces = []
    for sign in (-1.0, 1.0):
        x = side * (centre + sign * width)
        floor = dome(person, side, x, y, lift)
        faces.append(np.stack([x, y, floor + rise[:, None] * (APEX * person.size - floor)], -1))
    return np.concatenate([faces[0], faces[1][:, ::-1]], axis=1)


def lungs(person: Person, detail: float = 1.0) -> Part:
    """Both lungs, windpipe and main bronchi.

    Parameters
    ----------
    person : Person
        Who.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        Soft tissue of low density within soft tissue; air within soft tissue.
    """
    dense = density(person)
    bags = [Solid(lung_mesh(person, side, detail), "soft", "soft", density=dense) for side in (-1.0, 1.0)]
    points = amount(6, 24, detail)
    s = person.size
    trachea = np.array([(0, -44, 525), (0, -40, 480), (-1, -36, 440), (-2, -34, 400), (-1, -33, 360), (0, -33, 349)])
    right = np.array([(-3, -34, 352), (-14, -36, 338), (-27, -39, 322)])
    left = np.array([(3, -34, 352), (18, -37, 340), (34, -40, 331)])
    wide = 1.15 if person.sex == "M" else 1.0
    tubes = ((trachea, 7.6), (right, 6.0), (left, 5.2))
    airways = [Solid(tube(_fine(p * s), r * s * wide, points), "air", "soft") for p, r in tubes]
    return Part((*bags, *airways))


def density(person: Person) -> float:
    """Density of the lungs against water, 0.22 to 0.36."""
    return float(np.clip(person.rng("lung density").normal(0.28, 0.03), 0.22, 0.36))


def _fine(path: Array, points: int = 8) -> Array:
    """A path through more points, its corners rounded."""
    along = np.linspace(0, 1, len(path))
    at = np.linspace(0, 1, points)
    return np.stack([np.interp(at, along, path[:, k]) for k in range(3)], -1)
