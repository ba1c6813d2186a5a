"""Job: all that measuring one film needs, put together once."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measure.catalog.body import CORNERS, Body
from measure.catalog.chain import Chain, build_chain, stands_upright
from measure.catalog.columns import Columns, evaluate_columns, propagate
from measure.catalog.facts import Facts, establish
from measure.catalog.hips import head_count
from measure.catalog.norms import Norms, shipped_norms
from measure.catalog.observer_sd import observer_sd
from measure.errors import ReadingError
from measure.geometry import Propagated, distance
from measure.model import FilmHeader, Level, Measure, Reading, ScaleClass, View

Array = NDArray[np.float64]
Ref = tuple[int, str]  # (place in the chain, name of the mark)

PATIENT_MM = (ScaleClass.CALIBRATED, ScaleClass.ESTIMATED)  # millimetres of the patient, not of the detector
ADULT = 18  # years: ring apophyses are open before (domain reference §8, trap 25)


@dataclass(frozen=True, slots=True)
class Job:
    """One film ready to be measured.

    Attributes
    ----------
    header : FilmHeader
        Facts from the file.
    reading : Reading
        Marks and statements.
    facts : Facts
        What holds once both are put together.
    chain : Chain
        The vertebrae, head to tail.
    spreads : tuple of dict
        Covariance of every mark of every body, in the unit of the spacing squared.
    norms : Norms
        What healthy vertebrae measure.
    joint : dict
        Results of functions that several measures share, each computed once.
    """

    header: FilmHeader
    reading: Reading
    facts: Facts
    chain: Chain
    spreads: tuple[dict[str, Array], ...]
    norms: Norms = field(default_factory=shipped_norms)
    joint: dict[Callable[..., Any], tuple[Any, Propagated]] = field(default_factory=dict, compare=False, repr=False)

    def point(self, ref: Ref) -> Array:
        """One mark, multiplied by the spacing."""
        return np.asarray(self.chain.body(ref[0]).points[ref[1]]) * self.facts.calibration.step

    def evaluate(self, measure: Measure, refs: list[list[Ref]]) -> Columns:
        """Kernel call for N sets of marks."""
        sets = zip(*refs, strict=True)
        spread = np.array([[self.spreads[place][name] for place, name in marks] for marks in sets])
        return self.kernel(measure, self.gather(refs), spread)

    def gather(self, refs: list[list[Ref]]) -> Array:
        """Points of N sets of marks, multiplied by the spacing, shape (marks, N, 2)."""
        chain, sets = self.chain, zip(*refs, strict=True)
        points = np.array([[chain.body(place).points[name] for place, name in marks] for marks in sets])
        return np.asarray(points * self.facts.calibration.step)

    def kernel(self, measure: Measure, points: Array, spread: Array) -> Columns:
        """Columnar kernel with this film's scale."""
        calibration = self.facts.calibration
        return evaluate_columns(
            measure,
            points,
            spread,
            relative_scale_sd=calibration.relative_sd,
            scaled=calibration.scale_class is not ScaleClass.NONE,
        )

    def shared(self, measure: Measure, points: Array, spread: Array) -> tuple[Any, Propagated]:
        """What the function of a measure found, and its spread; the same for all that share it."""
        if measure.function not in self.joint:
            spreads = propagate(measure, points, spread, relative_scale_sd=self.facts.calibration.relative_sd)
            self.joint[measure.function] = (measure.function(*points), spreads)
        return self.joint[measure.function]

    def blocked(self, measure: Measure) -> str | None:
        """Reason why a measure cannot be read on this film whatever is marked."""
        if measure.needs.aspect and self.facts.calibration.aspect is None:
            return "pixel_aspect_unknown"
        if measure.needs.scale and self.facts.calibration.scale_class not in PATIENT_MM:
            return "scale_not_of_patient"
        if measure.needs.adult and self.header.age_years is not None and self.header.age_years < ADULT:
            return "child"
        return None


