"""Bone: curves, rings and plates, and the cortical shell with spongiosa that every bone of the trunk is made of."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.bone import cortex as cortex
from measure.simulate.anatomy.bone import spongy
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Mesh, Solid, loft, ring

Array = NDArray[np.float64]


def steps(full: int, detail: float, least: int) -> int:
    """How many points a path or ring gets; faces grow with the product of two, so each falls faster than detail."""
    return max(least, round(float(full * detail**1.4)))


def curve(nodes: ArrayLike, at: ArrayLike, knots: ArrayLike | None = None) -> Array:
    """Smooth curve through nodes (cubic Hermite, slopes from the neighbours).

    Parameters
    ----------
    nodes : array_like, shape (n, ...)
        Values that the curve passes through, n ≥ 2.
    at : array_like, shape (m,)
        Where to take it, in the units of the knots.
    knots : array_like, shape (n,), optional
        Where the nodes lie; evenly from 0 to 1 unless given.

    Returns
    -------
    ndarray, shape (m, ...)

    Examples
    --------
    >>> curve([0.0, 1.0, 4.0], [0.0, 0.5, 1.0])
    array([0., 1., 4.])
    """
    values, where = np.asarray(nodes, float), np.asarray(at, float)
    t = np.linspace(0, 1, len(values)) if knots is None else np.asarray(knots, float)
    slope = np.gradient(values, t, axis=0)
    i = np.clip(np.searchsorted(t, where, "right") - 1, 0, len(t) - 2)
    ones = (...,) + (None,) * (values.ndim - 1)
    h = (t[i + 1] - t[i])[ones]
    s = ((where - t[i]) / (t[i + 1] - t[i]))[ones]
    low, high = values[i], values[i + 1]
    bend = s * (1 - s) * ((1 - s) * (h * slope[i] - (high - low)) - s * (h * slope[i + 1] - (high - low)))
    smooth: Array = low + s * (high - low) + bend
    return smooth


def path_through(nodes: ArrayLike, count: int, ends: float = 0.0) -> Array:
    """Points along a smooth curve through nodes, shape (count, 3).

    Evenly spaced for ``ends`` 0, closer together at the ends towards 1.
    """
    points = np.asarray(nodes, float)
    knots = _run(points)
    fine = curve(points, np.linspace(0, knots[-1], 8 * count), knots)
    run = _run(fine)
    share = np.linspace(0, 1, count)
    even = run[-1] * ((1 - ends) * share + ends * (1 - np.cos(np.pi * share)) / 2)
    return np.stack([np.interp(even, run, fine[:, axis]) for axis in range(3)], -1)


def _run(points: Array) -> Array:
    """Length along a line of points, at each of them."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])


def swept(path: ArrayLike, width: ArrayLike, thick: ArrayLike, up: ArrayLike, points: int, power: float = 2.3) -> Array:
    """Rings of a blade along a path.

    Parameters
    ----------
    path : array_like, shape (k, 3)
        Centre line, mm.
    width, thick : array_like, shape () or (k,)
        Full size along ``up`` and across it.
    up : array_like, shape (3,) or (k, 3)
        Direction of the width, as far as the path allows.
    points : int
        Points around.
    power : float
        Exponent of the superellipse.

    Returns
    -------
    ndarray, shape (k, points, 3)
    """
    line = np.asarray(path, float)
    along = _unit(np.gradient(line, axis=0))
    across = _unit(np.cross(along, np.broadcast_to(np.asarray(up, float), line.shape)))
    high = np.cross(across, along)
    circle = ring(0.5, 0.5, points, power)
    wide, deep = (np.broadcast_to(np.asarray(size, float), len(line))[:, None, None] for size in (width, thick))
    rings: Array = (
        line[:, None] + wide * circle[None, :, 1:2] * high[:, None] + deep * circle[None, :, :1] * across[:, None]
    )
    return rings


def capped(path: ArrayLike, radius: ArrayLike, least: float = 0.3) -> Array:
    """Factor that rounds both ends of a rod off: a share of its own size, 1 further than a radius from the ends."""
    run = _run(np.asarray(path, float))
    size = np.maximum(np.broadcast_to(np.asarray(radius, float), len(run)), 1e-6)
    depth = np.clip(np.minimum(run, run[-1] - run) / size, 0, 1)
    factor: Array = np.maximum(np.sqrt(1 - (1 - depth) ** 2), least)
    return factor


def shrunk(rings: Array, by: ArrayLike) -> Array:
    """Rings moved inwards by a distance (per ring, if an array), the end rings also along the stack."""
    middle = rings.mean(axis=1, keepdims=True)
    arm = rings - middle
    length = np.linalg.norm(arm, axis=2, keepdims=True)
    step = np.broadcast_to(np.asarray(by, float), len(rings))
    left = np.maximum(length - step[:, None, None], 0.12 * length)
    inner: Array = middle + arm * left / np.maximum(length, 1e-9)
    for end, inside in ((0, 1), (-1, -2)):
        way = middle[inside] - middle[end]
        inner[end] += way * min(1.0, step[end] / max(float(np.linalg.norm(way)), 1e-9)) * 0.9
    return inner


