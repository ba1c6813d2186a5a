"""Spine patient: one person at one time, put together from the rooms of anatomy and procedures."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from measure.model import Level, Posture, View
from measure.simulate.anatomy.clutter import some_clutter
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import (
    Alignment,
    Column,
    Finding,
    column,
    grown_in_curves,
    in_posture,
    sizes,
    true_angles,
)
from measure.simulate.anatomy.trunk import Line, bent, chest_frames, trunk
from measure.simulate.films.bones import COARSE, bones
from measure.simulate.films.plain import plain
from measure.simulate.films.scene import Scene
from measure.simulate.procedure import SpineProcedure, treated
from measure.simulate.seeds import stream
from measure.simulate.solids import Body, Frame, Part, posed

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
    _: KW_ONLY
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
        frames = dict(self.column(1e-10 if detail > COARSE else 1e-2).frames)
        return frames | chest_frames(frames)

    def scene(self, view: View, detail: float = 1.0) -> Scene:
        """Everything in the room for a film of one view, and what is true of the patient as a whole."""
        scene, _ = self.placed(view, detail)
        return Scene(
            scene.part,
            more={"person": _person_facts(self.person), "alignment": self.stance(), **self._done(), **self.more},
        )

    def _done(self) -> dict[str, Any]:
        """What has been put into the spine, as plain values."""
        told = [{"kind": type(one).__name__, **plain(one)} for one in self.procedures]
        return {"procedures": told} if told else {}

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