def prepare(header: FilmHeader, reading: Reading, norms: Norms | None = None) -> Job:
    """Facts, chain and point spreads of one film.

    Parameters
    ----------
    header : FilmHeader
        What the file says.
    reading : Reading
        Marks, statements and judgements.
    norms : Norms or None
        What healthy vertebrae measure; None = as shipped.

    Raises
    ------
    ReadingError
        If the reading belongs to another film, or contradicts itself.
    """
    if reading.film_key != header.film_key:
        raise ReadingError(f"reading: belongs to film {reading.film_key}, expected {header.film_key}")
    facts = establish(header, reading)
    if facts.view is None and any("anterior" in m for a in reading.annotations for m in a.marks):
        facts = _with_view(facts)
    chain = build_chain(reading, facts)
    flags = list(facts.flags)
    if not stands_upright(chain.bodies):
        flags.append("spine_not_upright")
    if any(_contradicted(chain, place, level) for place, level in facts.anchors):
        flags.append("level_anchor_contradicts_marks")
    facts = replace(facts, flags=tuple(flags))
    spreads = [_spread(body, facts) for body in chain.bodies]
    if chain.hips is not None:
        spreads.append(_hip_spread(chain, facts, head_count(reading)))
    return Job(header, reading, facts, chain, tuple(spreads), norms or shipped_norms())


def _contradicted(chain: Chain, place: int, level: Level) -> bool:
    """Whether the vertebra of a level anchor is not there, or is called something else."""
    return all(body.structure.ordinal != place or body.structure.level is not level for body in chain.bodies)


def _with_view(facts: Facts) -> Facts:
    """Marks named after front and back exist on lateral films only."""
    return replace(facts, view=View.LATERAL, flags=(*facts.flags, "view_from_marks"))


def _spread(body: Body, facts: Facts) -> dict[str, Array]:
    """Covariance of every mark in the unit of the spacing squared; never zero by default."""
    return _with_height(body, facts, _local_height(body, np.asarray(facts.calibration.step)))


def _hip_spread(chain: Chain, facts: Facts, heads: int) -> dict[str, Array]:
    """As ``_spread``; without a scale a vertebra of this film says how large things are."""
    heights = [_local_height(body, np.asarray(facts.calibration.step)) for body in chain.bodies]
    hips = chain.body(len(chain.bodies))
    spread = _with_height(hips, facts, max(heights, default=1.0))
    # What stands in for a spread is that of one head; the middle of both varies less.
    return {name: one / heads if hips.covariances[name] is None else one for name, one in spread.items()}


def _with_height(body: Body, facts: Facts, height: float) -> dict[str, Array]:
    step = np.asarray(facts.calibration.step)
    fallback = observer_sd(body.structure.kind, body.annotation.observer.kind)
    scaled = facts.calibration.scale_class is not ScaleClass.NONE
    sd = fallback.sd_mm if scaled else fallback.sd_percent / 100 * height
    unstated = np.diag([sd**2, sd**2])
    result = {}
    for name, covariance in body.covariances.items():
        if covariance is None:
            result[name] = unstated
        else:
            own = np.array([[covariance.rr, covariance.rc], [covariance.rc, covariance.cc]])
            result[name] = own * np.outer(step, step)
    return result


def _local_height(body: Body, step: Array) -> float:
    """Mean height of the body in spacing units, from its walls as seen, else as named after the body."""
    down, across = float(step[0]), float(step[1])
    for ends in (("left", "right"), ("anterior", "posterior"), ("middle",)):
        pairs = [(body.points.get(f"superior_{end}"), body.points.get(f"inferior_{end}")) for end in ends]
        heights = [math.hypot((b[0] - a[0]) * down, (b[1] - a[1]) * across) for a, b in pairs if a and b]
        if any(heights):
            return sum(heights) / len(heights)
    chords = [name for name in CORNERS[:2] if name in body.points]
    # Only one endplate is marked (S1): two thirds of its length is about a body height.
    if len(chords) == 2 and body.points[chords[0]] != body.points[chords[1]]:
        return float(distance(*(np.asarray(body.points[c]) * step for c in chords))) * 2 / 3
    return float(step[0])
