"""The columnar kernel on one core: landmarks in, values with their sd out, in films per second.

Run ``python benchmarks/kernel.py [--films N] [--rounds N]``. A lateral film has 17 six-point vertebrae and gives the
default lateral measures; a frontal film has 17 four-corner vertebrae and gives the three coronal curves, their sd by
redrawing the whole selection, all three from one search (``coronal.curves``). Beside it stands what a user would
otherwise write: a pandas table of landmarks, a loop over films and vertebrae, plain numpy formulas, and no sd at all.
All are timed in turn, in processor time so that a busy machine matters less, and the best of the rounds counts. The
values are compared first.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from measure.catalog import select  # noqa: E402
from measure.catalog.columns import columns_of, propagate  # noqa: E402
from measure.geometry import Propagated  # noqa: E402
from measure.model import Measure, Scope, View  # noqa: E402

VERTEBRAE, TARGET = 17, 1000
BLOCK = 16  # films per kernel call: their redrawn marks stay in the cache
SIX = [f"{edge}_{end}" for edge in ("superior", "inferior") for end in ("anterior", "middle", "posterior")]
FOUR = [f"{edge}_{side}" for edge in ("superior", "inferior") for side in ("left", "right")]


def films(count: int, names: list[str], seed: int) -> dict[str, np.ndarray]:
    """Landmarks (films, vertebrae, 2) in mm by name: a curved column with noise on every point."""
    rng = np.random.default_rng(seed)
    tilt = np.radians(25 * np.cos(np.linspace(0, 3 * np.pi, VERTEBRAE)) * rng.uniform(0.2, 1, (count, 1)))
    down = np.stack([np.cos(tilt), -np.sin(tilt)], axis=-1)
    along = np.stack([np.sin(tilt), np.cos(tilt)], axis=-1)
    centre = np.cumsum(34 * down, axis=1)
    side = {"left": -17, "anterior": -17, "middle": 0, "right": 17, "posterior": 17}
    edge = {"superior": -13, "inferior": 13}
    marks = {}
    for name in names:
        above, _, end = name.partition("_")
        marks[name] = centre + edge[above] * down + side[end] * along + rng.normal(0, 0.5, centre.shape)
    return marks


def kernel(measures: list[Measure], marks: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Values of every measure by the kernel, with the sd alongside; curves that share a function are found once."""
    count = len(next(iter(marks.values())))
    values: dict[str, list[np.ndarray]] = {m.id: [] for m in measures}
    for start in range(0, count, BLOCK):
        part = {name: points[start : start + BLOCK] for name, points in marks.items()}
        shared: dict[Callable, Propagated] = {}
        for measure in measures:
            points = np.array(aligned(measure, part))
            spread = np.broadcast_to(0.49 * np.eye(2), (*points.shape, 2))
            if measure.part is None or measure.function not in shared:
                shared[measure.function] = propagate(measure, points, spread, relative_scale_sd=0.03)
            columns = columns_of(measure, shared[measure.function])
            defined = np.isfinite(columns.value)
            assert np.all(columns.sd[defined] > 0)
            values[measure.id].append(columns.value)
    return {name: np.concatenate(blocks) for name, blocks in values.items()}


