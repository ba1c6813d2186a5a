"""Skin: the outside of the trunk, its layer of fat, and the muscular wall within."""

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.heights import CROWN, FLOOR, amount, profile
from measure.simulate.anatomy.trunk.lungs import chest_wall
from measure.simulate.solids import Mesh, Part, Solid, loft

Array = NDArray[np.float64]

CROTCH = -172.0
"""Height at which the trunk ends and two thighs begin, mm at size 1."""

_VAULT = 46.0  # mm at size 1 over which the head closes
_SIDES = ("wide", "front", "back")
_LOW, _HIGH, _GRID = -400.0, 800.0, 2.0  # heights at which the wall is worked out once a person, mm at size 1


@dataclass(frozen=True, slots=True)
class Outline:
    """Cross-section of the trunk at each of some heights, mm.

    Attributes
    ----------
    height, half_width, front, back, squareness : ndarray, shape (k,)
        Height; reach to the side, to the front and to the back of the spine; 2 an ellipse, more a rounded box.
    """

    height: Array
    half_width: Array
    front: Array
    back: Array
    squareness: Array

    def rings(self, points: int) -> Array:
        """Rings of ``points`` points at every height, shape (k, points, 3)."""
        angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
        c, s = np.cos(angle), np.sin(angle)
        bow = (2.0 / self.squareness)[:, None]
        x = self.half_width[:, None] * np.sign(c) * np.abs(c) ** bow
        middle, half = (self.back - self.front)[:, None] / 2, (self.back + self.front)[:, None] / 2
        y = middle + half * np.sign(s) * np.abs(s) ** bow
        return np.stack([x, y, np.broadcast_to(self.height[:, None], x.shape)], -1)


def wall(person: Person, heights: ArrayLike, fat: bool = False) -> Outline:
    """Cross-sections of the trunk without or with its subcutaneous fat.

    Parameters
    ----------
    person : Person
        Sex, stature and body mass index count.
    heights : array_like, shape (k,)
        Reference heights, mm.
    fat : bool
        With the fat: the skin. Without: the muscular wall.

    Returns
    -------
    Outline

    Examples
    --------
    >>> skin = wall(Person(bmi=24.0), [93.0], fat=True)
    >>> 190 < float((skin.front + skin.back)[0]) < 260  # trunk at L3, front to back
    True
    """
    at = (np.asarray(heights, float) / person.size - _LOW) / _GRID
    rows = _grid(person, fat)
    at = np.clip(at, 0.0, len(rows) - 1.001)
    below = at.astype(np.intp)
    here = rows[below]
    wide, front, back, square = np.moveaxis(here + (at - below)[..., None] * (rows[below + 1] - here), -1, 0)
    return Outline(np.asarray(heights, float), wide, front, back, square)


@lru_cache(maxsize=256)
def _grid(person: Person, fat: bool) -> Array:
    """Half width, reach in front and behind and squareness every ``_GRID`` mm: a film asks for them many times."""
    z = np.arange(_LOW, _HIGH, _GRID)
    wide, front, back = _read("wall.csv", person.sex, z)
    spare = person.bmi - 22.0
    hips = max(spare, -1.5)  # however thin, the wall lies around the pelvis
    belly = np.exp(-0.5 * ((z - 70.0) / 80.0) ** 2)
    # Visceral fat and lean mass: men carry it in the belly.
    front = front + belly * spare * (3.6 if person.sex == "M" else 2.6)
    lean = np.interp(z, (20.0, 70.0), (hips, spare))
    wide = wide + lean * (0.7 + 1.3 * belly) * (z < 440)
    # However thin, the wall lies around the chest.
    room = 12.0 - 0.6 * np.clip(170.0 - z, 0.0, None)
    chest = (inner / person.size + room for inner in chest_wall(person, z * person.size))
    wide, front, back = (np.maximum(own, least) for own, least in zip((wide, front, back), chest, strict=True))
    if fat:
        share = max(0.2, (person.bmi - 13.0) / 12.0)
        side, fore, aft = (share * layer for layer in _read("fat.csv", person.sex, z))
        wide, front, back = wide + side, front + fore, back + aft * min(1.0, share**-0.4)
    square = profile((-172, -60, 60, 200, 300, 390, 440, 480), (2.7, 2.5, 2.5, 2.5, 2.6, 2.9, 2.2, 2.1), z)
    s = person.size
    return np.stack([wide * s, front * s, back * s, square], -1)


def _read(name: str, sex: str, z: Array) -> tuple[Array, Array, Array]:
    """Half width, reach in front and reach behind at some heights."""
    table = _table(name)
    wide, front, back = (profile(table["height"], table[f"{side}_{sex}"], z) for side in _SIDES)
    return wide, front, back


@cache
def _table(name: str) -> dict[str, tuple[float, ...]]:
    """Columns of ``wall.csv`` (the lean wall) or ``fat.csv`` (the fat on it at 25 kg/m2): a person of size 1, mm."""
    rows = list(csv.DictReader(files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()))
    return {key: tuple(float(row[key]) for row in rows) for key in rows[0] if key != "source"}


