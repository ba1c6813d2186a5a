"""How fast films are made: full-size ones, small ones, and training films, each with its truth.

Beside them stands what a user would pick instead for path lengths through a mesh: trimesh's ray casting, the usual way
in Python, on the same vertebra and the same rays (skipped where trimesh is not installed).
"""

import time
from itertools import islice

import numpy as np

from measure.model import Level, View
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import vertebra
from measure.simulate.films import RECIPES, Size, expose_plan, training_films
from measure.simulate.rays import aimed, path_lengths


def films(name: str, size: Size, seeds: range) -> None:
    """Seconds a film, bones built anew for every person."""
    plans = [plan for seed in seeds for plan in RECIPES[name].plan(seed, size)[:2]]
    begun = time.process_time()
    for plan in plans:
        expose_plan(plan)
    spent = (time.process_time() - begun) / len(plans)
    rows, cols = plans[0].beam.rows, plans[0].beam.cols
    print(f"{name:8} {size:5} {rows:5} x {cols:4}: {spent:6.2f} s a film")


def training(view: View, count: int = 288) -> None:
    """Films a second on one core, with new people every 144 films."""
    stream = training_films(view, seed=1)
    next(stream)
    begun = time.process_time()
    shape = None
    for film in islice(stream, count):
        shape = film.pixels.shape
    rate = count / (time.process_time() - begun)
    print(f"training {view:8} {shape}: {rate:5.1f} films/s on one core (at least 20 asked for)")


def rays_race() -> None:
    """Path lengths through one vertebra at 0.15 mm, against trimesh's own ray casting."""
    solids = vertebra(Person(), Level.L3).solids
    beam = aimed("lateral", (0, 0, 0), sid=1150.0, oid=250.0, pitch=0.6, shape=(160, 260))
    path_lengths(solids, beam)
    begun = time.process_time()
    ours = path_lengths(solids, beam)
    mine = time.process_time() - begun
    triangles = sum(len(solid.mesh.faces) for solid in solids)
    print(f"one vertebra, {triangles} triangles, {beam.rows} x {beam.cols} rays: {1000 * mine:.1f} ms", end="")
    try:
        import trimesh
    except ImportError:
        print("  (trimesh is not installed: no comparison)")
        return
    start, way = beam.rays
    r, c = np.mgrid[: beam.rows, : beam.cols].reshape(2, -1, 1)
    origins = start[0] + r * start[1] + c * start[2]
    ways = way[0] + r * way[1] + c * way[2]
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    solid = solids[0]
    mesh = trimesh.Trimesh(solid.mesh.points, solid.mesh.faces, process=False)
    begun = time.process_time()
    where, ray, _ = mesh.ray.intersects_location(origins, ways, multiple_hits=True)
    theirs = time.process_time() - begun
    share = len(mesh.faces) / triangles
    print(
        f"; trimesh on {share:.0%} of the triangles: {1000 * theirs:.0f} ms, {theirs / mine / share:.0f} times as long"
    )
    assert len(where) == len(ray)
    assert ours


def main() -> None:
    """Print all figures."""
    for name in ("lateral", "frontal", "femur"):
        films(name, Size.FULL, range(3))
        films(name, Size.SMALL, range(3, 6))
    for view in (View.FRONTAL, View.LATERAL):
        training(view)
    rays_race()


if __name__ == "__main__":
    main()
