"""Simulated patients with the means, spreads and classes of NICE HTG422 §4.6–4.8, from landmarks back to the figures.

Each table is a cohort of its own, as in the guidance, where they come from different studies. Parameters
are drawn, then shifted and stretched to have the printed mean and standard deviation to the last digit.
"""

import math

import numpy as np
import pytest

from measure.catalog import measure_course
from measure.model import Course
from measure.spine.class_table import class_table, percent_half_up

SEED = 422
DEPTH, WALL, EXPECTED = 34.0, 28.0, 28.0
Marks = dict[str, tuple[float, float]]


def drawn(seed: int, n: int, mean: float, sd: float) -> np.ndarray:
    """Numbers within 1.8 sds of their mean, with exactly this mean and this sd."""
    raw = np.random.default_rng((SEED, seed)).uniform(size=n)
    return mean + sd * (raw - raw.mean()) / raw.std(ddof=1)


def turned(marks: Marks, degrees: float) -> Marks:
    """A body turned about its middle; positive brings the front down."""
    middle = np.mean(list(marks.values()), axis=0)
    s, c = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return {
        name: (middle[0] + c * (row - middle[0]) - s * (col - middle[1]),
               middle[1] + s * (row - middle[0]) + c * (col - middle[1]))
        for name, (row, col) in marks.items()
    }  # fmt: skip


class Spine:
    """T12, L1 and L2 in rows of 60, the treated L1 in between."""

    def __init__(self, make: object) -> None:
        self.make = make

    def film(self, above: Marks, treated: Marks, below: Marks, measures: str, factor: float = 1.0) -> list:
        """Rows of L1 on a film that is magnified by a factor."""
        bodies = [
            self.make.body(level, {name: (factor * row, factor * col) for name, (row, col) in marks.items()})
            for level, marks in (("T12", above), ("L1", treated), ("L2", below))
        ]
        return self.make.of(self.make.rows(self.make.reading(*bodies, treated="L1"), measures=measures), "L1")

    def heights(self, front: float, middle: float, measures: str, factor: float = 1.0) -> list:
        body = self.make.block(160, front, WALL, DEPTH, middle=middle)
        return self.film(self.make.block(100), body, self.make.block(220), measures, factor)

    def wedge(self, degrees: float) -> list:
        front = WALL - DEPTH * math.tan(math.radians(degrees))
        return self.heights(front, (front + WALL) / 2, "wedge_angle")

    def cobb(self, degrees: float) -> list:
        above, below = turned(self.make.block(100), degrees / 2), turned(self.make.block(220), -degrees / 2)
        return self.film(above, self.make.block(160), below, "bisegmental_cobb_angle")

    def course(self, before: list, after: list) -> Course:
        return self.make.course({-3.0: self.make.exam(*before, film="before"), 365.0: self.make.exam(*after)})


@pytest.fixture(scope="module")
def spine(make: object) -> Spine:
    return Spine(make)


def summary(numbers: list[float]) -> tuple[float, float]:
    return float(np.mean(numbers)), float(np.std(numbers, ddof=1))


def check(spine: Spine, films: list[tuple[list, list]], measure: str, change: str, printed: tuple) -> None:
    """Means and sds before and after, and the mean change through courses, against what NICE prints."""
    rows = [[row for pair in films for row in pair[k] if row.measure == measure] for k in (0, 1)]
    before, after = ([row.quantity.value for row in found] for found in rows)
    assert len(before) == len(after) == len(films)
    assert summary(before) == pytest.approx(printed[0], rel=1e-6)
    assert summary(after) == pytest.approx(printed[1], rel=1e-6)
    found = [row for pair in films for row in measure_course(spine.course(*pair), change)]
    changes = [row.quantity.value for row in found if row.measure == change]
    assert float(np.mean(changes)) == pytest.approx(printed[1][0] - printed[0][0], abs=1e-6)


def test_beck_index(spine: Spine) -> None:
    """§4.6: 0.75 ± 0.14 to 0.77 ± 0.14, 32 patients."""
    printed = (0.75, 0.14), (0.77, 0.14)
    pairs = zip(*(drawn(k, 32, *figures) for k, figures in enumerate(printed)), strict=True)
    films = [tuple(spine.heights(WALL * beck, WALL * (beck + 1) / 2, "beck_index") for beck in pair) for pair in pairs]
    check(spine, films, "beck_index", "beck_index_change", printed)


