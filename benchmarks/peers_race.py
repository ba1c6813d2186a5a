"""Cobb angles on spines of known truth: two formulas as other programs use them, and ours.

Run ``python benchmarks/peers_race.py [--cases N]``. Correctness, not speed. Both formulas are written here from their
description (reference/peers.md A1.4), in a few lines each, and only to show on which films they go wrong:

* *closest ends*: the angle of two lines as vectors whose tails are the two ends that lie closest to each other, by an
  unclamped arc cosine (the way of cornerstone3D's Cobb tool);
* *clipped mid-lines*: the mid-line of every vertebra, cosines of all pairs clipped to 0..1, the largest angle counts
  (the way of Vertebra-Landmark-Detection; its inputs are whole spines).

Ours must stay within 1e-9 degrees of the truth everywhere, without NaN; the run fails if it does not.
"""

import argparse
from collections.abc import Callable, Iterator

import numpy as np

from measure.spine.coronal import endplate_angle, major_curve

LIMIT = 1e-9
Line = tuple[np.ndarray, np.ndarray]  # (row, col) of both ends


def closest_ends(a: Line, b: Line) -> float:
    """Angle between two lines, each as a vector away from the end that lies closest to the other line."""
    gaps = {(i, j): np.hypot(*(a[i] - b[j])) for i in (0, 1) for j in (0, 1)}
    i, j = min(gaps, key=gaps.__getitem__)
    u, v = a[1 - i] - a[i], b[1 - j] - b[j]
    with np.errstate(invalid="ignore"):
        return float(np.degrees(np.arccos((u @ v) / (np.sqrt(u @ u) * np.sqrt(v @ v)))))


def clipped_mid_lines(corners: np.ndarray) -> float:
    """Largest angle between the mid-lines of any two vertebrae, the cosine clipped to 0..1."""
    middle = (corners[1] + corners[3] - corners[0] - corners[2]) / 2
    length = np.linalg.norm(middle, axis=-1)
    cosine = np.clip(middle @ middle.T / np.outer(length, length), 0, 1)
    return float(np.degrees(np.arccos(cosine)).max())


def plate(row: float, tilt: float, col: float = 300.0, width: float = 40.0) -> Line:
    reach = width / 2 * np.array([np.sin(np.radians(tilt)), np.cos(np.radians(tilt))])
    return np.array([row, col]) - reach, np.array([row, col]) + reach


def column(superior: np.ndarray, inferior: np.ndarray | None = None) -> np.ndarray:
    """Corners (4, n, 2) of vertebrae with given tilts of their endplates."""
    inferior = superior if inferior is None else inferior
    upper = [plate(40.0 * k, tilt) for k, tilt in enumerate(superior)]
    lower = [plate(40.0 * k + 28, tilt) for k, tilt in enumerate(inferior)]
    return np.array([[p[0] for p in upper], [p[1] for p in upper], [p[0] for p in lower], [p[1] for p in lower]])


def pairs(rng: np.random.Generator, cases: int) -> Iterator[tuple[str, Line, Line, float]]:
    """Two endplates, the lower one below the upper, and the angle between them."""
    for _ in range(cases):
        first, second = rng.uniform(-35, 35, 2)
        truth = abs(first - second)
        upper, lower = plate(0, first), plate(rng.uniform(60, 300), second)
        yield "in one column", upper, lower, truth
        yield "shifted to the side", upper, plate(150, second, 300 + rng.uniform(-90, 90)), truth
        yield "clicked in the other direction", upper[::-1], lower, truth
        yield "lower line first", lower, upper, truth
        u, v = plate(0, -12.0, width=160), plate(14, 22.0, width=160)
        yield "crossed", u, v, 34.0
        yield "exactly parallel (v, 3v)", plate(0, first), plate(150, first, width=120), 0.0
        wide = rng.uniform(46, 80)
        yield "over 90 degrees", plate(0, -wide), plate(300, wide), 2 * wide
        yield "pixels 0.2 by 0.1 mm", *anisotropic(upper, lower)


def anisotropic(upper: Line, lower: Line) -> tuple[Line, Line, float]:
    """The same lines on pixels that are not square; every formula is handed millimetres, the truth is analytic."""
    a, b = (tuple(end * [0.2, 0.1] for end in line) for line in (upper, lower))
    slopes = [np.degrees(np.arctan2(*(line[1] - line[0]))) for line in (a, b)]
    return a, b, float(abs(slopes[0] - slopes[1]))


def spines(rng: np.random.Generator, cases: int) -> Iterator[tuple[str, np.ndarray, float]]:
    """Whole spines and their largest curve."""
    place = np.linspace(0, 1, 17)
    for _ in range(cases):
        swing = rng.uniform(10, 40)
        yield "C", column(swing * np.cos(np.pi * place)), 2 * swing
        yield "S", column(swing * np.cos(2 * np.pi * place)), 2 * swing
        yield "straight", column(np.zeros(17)), 0.0
        wide = rng.uniform(46, 80)
        yield "C over 90 degrees", column(wide * np.cos(np.pi * place)), 2 * wide
        wedge = rng.uniform(4, 10)
        ends = np.zeros(17)
        ends[[0, -1]] = wedge / 2, wedge / 2
        tilt = swing * np.cos(np.pi * place)
        # the superior plate of the first and the inferior plate of the last are tilted more than their mid-lines
        yield (
            "wedged end vertebrae",
            column(tilt + ends * (place < 0.5), tilt - ends * (place > 0.5)),
            2 * swing + wedge,
        )
        turned = column(swing * np.cos(np.pi * place))
        swap = rng.random(17) < 0.5
        turned[:, swap] = turned[[1, 0, 3, 2]][:, swap]
        yield "left and right exchanged on some", turned, 2 * swing


def table(title: str, found: dict[str, list[tuple[float, float]]], names: tuple[str, str]) -> tuple[float, int]:
    """Print the largest error, the share off by more than 1 degree and the NaN of both; return those of ours."""
    print(f"\n{title:<34}" + "".join(f"{name:>18}{'> 1°':>7}{'NaN':>5}" for name in names))
    for case, errors in found.items():
        line = f"{case:<34}"
        for column_ in np.array(errors).T:
            finite = column_[np.isfinite(column_)]
            line += f"{finite.max():>17.2g}°{np.mean(finite > 1):>7.0%}{len(column_) - len(finite):>5}"
        print(line)
    ours = np.array([error for errors in found.values() for _, error in errors])
    return float(np.nanmax(ours)), int(np.isnan(ours).sum())


def collect(cases: Iterator[tuple], theirs: Callable, ours: Callable) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for name, *marks, truth in cases:
        found.setdefault(name, []).append((abs(theirs(*marks) - truth), abs(ours(*marks) - truth)))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=500)
    cases = parser.parse_args().cases
    rng = np.random.default_rng(20)
    print(f"Largest |error| in degrees over {cases} cases of each kind.")
    two = collect(pairs(rng, cases), closest_ends, lambda a, b: float(endplate_angle(*a, *b)))
    whole = collect(spines(rng, cases), clipped_mid_lines, lambda corners: float(major_curve(*corners).angle))
    worst = [
        table("two endplates", two, ("closest ends", "ours")),
        table("whole spines", whole, ("clipped mid-lines", "ours")),
    ]
    error, gaps = max(e for e, _ in worst), sum(n for _, n in worst)
    good = error <= LIMIT and gaps == 0
    print(f"\nours: largest error {error:.2g}°, {gaps} NaN; limit {LIMIT:g}°: {'met' if good else 'NOT met'}")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
