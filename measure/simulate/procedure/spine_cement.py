"""Cement: what has been injected into a vertebral body, and what has run out of it."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.bone import SOLID
from measure.simulate.procedure.spine_site import Site
from measure.simulate.solids import Mesh, Solid, ball, ellipsoid, merged, tube

Array = NDArray[np.float64]


_RIM = 0.75  # of the marrow's room that is filled at the rim: fingers of cement, and marrow between them


class Leak(StrEnum):
    """Where cement has run to."""

    NONE = "none"
    DISC = "disc"
    VEIN = "vein"


def cloud(
    site: Site, centre: Array, ml: float, rng: np.random.Generator, *, rough: float = 0.35, divide: float | None = None,
    detail: float = 1.0,
) -> Mesh:  # fmt: skip
    """A lobed body of cement around a point, of a volume, that stays inside the vertebral body.

    Parameters
    ----------
    site : Site
        Vertebra.
    centre : ndarray, shape (3,)
        Where it was injected.
    ml : float
        Volume, cm3.
    rng : numpy.random.Generator
        Shape.
    rough : float
        0 a ball, 0.2 as a balloon leaves it, 0.8 fingers between the trabeculae.
    divide : float, optional
        Stay this far on the centre's side of the mid-sagittal plane, mm.
    detail : float
        Number of points.

    Returns
    -------
    Mesh
        Closed; its volume is the one asked for.

    Raises
    ------
    SimulationError
        If the vertebral body does not hold so much.
    """
    unit = ball(1.0, detail=max(8, 4 * round(14 * detail)))
    ways = unit.points / np.maximum(np.linalg.norm(unit.points, axis=1, keepdims=True), 1e-9)
    wish = np.maximum(1 + rough * _lobes(ways, rng), 0.25)
    limit = 0.98 * site.reach(centre, ways, divide=divide)
    if Mesh(centre + ways * limit[:, None], unit.faces).volume < 1000 * ml:
        raise SimulationError(f"cement at {site.level}: the vertebral body does not hold {ml:g} ml here")
    low, high = 0.0, 200.0
    for _ in range(60):
        radius = (low + high) / 2
        # Near the wall it flattens rather than stops: a soft minimum, and the wall itself in the end.
        free = radius * wish / np.maximum(limit, 1e-9)
        far = limit * free / (1 + free**6) ** (1 / 6)
        shape = Mesh(centre + ways * far[:, None], unit.faces)
        low, high = (radius, high) if shape.volume < 1000 * ml else (low, radius)
    return shape


def _lobes(ways: Array, rng: np.random.Generator) -> Array:
    """Smooth bumps over the directions, about −1 to 1: broad lobes and finer fingers."""
    out = np.zeros(len(ways))
    for count, sharp, height in ((7, 4.0, 0.9), (40, 22.0, 0.8)):
        poles = rng.normal(size=(count, 3))
        poles /= np.linalg.norm(poles, axis=1, keepdims=True)
        out += height * (np.exp(sharp * (ways @ poles.T - 1)) * rng.choice([-0.7, 1.0], count)).sum(-1)
    return np.clip(out, -1.6, 2.4)


def filled(
    site: Site, centre: Array, ml: float, rng: np.random.Generator, *, rough: float = 0.35, divide: float | None = None,
    detail: float = 1.0,
) -> tuple[Solid, ...]:  # fmt: skip
    """Cement as the beam meets it: it takes the place of marrow between the bars, of all of it but at its rim.

    See ``cloud`` for the parameters.
    """
    outer = cloud(site, centre, ml, rng, rough=rough, divide=divide, detail=detail)
    inner = outer.moved(centre + 0.8 * (outer.points - centre))
    rim, core = _RIM * room(site), (1 - _RIM) * room(site)
    return Solid(outer, "cement", "marrow", rim, rim), Solid(inner, "cement", "marrow", core, core)


def room(site: Site) -> float:
    """Share of a vertebral body that its bars leave to marrow, or to cement."""
    return 1.0 - site.spongy / SOLID


def freed(site: Site, centre: Array, pieces: Iterable[Mesh], cement: Sequence[Solid]) -> tuple[Solid, ...]:
    """Marrow again where metal lies in cement, for metal takes the place of bone and marrow alone.

    Parameters
    ----------
    site : Site
        Vertebra.
    centre : ndarray, shape (3,)
        Where the cement was injected.
    pieces : iterable of Mesh
        Metal.
    cement : sequence of Solid
        From ``filled``: its first solid has the outline.
    """
    held: dict[float, list[Mesh]] = {0.5: [], 1.0: []}
    for piece in pieces:
        # Half of what lies across the surface is inside it: near enough, for metal outshines both.
        share = round(2 * _within(piece.points, centre, cement[0].mesh)) / 2
        held.setdefault(share, []).append(piece)
    return tuple(
        Solid(merged(some), "marrow", "cement", share * room(site), share * room(site))
        for share, some in held.items()
        if share > 0 and some
    )


def _within(points: Array, centre: Array, outline: Mesh) -> float:
    """Share of what the points enclose that lies in a body all of which can be seen from its centre."""
    middle = points.mean(axis=0)
    filled_out = np.concatenate([middle + share * (points - middle) for share in (0.2, 0.5, 0.8)])
    arms, rim = filled_out - centre, outline.points - centre
    far, reach = np.linalg.norm(arms, axis=1), np.linalg.norm(rim, axis=1)
    nearest = ((arms / far[:, None]) @ (rim / reach[:, None]).T).argmax(axis=1)
    return float((far < reach[nearest]).mean())


def leaked(site: Site, where: Leak, rng: np.random.Generator, detail: float = 1.0) -> tuple[Solid, ...]:
    """Cement outside the body: a film in the disc above, or a cast of a vein beside it."""
    points = max(8, 4 * round(6 * detail))
    if where is Leak.DISC:
        top = site.middles[0] + [rng.uniform(-6, 6), rng.uniform(-6, 4), 0.0]
        spread = rng.uniform([5, 4, 1.0], [9, 7, 1.7])
        return (Solid(ellipsoid(spread, top + [0, 0, 0.6 * spread[2]], points), "cement"),)
    if where is Leak.VEIN:
        side = rng.choice([-1.0, 1.0])
        steps = np.cumsum(
            np.abs(rng.normal([1.6, 0.3, 1.8], [0.5, 1.0, 0.9], (12, 3))) * [side, -1.0, rng.choice([-1.0, 1.0])], 0
        )
        start = np.array([side * 0.9 * site.half_width, -0.45 * site.half_depth, 0.0])
        radius = np.linspace(1.6, 0.5, 13) * rng.uniform(0.8, 1.2, 13)
        return (
            Solid(
                tube(np.concatenate([start[None], start + steps]), radius, points=max(6, round(10 * detail))), "cement"
            ),
        )
    return ()
