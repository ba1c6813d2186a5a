"""Clutter: what people wear and what hangs on them, and the furniture they stand or lie at."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs
from measure.simulate.anatomy.trunk.bone import path_through
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Mesh, Part, Solid, box, merged, tube

Array = NDArray[np.float64]
Maker = Callable[[np.random.Generator, Person, float], Part]


def some_clutter(rng: np.random.Generator, person: Person, view: str, detail: float = 1.0, much: float = 1.0) -> Part:
    """Things on or in a person that no one wanted on the film.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws which things, and where.
    person : Person
        Who wears them.
    view : {"frontal", "lateral"}
        Necklaces and bras are left on more often than belts; a table top is seen edge-on on a lateral film.
    detail : float
        1 for a full-size film.
    much : float
        Times the usual chance of each thing; 0 for none.

    Returns
    -------
    Part
        In the reference room, to be bent with the trunk.

    Examples
    --------
    >>> some_clutter(np.random.default_rng(1), Person(), "frontal", much=0.0).solids
    ()
    """
    chances: dict[Maker, float] = {
        creases: 0.35, waistband: 0.3, buttons: 0.08, zip_fastener: 0.05, necklace: 0.06, piercing: 0.03,
        electrodes: 0.08, tube_within: 0.05, pacemaker: 0.03 if person.age > 60 else 0.0, brace: 0.03,
        bra: 0.12 if person.sex == "F" else 0.0, pole: 0.06 if view == "lateral" else 0.02,
    }  # fmt: skip
    parts = [make(rng, person, detail) for make, chance in chances.items() if rng.random() < chance * much]
    return Part().and_(*parts).packed()


def on_skin(person: Person, x: Array, z: Array, front: bool, off: float = 2.0) -> Array:
    """Points of the skin at the front or back, mm above it."""
    outline = wall(person, z, fat=True)
    share = np.clip(np.abs(x) / outline.half_width, 0, 0.98)
    middle, half = (outline.back - outline.front) / 2, (outline.back + outline.front) / 2
    height = half * (1 - share**outline.squareness) ** (1 / outline.squareness) + off
    return np.stack([x, middle - height if front else middle + height, z], -1)


def creases(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Creases of a shirt or gown: faint lines in any direction."""
    threads = []
    for _ in range(int(rng.integers(2, 8))):
        at, way, long = rng.uniform((-110, -60), (110, 380)), rng.uniform(0, np.pi), rng.uniform(40, 160)
        t = np.linspace(-1, 1, amount(5, 16, detail))
        x = at[0] + t * long / 2 * np.cos(way) + rng.normal(0, 4) * t**2
        z = at[1] + t * long / 2 * np.sin(way) + rng.normal(0, 8) * t**2
        path = on_skin(person, x * person.size, z * person.size, bool(rng.random() < 0.5))
        threads.append(tube(path, rng.uniform(0.8, 3.0) * (1 - 0.8 * t**2), amount(4, 8, detail), up=(0, 1, 0)))
    return Part((Solid(merged(threads), "plastic", "air", 0.6),))


