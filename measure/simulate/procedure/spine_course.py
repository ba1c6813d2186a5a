"""Course of one patient: what is found and what has been done on each day, before and after an operation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import Finding, sizes
from measure.simulate.procedure.spine_cement import Leak, filled, leaked
from measure.simulate.procedure.spine_fixation import Cage, Fixation
from measure.simulate.procedure.spine_implants import SIZES, ExpandableImplants
from measure.simulate.procedure.spine_site import Site, site
from measure.simulate.seeds import stream
from measure.simulate.solids import Body, Frame, Part, Solid

DAYS = (-7, 3, 30, 365)


@dataclass(frozen=True, slots=True)
class CementFilling:
    """Cement alone, injected through both pedicles.

    Attributes
    ----------
    level : Level
        Treated vertebra.
    ml : float
        Both sides together.
    rough : float
        0.2 after a balloon, 0.8 straight into the bone.
    leak : Leak
        Where some has run to.
    """

    level: Level
    ml: float = 5.0
    rough: float = 0.8
    leak: Leak = Leak.NONE

    def built(self, at: Site, rng: np.random.Generator, detail: float = 1.0) -> Part:
        """Cement in the vertebra's frame, with ``left_middle`` and ``right_middle`` under ``implant:<level>``."""
        solids: list[Solid] = []
        marks: dict[str, np.ndarray] = {}
        z = at.bounds()[:, 0].mean()
        for name, side in (("left", 1.0), ("right", -1.0)):
            centre = np.array([side * 0.42 * at.half_width, -0.15 * at.half_depth, z]) + rng.normal(0, [1.0, 1.0, 0.5])
            solids += filled(at, centre, self.ml / 2, rng, rough=self.rough, divide=0.3, detail=detail)
            marks[f"{name}_middle"] = centre
        return Part((*solids, *leaked(at, self.leak, rng, detail)), {f"implant:{self.level}": marks})


SpineProcedure = ExpandableImplants | CementFilling | Fixation | Cage


def treated(
    body: Body,
    procedures: Sequence[SpineProcedure],
    frames: Mapping[str, Frame],
    gaps: Mapping[Level, float],
    seed: int,
    detail: float = 1.0,
) -> dict[str, Part]:
    """The same body with what has been put into its spine.

    Parameters
    ----------
    body : mapping of str to Part
        Vertebrae by frame, with the heights they have on that day.
    procedures : sequence of SpineProcedure
        What has been done.
    frames : mapping of str to Frame
        Where the vertebrae stand.
    gaps : mapping of Level to float
        Height of the disc below each level, mm; for cages.
    seed : int
        The same seed gives the same implants on every day.
    detail : float
        Number of points.

    Returns
    -------
    dict of str to Part
    """
    out = dict(body)
    for done in procedures:
        levels = done.levels if isinstance(done, Fixation) else (done.level,)
        missing = [level for level in levels if level not in body]
        if missing:
            raise SimulationError(f"procedure: {', '.join(missing)} is not among the vertebrae of this body")
        rng = stream(seed, type(done).__name__, *levels)
        sites = {level: site(body[level], level) for level in levels}
        if isinstance(done, Fixation):
            parts = done.built(sites, frames, rng, detail)
        elif isinstance(done, Cage):
            parts = {str(done.level): done.built(sites[done.level], gaps[done.level], detail)}
        else:
            parts = {str(done.level): done.built(sites[done.level], rng, detail)}
        for name, part in parts.items():
            out[name] = out[name].and_(part)
    return out


@dataclass(frozen=True, slots=True)
class SpineDay:
    """One day of a course.

    Attributes
    ----------
    day : int
        Days after the operation; before it −.
    findings : mapping of Level to Finding
        For ``sizes`` and ``vertebra``.
    procedures : tuple of SpineProcedure
        What is in place, for ``treated``.
    """

    day: int
    findings: Mapping[Level, Finding] = field(default_factory=dict)
    procedures: tuple[SpineProcedure, ...] = ()


def implant_course(
    person: Person,
    level: Level,
    before: Finding,
    restored: float,
    *,
    later_loss: float = 0.15,
    diameter: float = 5.0,
    cement_ml: float = 4.0,
    leak: Leak = Leak.NONE,
    adjacent: tuple[Level, Finding] | None = None,
    days: tuple[int, int, int, int] = DAYS,
) -> list[SpineDay]:
    """Before, shortly after, a month and a year after expandable implants in one vertebra.

    Parameters
    ----------
    person : Person
        Whose.
    level : Level
        Treated vertebra.
    before : Finding
        What it looked like.
    restored : float
        Share of the lost height regained at once; the same of all three heights.
    later_loss : float
        Share of what was regained that is lost again by the last day; a third of it by the third.
    diameter, cement_ml, leak
        See ``ExpandableImplants``.
    adjacent : tuple of Level and Finding, optional
        Another vertebra that has collapsed by the last day.
    days : tuple of int
        The four days.

    Returns
    -------
    list of SpineDay

    Examples
    --------
    >>> course = implant_course(Person(), Level.L1, Finding(anterior=0.6, middle=0.7, posterior=0.95), 0.5)
    >>> [round(day.findings[Level.L1].anterior, 3) for day in course]
    [0.6, 0.8, 0.79, 0.77]
    """
    gains = (0.0, restored, restored * (1 - later_loss / 3), restored * (1 - later_loss))
    seen = [_regained(before, gain) for gain in gains]
    # The implants stay as they were opened; they were not opened further than the vertebra is high in the end.
    last = sizes(person, {level: seen[-1]})[level]
    height = float(
        np.clip(min(last.middle - 3.5, min(last.anterior, last.posterior) - 3.0), diameter, SIZES[diameter][0])
    )
    implants = ExpandableImplants(level, height, diameter, cement_ml=cement_ml, leak=leak)
    course = [
        SpineDay(day, {level: finding}, () if k == 0 else (implants,))
        for k, (day, finding) in enumerate(zip(days, seen, strict=True))
    ]
    if adjacent is not None:
        course[-1] = replace(course[-1], findings={**course[-1].findings, adjacent[0]: adjacent[1]})
    return course


def _regained(finding: Finding, share: float) -> Finding:
    """A finding with a share of each lost height given back."""
    lost = {name: getattr(finding, name) for name in ("anterior", "middle", "posterior")}
    # A height that is not stated follows from the others, and goes on doing so.
    given = {name: value + share * (1 - value) for name, value in lost.items() if value is not None}
    return replace(finding, **given)
