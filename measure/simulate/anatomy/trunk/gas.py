"""Gas: the stomach's bubble, the colon and small bowel, and what else the bowel holds."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.lungs import breath, dome
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Mesh, Part, Solid, merged, tube

Array = NDArray[np.float64]

# Course of the colon at size 1, mm: caecum, hepatic flexure, transverse colon, splenic flexure, descending and
# sigmoid colon, rectum; and the usual radius of its lumen. Textbook anatomy, rounded.
_COLON = np.array([
    (-88, -62, -40), (-96, -52, 20), (-98, -34, 80), (-88, -46, 132), (-52, -86, 112), (0, -96, 92), (52, -84, 118),
    (88, -26, 182), (102, -10, 130), (104, -14, 70), (98, -30, 10), (74, -56, -36), (28, -60, -30), (8, -26, -62),
    (2, 30, -78), (0, 44, -108), (0, 36, -134),
], float)  # fmt: skip
_LUMEN = np.array([26, 24, 21, 20, 19, 19, 19, 19, 15, 14, 14, 14, 14, 14, 19, 20, 10], float)


def gas(person: Person, detail: float = 1.0, *, standing: bool = True, film: str = "") -> Part:
    """Air in stomach and bowel, and faeces with air in it: another pattern on every film.

    Parameters
    ----------
    person : Person
        Who.
    detail : float
        1 for a full-size film.
    standing : bool
        Air rises to the domes and lies over a level of fluid; lying on the back it rises to the front.
    film : str
        Name of the film.

    Returns
    -------
    Part
        Air within soft tissue.
    """
    rng = person.rng("gas", film)
    much = float(np.clip(rng.lognormal(0.0, 0.5), 0.3, 2.6))
    course = _course(person, rng)
    meshes = [*_stomach(person, rng, detail, standing), *_loops(person, rng, detail, much, course)]
    meshes += [*_faeces(person, rng, detail, much, course), *_small_bowel(person, rng, detail, much)]
    return Part((Solid(merged(meshes), "air", "soft"),))


def _course(person: Person, rng: np.random.Generator) -> Array:
    """Colon of a person: shape (points, 4), the place and the radius of the lumen."""
    trait = person.rng("colon")
    nodes = _COLON + trait.normal(0, 7, _COLON.shape)
    nodes[4:7, 2] -= trait.uniform(-10, 75) * np.array([0.6, 1.0, 0.6])
    nodes[11:14] += trait.normal(0, 14, (3, 3)) * (1, 0.6, 1)
    nodes[:, :2] *= 1.0 + np.array([0.008, 0.012]) * (person.bmi - 24)
    t = np.linspace(0, len(nodes) - 1, 400)
    wave = np.stack([np.interp(t, np.arange(len(nodes)), nodes[:, k]) for k in range(3)], -1)
    kernel = np.hanning(41) / np.hanning(41).sum()
    wave = np.stack([np.convolve(np.pad(wave[:, k], 20, mode="edge"), kernel, mode="valid") for k in range(3)], -1)
    lumen = np.interp(t, np.arange(len(nodes)), _LUMEN * rng.uniform(0.7, 1.2, len(nodes)))
    # It stays within the abdominal wall.
    room = wall(person, wave[:, 2] * person.size)
    square, depth = room.squareness[0], (room.front + room.back) / person.size / 2
    reach = 1.0 - (1.3 * lumen + 8.0) / np.minimum(depth, room.half_width / person.size)
    middle = (room.back - room.front) / person.size / 2
    out = (np.abs(wave[:, 0]) * person.size / room.half_width) ** square + (
        np.abs(wave[:, 1] - middle) / depth
    ) ** square
    inward = np.minimum(1.0, reach / np.maximum(out, 1e-9) ** (1 / square))[:, None]
    centre = np.stack([0 * middle, middle], -1)
    wave[:, :2] = centre + (wave[:, :2] - centre) * inward
    return np.concatenate([wave, lumen[:, None]], axis=1) * person.size


def _stomach(person: Person, rng: np.random.Generator, detail: float, standing: bool) -> list[Mesh]:
    """Air in the fundus, below the left dome; flat below where it lies on fluid."""
    if rng.random() < 0.12:
        return []
    s = person.size
    wide = rng.uniform(20, 46) * s
    centre = np.array([rng.uniform(42, 66), rng.uniform(-52, -20), 0.0]) * s
    centre[0] = min(centre[0], float(wall(person, np.array([215.0 * s])).half_width[0]) - 1.1 * wide - 22.0 * s)
    roof = float(dome(person, 1.0, centre[0], centre[1], breath(person)))
    axes = np.array([wide, wide * rng.uniform(0.75, 1.0), wide * rng.uniform(0.6, 0.95)])
    centre[2] = roof - axes[2] - rng.uniform(5, 12) * s
    mesh = blobs(centre[None], axes[None], rng, 2 if detail < 0.6 else 3, uneven=0.1)
    points = mesh.points.copy()
    # No higher than the dome allows.
    lid = dome(person, 1.0, points[:, 0], points[:, 1], breath(person)) - 5.0 * s
    points[:, 2] = np.minimum(points[:, 2], lid)
    if standing and rng.random() < 0.85:
        level = centre[2] + rng.uniform(-0.6, 0.35) * axes[2]
        points[:, 2] = np.maximum(points[:, 2], np.minimum(level, lid))
    elif not standing:
        points[:, 1] = np.minimum(points[:, 1], centre[1] + rng.uniform(-0.3, 0.3) * axes[1])
    return [mesh.moved(points)]


def _loops(person: Person, rng: np.random.Generator, detail: float, much: float, course: Array) -> list[Mesh]:
    """Stretches of colon that hold air, with haustra."""
    meshes = []
    for _ in range(int(rng.poisson(4.0 * much))):
        start = int(
            rng.choice([rng.integers(0, 350), rng.integers(40, 230), rng.integers(320, 372)], p=(0.45, 0.43, 0.12))
        )
        piece = course[start : start + int(rng.uniform(10, 50))]
        steps = amount(9, 48, detail)
        t = np.linspace(0, len(piece) - 1, steps)
        path = np.stack([np.interp(t, np.arange(len(piece)), piece[:, k]) for k in range(4)], -1)
        length = float(np.linalg.norm(np.diff(path[:, :3], axis=0), axis=1).sum())
        if length < 12:
            continue
        along = np.linspace(0, 1, steps)
        ends = np.sqrt(np.clip(1 - np.abs(2 * along - 1) ** rng.uniform(2.0, 3.5), 0.02, 1))
        radius = path[:, 3] * rng.uniform(0.35, 0.95) * _haustra(rng, along * length) * ends
        sway = np.sin(along[:, None] * length / rng.uniform(14, 30, 3) + rng.uniform(0, 6, 3)) * 0.16 * path[:, 3:]
        way = path[:, :3] + sway + rng.normal(0, 4, 3)
        meshes.append(tube(way, radius, amount(6, 26, detail), rng.uniform(0.5, 1.0), rng.normal(size=3)))
    return meshes


def _haustra(rng: np.random.Generator, run: Array) -> Array:
    """How far the lumen is open along the bowel: folds at uneven distances, of uneven depth."""
    open_ = np.ones_like(run)
    at = rng.uniform(0, 20)
    while at < run[-1]:
        open_ -= rng.uniform(0.08, 0.45) * np.exp(-(((run - at) / rng.uniform(2.5, 7.0)) ** 2))
        at += rng.uniform(12, 38)
    return np.clip(open_, 0.25, 1.0)


def _faeces(person: Person, rng: np.random.Generator, detail: float, much: float, course: Array) -> list[Mesh]:
    """Small bubbles in the colon's contents: mottle."""
    hearts = rng.integers(0, len(course), 1 + int(rng.poisson(3.0)))
    count = int(rng.poisson(amount(20, 420, detail) * min(much * rng.uniform(0.3, 1.3), 0.3 * len(hearts))))
    if count == 0:
        return []
    at = np.clip(rng.choice(hearts, count) + rng.normal(0, 20, count), 0, len(course) - 1).astype(int)
    radius = course[at, 3]
    where = course[at, :3] + rng.normal(0, 0.5, (count, 3)) * radius[:, None]
    grain = np.clip(rng.lognormal(0.7, 0.5, count), 0.8, 6.0) * (1.6 if detail < 0.6 else 1.0)
    return [blobs(where, grain[:, None] * rng.uniform(0.6, 1.5, (count, 3)), rng, 0 if detail < 0.6 else 1, 0.2)]


def _small_bowel(person: Person, rng: np.random.Generator, detail: float, much: float) -> list[Mesh]:
    """Pockets of air in the middle of the abdomen."""
    count = int(rng.poisson(15 * much))
    if count == 0:
        return []
    s = person.size
    height = rng.uniform(-75, 130, count) * s
    deep = -34 * s - rng.uniform(0, 1, count) * np.maximum(wall(person, height).front - 74 * s, 0.0)
    where = np.stack([np.clip(rng.normal(0, 42, count), -85, 85) * s, deep, height], -1)
    radii = np.clip(rng.lognormal(1.85, 0.45, count), 2.5, 17)[:, None] * rng.uniform(0.6, 1.5, (count, 3)) * s
    return [blobs(where, radii, rng, 1 if detail < 0.6 else 2, uneven=0.15 if detail < 0.6 else 0.3)]
