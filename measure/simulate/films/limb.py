"""Limb patient: one leg on one day of its lengthening, or a whole leg standing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from measure.model import View
from measure.simulate.anatomy.limb import STRAIGHT, LimbPose, leg, leg_frames, limb_size
from measure.simulate.anatomy.person import Person
from measure.simulate.films.hips import crotch, hips
from measure.simulate.films.plain import plain
from measure.simulate.films.scene import Scene
from measure.simulate.procedure import Device, LengtheningPlan, Pathway
from measure.simulate.procedure.lengthened import LengthenedLeg, lengthened_leg
from measure.simulate.procedure.nail_size import NailSize
from measure.simulate.solids import Frame, Part, posed


@dataclass(frozen=True, slots=True, eq=False)
class LimbPatient:
    """A leg on the day of a film.

    Attributes
    ----------
    person : Person
        Whose.
    side : str
        Left or right.
    plan : LengtheningPlan or None
        Of the bone that is lengthened; None for a leg that nothing has been done to.
    day : float
        Days since the cut.
    pathway : Pathway
        How the new bone heals.
    nail : NailSize or None
        Device, where it is a nail.
    pose : LimbPose
        Of the joints.
    beside : tuple of Part
        Calibrators, in the room.
    more : mapping
        What else is true, for the document.
    """

    person: Person
    side: str
    plan: LengtheningPlan | None = None
    day: float = 0.0
    pathway: Pathway = Pathway()
    nail: NailSize | None = None
    pose: LimbPose = STRAIGHT
    beside: tuple[Part, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def frames(self) -> dict[str, Frame]:
        """Where every part stands before anything is lengthened; the hip is the origin of the room."""
        return leg_frames(limb_size(self.person), self.side, self.pose)

    def scene(self, view: View, detail: float = 1.0) -> Scene:
        """Everything in the room; for a lateral film the tube moves, and the other leg is drawn out of its way."""
        if self.plan is None:
            body = leg(self.person, self.side, self.pose, detail, above=-crotch(self.person))
            part = posed(body, self.frames()).and_(hips(self.person, self.side, detail), *self.beside)
            return Scene(part, more={**self.more, **_truth(self, part)})
        # A shin's film does not reach the hips.
        hung = self.plan.bone == "femur" and view is View.FRONTAL
        whole = self.lengthened(detail, above=-crotch(self.person) if hung else 90.0)
        rest = (hips(self.person, self.side, detail),) if hung else ()
        part = posed(whole.body, whole.frames).and_(*rest, *self.beside)
        return Scene(part, (whole.field,), {**self.more, **_truth(self, part), **_lengthening(self, whole)})

    def lengthened(self, detail: float = 1.0, above: float = 90.0) -> LengthenedLeg:
        """The leg with its device and its new bone; its flesh reaches ``above`` mm over the hip."""
        assert self.plan is not None
        return lengthened_leg(
            self.person, self.plan, self.day, self.pathway,
            pose=self.pose, nail_size=self.nail, detail=detail, above=above,
        )  # fmt: skip


def _truth(patient: LimbPatient, part: Part) -> dict[str, Any]:
    """Leg and calibrator as plain values: sizes that were asked for, and lengths as they have become."""
    size, side = limb_size(patient.person), patient.side
    ends = {"femur": ("centre", "knee_centre"), "tibia": ("knee_centre", "ankle_centre")}
    marks = {bone: part.marks[f"{bone}:{side}"] for bone in ends}
    leg_facts: dict[str, Any] = {"side": side} | {
        f"{bone}_length_mm": float(np.linalg.norm(marks[bone][a] - marks[bone][b])) for bone, (a, b) in ends.items()
    }
    if patient.plan is None:  # what is cut and drawn apart no longer stands as it grew
        leg_facts |= {name: getattr(size, name) for name in ("hka", "mldfa", "mpta", "jlca", "neck_shaft", "ldta")}
    ball = part.marks.get("calibrator:ball")
    if ball is None:
        return {"leg": leg_facts}
    return {"leg": leg_facts, "ball_diameter_mm": float(np.linalg.norm(ball["across"][1] - ball["across"][0]))}


def _lengthening(patient: LimbPatient, whole: LengthenedLeg) -> dict[str, Any]:
    """Lengthening, device and regenerate as plain values."""
    now, plan, nail = whole.now, whole.now.plan, patient.nail or NailSize()
    facts = {
        "bone": plan.bone,
        "side": str(plan.side),
        "device": str(plan.device),
        "day": now.day,
        "phase": str(now.phase),
        "lengthening_mm": now.lengthening,
        "gap_mm": now.gap,
        "gap_by_cortex_mm": dict(whole.segments.gaps),
        "initial_gap_mm": plan.initial_gap,
        "planned_mm": plan.planned,
        "drift": plain(now.drift),
    }
    if plan.device is Device.NAIL:
        facts["nail"] = {
            "diameter_mm": nail.diameter,
            "rod_diameter_mm": nail.rod,
            "length_mm": nail.length + now.lengthening,
            "telescoped_mm": now.lengthening,
            "rod_outside_mm": nail.exposed + now.lengthening,
            "screw_mm": nail.screw,
        }
    bridged = sum(whole.truth.bridged.values())
    return {"lengthening": facts, "regenerate": plain(whole.truth) | {"cortices_bridged": bridged}}