def aligned(measure: Measure, marks: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Marks of a measure for every vertebra that has the neighbours it needs."""
    shift = {"above": slice(0, -2), "": slice(1, -1), "below": slice(2, None)}
    split = [mark.rpartition(".") for mark in measure.needs.marks]
    if not {prefix for prefix, _, _ in split} & {"above", "below"}:
        return [marks[name] for _, _, name in split]
    return [marks[name][:, shift[prefix]] for prefix, _, name in split]


def table(marks: dict[str, np.ndarray]) -> pd.DataFrame:
    """The same landmarks as a user has them: one row per point."""
    count = len(next(iter(marks.values())))
    film, vertebra = (grid.ravel() for grid in np.mgrid[0:count, 0:VERTEBRAE])
    parts = [
        pd.DataFrame(
            {"film": film, "vertebra": vertebra, "corner": name, "x": p[..., 1].ravel(), "y": p[..., 0].ravel()}
        )
        for name, p in marks.items()
    ]
    return pd.concat(parts, ignore_index=True)


def user_lateral(frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Heights, ratios and angles by a loop over films and vertebrae; values only."""
    rows: dict[str, list[list[float]]] = {}
    for _, film in frame.groupby("film"):
        bodies = [
            {c: np.array([x, y]) for c, x, y in zip(b["corner"], b["x"], b["y"], strict=True)}
            for _, b in film.groupby("vertebra")
        ]
        found: dict[str, list[float]] = {}
        for k, p in enumerate(bodies):
            height = {
                s: float(np.linalg.norm(p[f"inferior_{s}"] - p[f"superior_{s}"]))
                for s in ("anterior", "middle", "posterior")
            }
            for site, h in height.items():
                found.setdefault(f"{site}_height", []).append(h)
            found.setdefault("beck_index", []).append(height["anterior"] / height["posterior"])
            found.setdefault("biconcavity_index", []).append(height["middle"] / height["posterior"])
            found.setdefault("wedge_angle", []).append(user_angle(p, p))
            if 0 < k < len(bodies) - 1:
                found.setdefault("bisegmental_cobb_angle", []).append(user_angle(bodies[k - 1], bodies[k + 1]))
        for name, column in found.items():
            rows.setdefault(name, []).append(column)
    return {name: np.array(columns) for name, columns in rows.items()}


def user_angle(upper: dict[str, np.ndarray], lower: dict[str, np.ndarray]) -> float:
    """Difference of the slopes of two endplates, front on the left."""
    u = upper["superior_posterior"] - upper["superior_anterior"]
    v = lower["inferior_posterior"] - lower["inferior_anterior"]
    return float(np.degrees(np.arctan2(v[1], v[0]) - np.arctan2(u[1], u[0])))


def user_frontal(frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Largest curve over all pairs of vertebrae by a loop over films; values only, neighbours not even tried."""
    angles = []
    for _, film in frame.groupby("film"):
        wide = film.pivot(index="vertebra", columns="corner", values=["x", "y"])
        tilt = {
            edge: np.degrees(
                np.arctan2(
                    wide["y", f"{edge}_right"] - wide["y", f"{edge}_left"],
                    wide["x", f"{edge}_right"] - wide["x", f"{edge}_left"],
                )
            ).to_numpy()
            for edge in ("superior", "inferior")
        }
        best = 0.0
        for i in range(VERTEBRAE):
            for j in range(i + 2, VERTEBRAE):
                best = max(best, abs(tilt["inferior"][j] - tilt["superior"][i]))
        angles.append(best)
    return {"coronal_cobb_angle": np.array(angles)}


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def race(title: str, measures: list[Measure], names: list[str], user: Callable, count: int, rounds: int) -> bool:
    """Print one comparison; whether the kernel reaches the target."""
    few = max(count // 20, 20)
    marks = films(count, names, seed=1)
    frame = table({name: points[:few] for name, points in marks.items()})
    ours, theirs = kernel(measures, {name: points[:few] for name, points in marks.items()}), user(frame)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, atol=1e-9, err_msg=name)
    times = [(seconds(lambda: kernel(measures, marks)), seconds(lambda: user(frame))) for _ in range(rounds)]
    rate, plain = count / min(t for t, _ in times), few / min(t for _, t in times)
    print(f"\n{title}: {', '.join(m.id for m in measures)}")
    print(f"  kernel, value and sd          {rate:8,.0f} films/s   target {TARGET:,} {verdict(rate)}")
    print(f"  pandas and numpy loop, value  {plain:8,.0f} films/s   ({', '.join(theirs)})")
    print(f"  ratio                         {rate / plain:8,.1f}")
    return rate >= TARGET


def verdict(rate: float) -> str:
    return "met" if rate >= TARGET else "NOT met"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--films", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    # Of the default measures those that every vertebra, or every frontal film, has.
    chosen = [m for m in select("default").measures if m.default]
    lateral = [m for m in chosen if View.LATERAL in m.needs.views and m.scope is Scope.STRUCTURE]
    frontal = [m for m in chosen if View.FRONTAL in m.needs.views and m.scope is Scope.FILM and not m.needs.stated]
    print(
        f"One core, {VERTEBRAE} vertebrae, {arguments.films} films, best of {arguments.rounds}; values agree to 1e-9."
    )
    met = [
        race("Lateral, six points", lateral, SIX, user_lateral, arguments.films, arguments.rounds),
        race("Frontal, four corners", frontal, FOUR, user_frontal, arguments.films, arguments.rounds),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
