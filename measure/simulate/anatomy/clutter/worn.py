"""Worn: clothes and jewellery."""

import numpy as np

from measure.simulate.anatomy.clutter.place import on_skin
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Part, Solid, merged, tube


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
