"""Colon: stretches that hold air, haustrum by haustrum, and faeces mottled with bubbles."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs, strands
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Mesh

Array = NDArray[np.float64]

# Course of the colon at size 1, mm: caecum, hepatic flexure, transverse colon, splenic flexure, descending and
# sigmoid colon, rectum; and the usual radius of its lumen. Textbook anatomy, rounded.
_COLON = np.array([
    (-88, -62, -40), (-96, -52, 20), (-98, -34, 80), (-88, -46, 132), (-52, -86, 112), (0, -96, 92), (52, -84, 118),
    (88, -26, 182), (102, -10, 130), (104, -14, 70), (98, -30, 10), (74, -56, -36), (28, -60, -30), (8, -26, -62),
    (2, 30, -78), (0, 44, -108), (0, 36, -134),
], float)  # fmt: skip
_LUMEN = np.array([26, 24, 21, 20, 19, 19, 19, 19, 15, 14, 14, 14, 14, 14, 19, 20, 10], float)
_STEPS = 400  # points of the course


def colon(person: Person, rng: np.random.Generator, detail: float, much: float) -> list[Mesh]:
    """Air in the colon of one film.

    Parameters
    ----------
    person : Person
        Whose; how the colon lies stays the same from film to film.
    rng : numpy.random.Generator
        Of this film.
    detail : float
        1 for a full-size film.
    much : float
        How much air, about 1.

    Returns
    -------
    list of Mesh
        Tubes with haustra, grapes of air between folds, and bubbles in faeces.
    """
    way = course(person)
    way = np.concatenate([way[:, :3], way[:, 3:] * _smooth(rng.uniform(0.7, 1.2, (len(_LUMEN), 1)))], axis=1)
    return [*_loops(rng, detail, much, way), *_grapes(rng, detail, much, way), *_faeces(rng, detail, way)]


@lru_cache(maxsize=256)
def course(person: Person) -> Array:
    """Where the colon runs: shape (points, 4), the place and the usual radius of the lumen, mm."""
    trait = person.rng("colon")
    nodes = _COLON + trait.normal(0, 7, _COLON.shape)
    nodes[4:7, 2] -= trait.uniform(-10, 75) * np.array([0.6, 1.0, 0.6])
    nodes[11:14] += trait.normal(0, 14, (3, 3)) * (1, 0.6, 1)
    nodes[:, :2] *= 1.0 + np.array([0.008, 0.012]) * (person.bmi - 24)
    wave, lumen = _smooth(nodes), _smooth(_LUMEN[:, None])[:, 0]
    # It stays within the abdominal wall.
    room = wall(person, wave[:, 2] * person.size)
    square, depth = room.squareness[0], (room.front + room.back) / person.size / 2
    reach = 1.0 - (1.3 * lumen + 8.0) / np.minimum(depth, room.half_width / person.size)
    middle = (room.back - room.front) / person.size / 2
    out = (np.abs(wave[:, 0]) * person.size / room.half_width) ** square
    out += (np.abs(wave[:, 1] - middle) / depth) ** square
    inward = np.minimum(1.0, reach / np.maximum(out, 1e-9) ** (1 / square))[:, None]
    centre = np.stack([0 * middle, middle], -1)
    wave[:, :2] = centre + (wave[:, :2] - centre) * inward
    return np.concatenate([wave, lumen[:, None]], axis=1) * person.size


def _smooth(nodes: Array) -> Array:
    """Values along the course from values at its nodes, corners rounded."""
    return _weights(len(nodes)) @ nodes


@lru_cache(maxsize=4)
def _weights(nodes: int) -> Array:
    """Share of every node in every point of the course."""
    t = np.linspace(0, nodes - 1, _STEPS)
    kernel = np.hanning(41) / np.hanning(41).sum()
    straight = np.maximum(0.0, 1.0 - np.abs(t[:, None] - np.arange(nodes)))
    padded = np.pad(straight, ((20, 20), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, k], kernel, mode="valid") for k in range(nodes)], -1)


def _loops(rng: np.random.Generator, detail: float, much: float, way: Array) -> list[Mesh]:
    """Stretches filled with air, bulging between folds."""
    count = int(rng.poisson(1.8 * much))
    if count == 0:
        return []
    steps, around = amount(12, 64, detail), amount(6, 26, detail)
    first = np.where(rng.random(count) < 0.15, rng.integers(320, 365, count), rng.integers(0, 345, count))
    span = np.minimum(rng.uniform(9, 45, count), _STEPS - 1 - first)
    along = np.linspace(0, 1, steps)
    at = first[:, None] + span[:, None] * along
    below = np.minimum(at.astype(int), _STEPS - 2)
    path = way[below] + (at - below)[..., None] * (way[below + 1] - way[below])
    hop = np.linalg.norm(np.diff(path[..., :3], axis=1), axis=2)
    run = np.concatenate([np.zeros((count, 1)), np.cumsum(hop, axis=1)], axis=1)
    which, open_ = _haustra(rng, run, 0.7 if detail < 0.6 else 1.0)
    ends = np.sqrt(np.clip(1 - np.abs(2 * along - 1) ** 3.0, 0.04, 1))
    lumen = path[..., 3] * rng.uniform(0.4, 0.95, (count, 1))
    aside = rng.normal(0, 0.2, (count, which.max() + 2, 3))
    centre = path[..., :3] + np.take_along_axis(aside, which[..., None], axis=1) * lumen[..., None]
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    lobes = 1.0 + 0.14 * np.sin(2 * angle + 2.4 * which[..., None] + rng.uniform(0, 6, (count, 1, 1)))
    radius = (lumen * open_ * ends)[..., None] * lobes
    return [strands(_eased(centre), radius, around, float(rng.uniform(0.6, 1.0)))]


def _haustra(rng: np.random.Generator, run: Array, depth: float) -> tuple[NDArray[np.intp], Array]:
    """Number of the haustrum at each point along the bowel, and how far it is open: round between folds."""
    count = len(run)
    phase = run / rng.uniform(17, 34, (count, 1)) + rng.uniform(0, 1, (count, 1))
    phase = phase + 0.12 * np.sin(2.1 * phase + rng.uniform(0, 6, (count, 1)))
    which = np.maximum(np.floor(phase), 0).astype(np.intp)
    bulge = np.sqrt(np.clip(1.0 - (2.0 * (phase - which) - 1.0) ** 2, 0.0, 1.0))
    pinch = depth * rng.uniform(0.2, 0.65, (count, which.max() + 2))
    fold = np.take_along_axis(pinch, which, axis=1)
    return which, 1.0 - fold * (1.0 - bulge)


def _eased(paths: Array) -> Array:
    """Paths whose steps aside are shared with the neighbours."""
    eased = paths.copy()
    eased[:, 1:-1] = (paths[:, :-2] + 2 * paths[:, 1:-1] + paths[:, 2:]) / 4
    return eased


def _grapes(rng: np.random.Generator, detail: float, much: float, way: Array) -> list[Mesh]:
    """Bunches of round haustra that hold a little air each."""
    bunches = int(rng.poisson(1.5 * much))
    count = int(rng.integers(5, 13, bunches).sum())
    if count == 0:
        return []
    heart = rng.integers(0, _STEPS, bunches)[rng.integers(0, bunches, count)]
    at = np.clip(heart + rng.normal(0, 9, count), 0, _STEPS - 1).astype(int)
    lumen = way[at, 3]
    where = way[at, :3] + rng.uniform(-0.75, 0.75, (count, 3)) * lumen[:, None]
    axes = lumen[:, None] * rng.uniform(0.2, 0.75, (count, 1)) * rng.uniform(0.6, 1.15, (count, 3))
    return [blobs(where, axes, rng, *((1, 0.15) if detail < 0.6 else (3, 0.25)), turned=True)]


def _faeces(rng: np.random.Generator, detail: float, way: Array) -> list[Mesh]:
    """Small bubbles in the colon's contents: mottle, from none to all over the lower half of the film."""
    full = rng.uniform(0, 1) ** 1.5
    hearts = rng.integers(0, _STEPS, 1 + int(rng.poisson(6.0 * full)))
    count = int(rng.poisson(amount(230, 3000, detail) * full))
    if count == 0:
        return []
    at = np.clip(rng.choice(hearts, count) + rng.normal(0, 22, count), 0, _STEPS - 1).astype(int)
    where = way[at, :3] + rng.normal(0, 0.55, (count, 3)) * way[at, 3:]
    grain = np.clip(rng.lognormal(0.3, 0.65, count), 0.5, 5.0) * (1.7 if detail < 0.6 else 1.0)
    size = grain[:, None] * rng.uniform(0.5, 1.7, (count, 3))
    return [blobs(where, size, rng, *((-1, 0.0) if detail < 0.6 else (0, 0.25)), turned=True)]
