"""Spine patient: one person at one time, put together from the rooms of anatomy and procedures."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measure.model import Level, Posture, View
from measure.simulate.anatomy.clutter import some_clutter
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import (
    SOUND,
    Alignment,
    Column,
    Finding,
    column,
    grown_in_curves,
    in_posture,
    sacrum,
    sizes,
    true_angles,
    vertebra,
)
from measure.simulate.anatomy.trunk import (
    Line,
    arms,
    bent,
    chest_frames,
    hip,
    pelvis,
    rib_pair,
    shoulder,
    skull,
    sternum,
    trunk,
)
from measure.simulate.films.scene import Scene
from measure.simulate.procedure import SpineProcedure, treated
from measure.simulate.seeds import stream
from measure.simulate.solids import Body, Frame, Part, posed

Array = NDArray[np.float64]
SIDES = ("left", "right")
COARSE = 0.6
FISTS = 45.0  # degrees of the upper arms with the fists on the collar bones


@dataclass(frozen=True, slots=True, eq=False)
class SpinePatient:
    """A person on the day of a film.

    Attributes
    ----------
    person : Person
        Who.
    alignment : Alignment
        How the column stands, when standing.
    findings : mapping of Level to Finding
        What has happened to vertebrae.
    grown : float
        How far bodies have grown wedged in coronal curves: 1 for curves of adolescence, 0 for those of worn discs.
    procedures : tuple of SpineProcedure
        What has been put into the spine.
    posture : Posture
        In which the film is taken.
    day : str
        Name of the day: gas and clothes are other ones on another day.
    clutter : float
        Times the usual chance of things on the film; 0 for none.
    more : mapping
        What else is true, for the document.
    """

    person: Person
    alignment: Alignment
    findings: Mapping[Level, Finding] = field(default_factory=dict)
    grown: float = 0.0
    procedures: tuple[SpineProcedure, ...] = ()
    posture: Posture = Posture.STANDING
    day: str = "day-0"
    clutter: float = 1.0
    more: Mapping[str, Any] = field(default_factory=dict)

    def column(self, exact: float = 1e-10) -> Column:
        """Where every bone of the trunk stands in this posture."""
        now, sound = sizes(self.person, self.bodies()), None
        if self.findings:  # what happened to a vertebra bends the column, what it grew like does not
            sound = sizes(self.person, self._grown({}))
        return column(now, in_posture(self.alignment, self.posture), healthy=sound, exact=exact)

    def bodies(self) -> dict[Level, Finding]:
        """Vertebrae that are not like others, whether they grew so or something happened to them."""
        return self._grown(self.findings)

    def _grown(self, findings: Mapping[Level, Finding]) -> dict[Level, Finding]:
        if not self.grown or not self.alignment.curves:
            return dict(findings)
        return grown_in_curves(findings, sizes(self.person), self.alignment, self.grown)

    def frames(self, detail: float = 1.0) -> dict[str, Frame]:
        """Where every part stands: the column's frames, and those of the chest that it carries."""
        frames = dict(self.column(1e-10 if detail > COARSE else 1e-3).frames)
        return frames | chest_frames(frames)

    def scene(self, view: View, detail: float = 1.0) -> Scene:
        """Everything in the room for a film of one view, and what is true of the patient as a whole."""
        scene, _ = self.placed(view, detail)
        return Scene(scene.part, more={"person": _person_facts(self.person), "alignment": self.stance(), **self.more})

    def stance(self) -> dict[str, float]:
        """Angles and balance of the column in the room, by the names of the measures."""
        stands = self.column()
        true, loin = true_angles(stands), next(level for level in stands.levels if level[0] == "L")
        chest = next(level for level in reversed(stands.levels) if level[0] == "T")
        return {
            "pelvic_incidence": true.pelvic_incidence,
            "pelvic_tilt": true.pelvic_tilt,
            "sacral_slope": true.sacral_slope,
            "lumbar_lordosis": true.sagittal(loin, Level.S1, ("superior", "superior")),
            "thoracic_kyphosis": true.sagittal(Level.T4, chest),
            "sagittal_vertical_axis": true.sva,
        }

    def placed(self, view: View, detail: float = 1.0) -> tuple[Scene, dict[str, Frame]]:
        """The scene, and the frames that its parts stand in."""
        frames = self.frames(detail)
        raised = self._arms() if view is View.LATERAL else 0.0
        body: Body = bones(self.person, self.bodies(), self.alignment, detail, raised=raised)
        if self.procedures:
            gaps = {level: size.disc for level, size in sizes(self.person, self.bodies()).items()}
            body = treated(body, self.procedures, frames, gaps, self.person.seed, detail)
        part = posed(body, frames).and_(self._soft(frames, view, detail))
        return Scene(part), frames

    def _arms(self) -> float:
        """How far the arms are raised on a lateral film: fists on the collar bones, or straight ahead."""
        rng = stream(self.person.seed, "arms", self.day)
        return float(rng.choice([FISTS, 80.0, 105.0]))

    def _soft(self, frames: Mapping[str, Frame], view: View, detail: float) -> Part:
        """Soft tissue, gas and clutter, laid around the column."""
        line = Line.through(frames, self.person.size)
        upright = self.posture in (Posture.STANDING, Posture.SITTING)
        film = f"{self.day}-{view}"
        soft = trunk(self.person, detail, standing=upright, film=film)
        if self.clutter:
            rng = stream(self.person.seed, "clutter", film)
            soft = soft.and_(some_clutter(rng, self.person, str(view), detail, self.clutter))
        return bent(soft, line)