def test_wedge_angle(spine: Spine) -> None:
    """§4.7: 13.7 ± 7 to 7.80 ± 6 degrees."""
    printed = (13.7, 7.0), (7.8, 6.0)
    pairs = zip(*(drawn(10 + k, 60, *figures) for k, figures in enumerate(printed)), strict=True)
    films = [tuple(spine.wedge(angle) for angle in pair) for pair in pairs]
    check(spine, films, "wedge_angle", "wedge_angle_change", printed)


def test_cobb_angle(spine: Spine) -> None:
    """§4.7: 12.3 ± 16.4 to 10.8 ± 16.4 degrees, which only signed angles can have."""
    printed = (12.3, 16.4), (10.8, 16.4)
    angles = [drawn(20 + k, 32, *figures) for k, figures in enumerate(printed)]
    assert (angles[0] < -5).any()
    films = [tuple(spine.cobb(angle) for angle in pair) for pair in zip(*angles, strict=True)]
    check(spine, films, "bisegmental_cobb_angle", "bisegmental_cobb_angle_change", printed)


def test_heights(spine: Spine) -> None:
    """§4.6: anterior 21.06 ± 2.77 to 22.41 ± 7.14 mm, middle 18.36 ± 5.64 to 20.89 ± 6.00 mm, in the same patients."""
    printed = {"anterior": ((21.06, 2.77), (22.41, 7.14)), "middle": ((18.36, 5.64), (20.89, 6.0))}
    sizes = np.array([[drawn(30 + 2 * s + k, 150, *figures) for k, figures in enumerate(printed[site])]
                      for s, site in enumerate(printed)])  # fmt: skip
    measures = "anterior_height,middle_height"
    films = [tuple(spine.heights(*sizes[:, k, i], measures) for k in (0, 1)) for i in range(150)]
    for site, figures in printed.items():
        check(spine, films, f"{site}_height", f"{site}_height_gain", figures)


def test_restoration_classes(spine: Spine) -> None:
    """§4.6: more than half restored in 85 %, less in 12 %, none in 3 % of 150; the later films are magnified."""
    rng = np.random.default_rng(SEED)
    shares = np.concatenate([rng.uniform(0.501, 1.1, 128), rng.uniform(0.01, 0.5, 17), [0.5], np.zeros(4)])
    before = EXPECTED - rng.uniform(9, 15, 150)
    measures = "anterior_height,expected_anterior_height,anterior_height_loss"
    found = []
    for height, share, factor in zip(before, shares, rng.uniform(0.9, 1.15, 150), strict=True):
        after = height + share * (EXPECTED - height)
        films = spine.heights(height, 26.0, measures), spine.heights(after, 26.0, measures, factor)
        found += [row for row in measure_course(spine.course(*films)) if row.measure == "anterior_height_restoration"]
    values, sds = (np.array([getattr(row.quantity, part) for row in found]) for part in ("value", "sd"))
    np.testing.assert_allclose(values, 100 * shares, rtol=1e-6, atol=1e-8)
    names = [row.details["nice_class"] for row in found]
    assert [names.count(name) for name in ("gt50", "lt50", "none", "worse")] == [128, 18, 4, 0]
    table = class_table(values, sds)
    assert [(row.count, row.percent) for row in table.rows] == [(128, 85), (18, 12), (4, 3), (0, 0)]
    assert table.n == 150


def test_residual_kyphosis(spine: Spine) -> None:
    """§4.8: 5 degrees or more in 69 of 82 patients, 84 %; one of them has exactly 5."""
    rng = np.random.default_rng(SEED)
    angles = np.concatenate([[5.0], rng.uniform(5.01, 25, 68), rng.uniform(-4, 4.99, 13)])
    found = [
        row
        for angle in angles
        for row in measure_course(spine.course(spine.wedge(14.0), spine.wedge(angle)), "residual_kyphosis")
    ]
    np.testing.assert_allclose([row.quantity.value for row in found], angles, rtol=1e-6)
    reached = [row.details["reaches_limit"] for row in found].count("yes")
    assert (reached, percent_half_up(reached, len(found))) == (69, 84)
