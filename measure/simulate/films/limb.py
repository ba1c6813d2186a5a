"""Limb patient: one leg on one day of its lengthening, or a whole leg standing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from measure.model import View
from measure.simulate.anatomy.limb import STRAIGHT, LimbPose, leg, leg_frames, limb_size
from measure.simulate.anatomy.person import Person
from measure.simulate.films.scene import Scene
from measure.simulate.procedure import LengtheningPlan, Pathway
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
        """Everything in the room; the same for both views, since the tube moves, not the leg."""
        if self.plan is None:
            bones = posed(leg(self.person, self.side, self.pose, detail), self.frames())
            return Scene(bones.and_(*self.beside), more=dict(self.more))
        whole = self.lengthened(detail)
        part = posed(whole.body, whole.frames).and_(*self.beside)
        return Scene(part, (whole.field,), {**self.more, **_truth(whole)})

    def lengthened(self, detail: float = 1.0) -> LengthenedLeg:
        """The leg with its device and its new bone."""
        assert self.plan is not None
        return lengthened_leg(
            self.person, self.plan, self.day, self.pathway, pose=self.pose, nail_size=self.nail, detail=detail
        )


def _truth(whole: LengthenedLeg) -> dict[str, Any]:
    """Lengthening and regenerate as plain values."""
    now, plan = whole.now, whole.now.plan
    return {
        "lengthening": {
            "bone": plan.bone,
            "side": str(plan.side),
            "day": now.day,
            "phase": str(now.phase),
            "lengthening_mm": now.lengthening,
            "gap_mm": now.gap,
            "gap_by_cortex_mm": dict(whole.segments.gaps),
            "initial_gap_mm": plan.initial_gap,
            "planned_mm": plan.planned,
            "drift": plain(now.drift),
        },
        "regenerate": plain(whole.truth),
    }


def plain(value: Any) -> Any:
    """Nouns of the procedures as dicts, lists and numbers."""
    if isinstance(value, StrEnum):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value
