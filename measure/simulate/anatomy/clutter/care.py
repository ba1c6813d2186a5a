"""Care: what medicine has put on or into a person: leads, lines, a pacemaker, a brace."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.clutter.place import on_skin
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs
from measure.simulate.anatomy.trunk.bone import path_through
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Mesh, Part, Solid, merged, tube

Array = NDArray[np.float64]


def electrodes(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Electrodes on the chest; their leads run together at one side of the waist."""
    s, count = person.size, int(rng.integers(2, 6))
    where = rng.uniform((-115, 150), (125, 400), (count, 2))
    plug = np.array([rng.choice([-1.0, 1.0]) * rng.uniform(90, 125), rng.uniform(-20, 120)])
    slack = rng.normal(0, 1, (2, count, 2)) * (22, 14)
    snaps = on_skin(person, where[:, 0] * s, where[:, 1] * s, True, off=2.0)
    pads = [tube(at + np.array([[0, -1.0, 0], [0, 1.0, 0]]), 16.0, amount(8, 24, detail)) for at in snaps]
    leads = []
    for k in range(count):
        knots = where[k] + np.array([0.0, 0.35, 0.7, 1.0])[:, None] * (plug - where[k])
        knots[1:3] += slack[:, k] - (0.0, 12.0)
        way = path_through(np.insert(knots, 1, 0.0, axis=1) * s, amount(10, 40, detail))
        lies = on_skin(person, way[:, 0], way[:, 2], True, off=5.0)
        leads.append(tube(lies, 0.7, amount(3, 8, detail), up=(0, 1, 0)))
    return Part((
        Solid(blobs(snaps, np.full(count, 3.0), rng, 1), "steel", "air", 0.35),
        Solid(merged(pads), "plastic", "air", 0.6),
        Solid(merged(leads), "steel", "air", 0.3),
    ))  # fmt: skip


def tube_within(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Stomach tube or central venous line, seen by its opaque stripe."""
    s = person.size
    if rng.random() < 0.5:
        nodes = np.array([(0, -25, 560), (3, -22, 440), (6, -24, 330), (12, -28, 250), (45, -40, 225), (55, -55, 180)])
    else:
        nodes = np.array([(-95, -85, 425), (-60, -75, 432), (-28, -60, 410), (-20, -48, 370), (-20, -50, 310)])
    path = path_through((nodes + rng.normal(0, 3, nodes.shape)) * s, amount(14, 60, detail))
    return Part((Solid(tube(path, rng.uniform(0.9, 1.8), amount(4, 10, detail), up=(0, 1, 0)), "steel", "soft", 0.2),))


def pacemaker(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Generator beneath the left clavicle, and leads to the right heart."""
    s, size = person.size, rng.uniform(20, 26)
    at = on_skin(person, np.array([95.0 * s]), np.array([375.0 * s]), True, off=-9.0)[0]
    can = blobs(at[None], np.array([[size, 4.0, size * 0.9]]), rng, 2)
    leads = []
    for tip in ((-28.0, -75.0, 285.0), (30.0, -95.0, 235.0)):
        nodes = np.array(
            [at / s, (75, -85, 405), (60, -72, 422), (25, -66, 420), (-12, -60, 402), (-22, -52, 350), tip]
        )
        path = path_through((nodes + rng.normal(0, 2, nodes.shape)) * s, amount(18, 70, detail))
        leads.append(tube(path, 0.9, amount(4, 8, detail), up=(0, 1, 0)))
    return Part((Solid(can, "titanium", "soft", 0.6), Solid(merged(leads), "steel", "soft", 0.5)))


def brace(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Thoraco-lumbar brace: a thin shell with rivets and straps."""
    s = person.size
    z = np.linspace(rng.uniform(-110, -60), rng.uniform(230, 330), amount(12, 40, detail)) * s
    outline, around = wall(person, z, fat=True), amount(24, 72, detail)
    inner = outline.rings(around)
    middle = inner.mean(axis=1, keepdims=True)
    grown = middle + (inner - middle) * 1.035
    from_inside = np.concatenate([grown, inner[::-1]])
    # Straps are riveted on in pairs, one above the other.
    x, low = np.array([-1.0, 1.0]) * rng.uniform(35, 75), rng.uniform(-60, 0)
    up = low + np.repeat(np.arange(3) * rng.uniform(60, 95), 2) + np.tile([0.0, 14.0], 3)
    places = on_skin(person, np.repeat(x, 6) * s, np.tile(up, 2) * s, bool(rng.random() < 0.6), off=6.0)
    rivets = blobs(places, np.tile([3.0, 0.8, 3.0], (12, 1)), rng, 0 if detail < 0.6 else 2)
    return Part((Solid(_shell(from_inside), "plastic", "air", 0.9), Solid(rivets, "aluminium", "air")))


def _shell(rings: Array) -> Mesh:
    """Closed sleeve: up the outside, down the inside, and round again."""
    k, m = rings.shape[:2]
    a = (np.arange(k) * m)[:, None] + np.arange(m)
    b, c = np.roll(a, -1, axis=0), np.roll(a, -1, axis=1)
    d = np.roll(b, -1, axis=1)
    faces = np.concatenate([np.stack([a, c, d], -1).reshape(-1, 3), np.stack([a, d, b], -1).reshape(-1, 3)])
    mesh = Mesh(rings.reshape(-1, 3), faces.astype(np.int32))
    return mesh if mesh.volume > 0 else Mesh(mesh.points, np.ascontiguousarray(faces[:, ::-1].astype(np.int32)))