def shell(person: Person, rings: Array, thick: ArrayLike, marrow: str = "cancellous") -> tuple[Solid, Solid]:
    """Bone of a stack of rings: cortex outside, spongiosa (or another marrow) inside.

    Parameters
    ----------
    person : Person
        Whose bone mineral thins the cortex and the spongiosa.
    rings : ndarray, shape (k, m, 3)
        Outer surface.
    thick : array_like, shape () or (k,)
        Thickness of a young adult's cortex, mm.
    marrow : str
        Material inside.

    Returns
    -------
    tuple of Solid
        Outer and inner.
    """
    return filled(person, loft(rings), loft(shrunk(rings, np.asarray(thick, float) * cortex(person, 1.0))), marrow)


def filled(person: Person, outer: Mesh, inner: Mesh, marrow: str = "cancellous") -> tuple[Solid, Solid]:
    """Bone between two surfaces, with marrow inside the inner one."""
    density = spongy(person) if marrow == "cancellous" else 1.0
    return Solid(outer, "cortical"), Solid(inner, marrow, "cortical", density)


def marrow(person: Person, canal: Array) -> Solid:
    """Fat in the canal of a shaft whose inner surface is a stack of rings; spongiosa gives way to it gradually."""
    middle = canal.mean(axis=1, keepdims=True)
    share = np.clip(np.linspace(0.04, 1.6, len(canal)), 0, 0.97)[:, None, None]
    return Solid(loft(middle + (canal - middle) * share), "fat", "cancellous", within_density=spongy(person))


def plate(
    person: Person,
    net: ArrayLike,
    size: tuple[int, int],
    thick: ArrayLike,
    rims: tuple[float, float] = (0.4, 0.4),
    ends: tuple[float, float] = (1.0, 1.0),
) -> tuple[Solid, Solid]:
    """Curved plate of bone with rounded rims.

    Parameters
    ----------
    person : Person
        Whose bone it is.
    net : array_like, shape (n, m, 4)
        Nodes of the middle surface (x, y, z) and the full thickness there, mm.
    size : tuple of int
        Points along the first and the second way of the net.
    thick : array_like, shape () or (n, m)
        Thickness of a young adult's cortex, mm; at each node, if an array.
    rims, ends : tuple of float
        How thick the first and the last rim of the second and of the first way are, as a share of the net's thickness
        there; from half that thickness inwards the plate has it in full.

    Returns
    -------
    tuple of Solid
        Cortex and spongiosa; where the plate is thinner than two cortices hardly any spongiosa is left.
    """
    nodes = np.asarray(net, float)
    layer = np.broadcast_to(np.asarray(thick, float) * cortex(person, 1.0), nodes.shape[:2])
    nodes, places = np.concatenate([nodes, layer[..., None]], axis=-1), nodes[..., :3]
    long, wide = (float(np.linalg.norm(np.diff(places, axis=k), axis=-1).sum(axis=k).mean()) for k in (0, 1))
    meshes = []
    for share in (0.0, 1.0):
        inset = share * float(layer.mean())
        u, v = (_rows(count, min(0.3, inset / run)) for count, run in ((size[0], long), (size[1], wide)))
        surface = np.moveaxis(curve(np.moveaxis(curve(nodes, u), 1, 0), v), 0, 1)
        meshes.append(loft(_faced(surface, share, rims, ends)))
    return filled(person, meshes[0], meshes[1])


def _rows(count: int, inset: float) -> Array:
    """Places from rim to rim, closer together at the rims, where the plate is rounded."""
    even = np.linspace(-1, 1, count)
    rows: Array = 0.5 + (0.5 - inset) * np.sin(0.4 * np.pi * even) / np.sin(0.4 * np.pi)
    return rows


def _faced(surface: Array, share: float, rims: tuple[float, float], ends: tuple[float, float]) -> Array:
    """Rings around a plate, or around what a share of its cortex leaves: along its front and back along its rear."""
    middle, thick = surface[..., :3], np.maximum(surface[..., 3] - 2 * share * surface[..., 4], 0.15)
    round_off = _rounded(middle, thick, rims) * _rounded(middle.swapaxes(0, 1), thick.T, ends).T
    normal = _unit(np.cross(np.gradient(middle, axis=0), np.gradient(middle, axis=1)))
    half = (thick * round_off / 2)[..., None] * normal
    return np.concatenate([middle + half, (middle - half)[:, ::-1]], axis=1)


def _rounded(middle: Array, thick: Array, rims: tuple[float, float]) -> Array:
    """Factor that rounds a plate's first and last rim off, as a circle would."""
    run = np.cumsum(np.linalg.norm(np.diff(middle, axis=1, prepend=middle[:, :1]), axis=2), axis=1)
    factor = np.ones(thick.shape)
    for rim, away in zip(rims, (run, run[:, -1:] - run), strict=True):
        near = 1 - np.clip(2 * away / np.maximum(thick, 1e-6), 0, 1)
        factor *= rim + (1 - rim) * np.sqrt(1 - near**2)
    return factor


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return unit