def skin(person: Person, detail: float = 1.0) -> Part:
    """Envelope of the trunk, neck and head, and both thighs.

    Parameters
    ----------
    person : Person
        Who.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        Fat within air, muscle within the fat.
    """
    solids = []
    for fat, material, within, rows in ((True, "fat", "air", (24, 200)), (False, "soft", "fat", (13, 90))):
        heights = _levels(amount(*rows, detail), amount(7, 50, detail)) * person.size
        rings = _shaped(wall(person, heights, fat).rings(4 * amount(6, 28, detail)), person, fat)
        solids.append(Solid(loft(rings), material, within))
        solids += [Solid(leg, material, within) for leg in _thighs(rings[0], person, 0.0 if fat else 8.0, detail)]
    return Part(tuple(solids))


def _levels(rows: int, above: int) -> Array:
    """Heights of the rings, closer together where the shoulders turn into the neck, and at the crown."""
    up = np.linspace(CROTCH, 372, rows)
    bend = np.linspace(372, 465, above)[1:]
    head = np.linspace(465, CROWN - 20, above)[1:]
    return np.concatenate([up, bend, head, [CROWN - 12, CROWN - 6, CROWN - 2, CROWN]])


def _shaped(rings: Array, person: Person, fat: bool) -> Array:
    """Rings with what no ellipse has: breasts, buttocks, the furrow of the back, folds of the skin."""
    x, y, z = (rings[..., k] / person.size for k in range(3))
    rng = person.rng("skin")
    in_front, behind = y < -30, y > 20
    push = np.zeros_like(y)
    big, drop, tuck = rng.uniform(0.6, 1.3), rng.normal(0, 6), rng.uniform(0.7, 1.2)
    if person.sex == "F" and person.age > 12:
        big *= (1.0 if fat else 0.45) * (20.0 + 1.5 * (person.bmi - 20.0))
        nipple = 290.0 - 0.4 * max(0.0, person.age - 30) + drop
        height = np.where(z < nipple, 34.0, 58.0)
        push -= in_front * big * np.exp(-(((np.abs(x) - 72.0) / 46.0) ** 4) - np.abs((z - nipple) / height) ** 2.6)
    seat = tuck * (7.0 + 0.3 * (person.bmi - 20.0)) * (1.0 if fat else 0.6)
    push += behind * seat * np.exp(-(((np.abs(x) - 70.0) / 50.0) ** 4) - ((z + 105.0) / 55.0) ** 2)
    push -= behind * (7.0 if fat else 3.0) * np.exp(-((x / 16.0) ** 2)) * np.exp(-(((z - 160.0) / 190.0) ** 4))
    push -= behind * 14.0 * np.exp(-((x / 10.0) ** 2) - ((z + 130.0) / 45.0) ** 4)
    out = rings.copy()
    out[..., 1] += push * person.size
    # The crown is round.
    over = np.clip((z - CROWN) / _VAULT + 1.0, 0.0, 0.999)
    middle = out[..., :2].mean(axis=1, keepdims=True)
    out[..., :2] = middle + (out[..., :2] - middle) * np.sqrt(1.0 - over**2)[..., None]
    if fat:
        out[..., :2] *= 1.0 - _folds(z, y, person)[..., None]
    return out


def _folds(z: Array, y: Array, person: Person) -> Array:
    """Creases round the waist and back: the stouter, the more and the deeper."""
    rng = person.rng("folds")
    crease = np.zeros_like(z)
    for _ in range(int(np.clip((person.bmi - 21) / 3, 0, 5))):
        at, deep, slope = rng.uniform(20, 230), rng.uniform(0.3, 1.0), rng.normal(0, 0.12)
        deep *= 0.002 * (person.bmi - 20.0)
        crease += (
            deep * np.exp(-(((z - at - slope * (y - 40)) / rng.uniform(3, 9)) ** 2)) * np.clip((y + 60) / 60, 0, 1)
        )
    return crease


def _thighs(base: Array, person: Person, gap: float, detail: float) -> list[Mesh]:
    """Two thighs, each from one half of the lowest ring of the trunk."""
    steps = amount(6, 30, detail)
    down = np.linspace(0, 1, steps)
    legs = []
    for side in (1.0, -1.0):
        half = base[side * base[:, 0] > -1e-6]
        half = half[np.argsort(np.arctan2(half[:, 1] - half[:, 1].mean(), side * half[:, 0]))]
        half[:, 0] = side * np.maximum(side * half[:, 0], gap * person.size)
        inner = np.linspace(half[-1], half[0], max(4, len(half) // 2))[1:-1]
        ring = np.concatenate([half, inner])
        middle = (ring.min(axis=0) + ring.max(axis=0)) / 2
        arm = ring - middle
        angle = np.unwrap(np.arctan2(arm[:, 1], side * arm[:, 0]))
        size = np.abs(arm[:, :2]).max(axis=0)
        round_ = middle + np.stack([side * size[0] * np.cos(angle), size[1] * np.sin(angle), 0 * angle], -1)
        share = np.clip(down / 0.6, 0, 1)[:, None, None]
        rings = ring + (round_ - ring) * share * (2 - share)
        thin = 1.0 - 0.16 * down[:, None]
        rings[..., :2] = middle[:2] + (rings[..., :2] - middle[:2]) * thin[..., None]
        rings[..., 2] += (down * (FLOOR - CROTCH) * person.size)[:, None]
        legs.append(loft(rings))
    return legs