def _person_facts(person: Person) -> dict[str, Any]:
    return {
        "sex": person.sex,
        "age": person.age,
        "stature_mm": person.stature,
        "bmi": person.bmi,
        "bone": person.bone,
        "levels": [str(level) for level in person.levels],
        "ribs": [str(level) for level in person.ribs],
    }


def bones(
    person: Person, findings: Mapping[Level, Finding], alignment: Alignment, detail: float, *, raised: float
) -> Body:
    """Every bone of the trunk by the frame that carries it; built once a person and kept."""
    body: dict[str, Part] = {}
    for level in person.levels:
        body[level] = _bone(person, level, findings.get(level, SOUND), detail)
        if level in person.ribs:
            body[f"ribs_{level}"] = _ribs(person, level, detail)
    incidence = alignment.pelvic_incidence
    if detail < COARSE:  # a training film does not show five degrees, and the pelvis need not be built anew
        incidence = round(incidence / 10) * 10
    body["pelvis"] = _pelvis(person, incidence, alignment.hip_sacrum, alignment.hip_span, detail)
    body["skull"] = _skull(person, detail)
    for side in SIDES:
        body[f"femur_{side}"] = _hip(person, side, detail)
    body["chest"] = _girdle(person, round(raised), detail)
    return body


def _bone(person: Person, level: Level, finding: Finding, detail: float) -> Part:
    """One vertebra; on training films one that was built straight and is sheared into its coronal wedge."""
    if level is Level.S1:
        return _sacrum(person, detail)
    if detail > COARSE or not finding.left_minus_right:
        return _vertebra(person, level, finding, detail)
    straight = _vertebra(person, level, replace(finding, left_minus_right=0.0), detail)
    size = sizes(person, {level: finding})[level]
    slope = 2.0 * finding.left_minus_right / (size.superior_width + size.inferior_width) / size.middle
    marks = {key: {n: _sheared(m, slope) for n, m in named.items()} for key, named in straight.marks.items()}
    solids = tuple(solid.over(solid.mesh.moved(_sheared(solid.mesh.points, slope))) for solid in straight.solids)
    return Part(solids, marks)


def _sheared(points: Array, slope: float) -> Array:
    """Points whose height above the middle plane grows to the left."""
    moved = np.array(points, float)
    moved[..., 2] *= 1.0 + slope * moved[..., 0]
    return moved


@lru_cache(maxsize=512)
def _vertebra(person: Person, level: Level, finding: Finding, detail: float) -> Part:
    return vertebra(person, level, finding, detail).packed()


@lru_cache(maxsize=32)
def _sacrum(person: Person, detail: float) -> Part:
    return sacrum(person, detail).packed()


@lru_cache(maxsize=256)
def _ribs(person: Person, level: Level, detail: float) -> Part:
    return rib_pair(person, level, detail).packed()


@lru_cache(maxsize=32)
def _pelvis(person: Person, incidence: float, distance: float, span: float, detail: float) -> Part:
    return pelvis(person, incidence, distance, span, detail).packed()


@lru_cache(maxsize=32)
def _skull(person: Person, detail: float) -> Part:
    return skull(person, detail).packed()


@lru_cache(maxsize=64)
def _hip(person: Person, side: str, detail: float) -> Part:
    return hip(person, side, detail).packed()


@lru_cache(maxsize=64)
def _girdle(person: Person, raised: float, detail: float) -> Part:
    both = (shoulder(person, side, raised, detail) for side in SIDES)
    return sternum(person, detail).and_(arms(person, raised, detail), *both).packed()