def waistband(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Elastic band of trousers or pants: two or three cords round the waist."""
    height, count = rng.uniform(-60, 40) * person.size, int(rng.integers(2, 5))
    turn = np.linspace(0, 2 * np.pi, amount(20, 80, detail) + 1)
    cords = []
    for k in range(count):
        z = height + 5.0 * k + 3.0 * np.sin(turn + rng.uniform(0, 6))
        outline = wall(person, z, fat=True)
        middle, half = (outline.back - outline.front) / 2, (outline.back + outline.front) / 2
        path = np.stack([(outline.half_width + 1) * np.cos(turn), middle + (half + 1) * np.sin(turn), z], -1)
        cords.append(tube(path, rng.uniform(0.8, 1.6), amount(4, 8, detail)))
    return Part((Solid(merged(cords), "plastic", "air"),))


def buttons(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """A row of buttons, plastic or metal."""
    step, x = rng.uniform(55, 90), rng.normal(0, 25)
    z = np.arange(rng.uniform(-60, 150), rng.uniform(200, 400), step) * person.size
    places = on_skin(person, np.full(len(z), x) * person.size, z, bool(rng.random() < 0.85), off=3.0)
    radius = rng.uniform(4, 10)
    discs = [tube(p + np.array([[0, -1.2, 0], [0, 1.2, 0]]), radius, amount(8, 24, detail)) for p in places]
    metal = rng.random() < 0.3
    return Part((Solid(merged(discs), "steel" if metal else "plastic", "air", 0.3 if metal else 1.3),))


def zip_fastener(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Two rows of metal teeth, straight up."""
    low = rng.uniform(-120, 60)
    z = np.arange(low, low + rng.uniform(50, 200), 2.6 if detail > 0.6 else 6.0) * person.size
    x = np.full(len(z), rng.normal(0, 15)) + np.where(np.arange(len(z)) % 2, 1.2, -1.2)
    places = on_skin(person, x, z, bool(rng.random() < 0.85), off=4.0)
    return Part((Solid(blobs(places, np.tile([1.6, 0.8, 0.8], (len(z), 1)), rng, 0), "steel", "air", 0.5),))


def necklace(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Chain around the neck, with or without a pendant."""
    drop, s = rng.uniform(30, 120), person.size
    t = np.linspace(-1, 1, amount(30, 140, detail))
    z = (450 - drop * (1 - np.abs(t) ** 1.7)) * s
    places = on_skin(person, 62 * np.sign(t) * np.abs(t) ** 0.8 * s, z, True)
    radii = np.full(len(t), rng.uniform(0.6, 1.4))
    solids = [Solid(blobs(places, radii, rng, 0), "steel", "air")]
    if rng.random() < 0.5:
        pendant = places[len(t) // 2] - [0, 1, 9]
        solids.append(Solid(blobs(pendant[None], rng.uniform((3, 1, 4), (9, 2, 12))[None], rng, 2), "steel", "air"))
    return Part(tuple(solids))


def piercing(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Bar through the navel: two balls and what joins them."""
    z = rng.uniform(45, 75) * person.size
    navel = on_skin(person, np.array([rng.normal(0, 5)]), np.array([z]), True, off=1.0)[0]
    ends = np.stack([navel + [0, 0, 7], navel + [0, 0, -7]])
    solids = (
        Solid(blobs(ends, rng.uniform(2, 4, 2), rng, 1), "steel", "air"),
        Solid(tube(ends, 0.9, 6), "steel", "soft"),
    )
    return Part(solids)


def electrodes(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Electrodes with their leads across the chest."""
    s = person.size
    snaps, pads, leads = [], [], []
    way_out = rng.choice([-1.0, 1.0])
    for x, z in rng.uniform((-120, 160), (120, 400), (int(rng.integers(2, 6)), 2)):
        at = on_skin(person, np.array([x * s]), np.array([z * s]), True, off=2.0)[0]
        snaps.append(at)
        pads.append(tube(at + np.array([[0, -1.0, 0], [0, 1.0, 0]]), 16.0, amount(8, 24, detail)))
        t = np.linspace(0, 1, amount(8, 40, detail))
        lead_x = x + (way_out * 150 - x) * t + 18 * np.sin(t * rng.uniform(2, 6))
        lead_z = z + (rng.uniform(0, 150) - z) * t**1.5 + 18 * np.sin(t * rng.uniform(2, 6))
        leads.append(
            tube(on_skin(person, lead_x * s, lead_z * s, True, off=5.0), 1.0, amount(4, 8, detail), up=(0, 1, 0))
        )
    return Part((
        Solid(blobs(np.array(snaps), np.full(len(snaps), 3.5), rng, 1), "steel", "air", 0.6),
        Solid(merged(pads), "plastic", "air", 0.8),
        Solid(merged(leads), "steel", "air", 0.35),
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
    rivets = on_skin(
        person, np.repeat(rng.uniform(-70, 70, 2), 3) * s, np.tile([0.0, 80.0, 160.0], 2) * s, True, off=6.0
    )
    shell = (Solid(_shell(from_inside), "plastic", "air", 0.9),)
    return Part((*shell, Solid(blobs(rivets, np.full(6, 4.0), rng, 1), "steel", "air", 0.7)))


def bra(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Hooks at the back, rings of the straps, sometimes wires."""
    s, z = person.size, rng.uniform(270, 310)
    hooks = on_skin(person, np.repeat([-4.0, 4.0], 3) * s, np.tile([z - 8, z, z + 8], 2) * s, False)
    rings = on_skin(person, np.array([-70.0, 70.0]) * s, np.full(2, z + 70) * s, False)
    solids = [Solid(blobs(np.concatenate([hooks, rings]), np.tile([2.5, 0.8, 1.0], (8, 1)), rng, 0), "steel", "air")]
    if rng.random() < 0.5:
        t = np.linspace(-1, 1, amount(10, 40, detail))
        for side in (-1.0, 1.0):
            path = on_skin(person, (side * 72 + 55 * t) * s, (z - 55 + 60 * t**2) * s, True, off=4.0)
            solids.append(Solid(tube(path, 0.9, amount(4, 8, detail), up=(0, 1, 0)), "steel", "air", 0.7))
    return Part(tuple(solids))


def pole(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Stand or rail that the patient holds on to: upright, in front of the trunk or beside it."""
    x, y = rng.choice([-1.0, 1.0]) * rng.uniform(230, 300), rng.uniform(-330, -220)
    ends = np.array([[x, y, -330.0], [x, y, 700.0]])
    return Part((Solid(tube(ends, rng.uniform(6, 16), amount(8, 24, detail)), "aluminium", "air", 0.6),))


def table(person: Person, *, gap: float = 8.0, rails: bool = False) -> Part:
    """Table top behind a patient who lies on the back; not to be bent.

    Parameters
    ----------
    person : Person
        Who lies on it.
    gap : float
        Mattress between the back and the table, mm.
    rails : bool
        With a metal rail along both edges.

    Returns
    -------
    Part
        A plate that counts as 12 mm of plastic.
    """
    back = float(wall(person, np.array([-100.0, 300.0]), fat=True).back.max()) + gap + 12.0
    solids = [Solid(box((700, 24, 2000), (0, back + 12, 200)), "plastic", "air", 0.5)]
    if rails:
        solids += [Solid(box((30, 30, 2000), (x, back + 12, 200)), "aluminium", "air", 0.5) for x in (-350.0, 350.0)]
    return Part(tuple(solids))


def _shell(rings: Array) -> Mesh:
    """Closed sleeve: up the outside, down the inside, and round again."""
    k, m = rings.shape[:2]
    a = (np.arange(k) * m)[:, None] + np.arange(m)
    b, c = np.roll(a, -1, axis=0), np.roll(a, -1, axis=1)
    d = np.roll(b, -1, axis=1)
    faces = np.concatenate([np.stack([a, c, d], -1).reshape(-1, 3), np.stack([a, d, b], -1).reshape(-1, 3)])
    mesh = Mesh(rings.reshape(-1, 3), faces.astype(np.int32))
    return mesh if mesh.volume > 0 else Mesh(mesh.points, np.ascontiguousarray(faces[:, ::-1].astype(np.int32)))
