"""Lengthened: a whole leg on one day of a lengthening, bone, device, new bone and all that hangs below."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.limb import (
    STRAIGHT,
    LimbPose,
    LimbSize,
    Shaft,
    femur_segments,
    leg,
    leg_frames,
    limb_size,
    shaft,
    soft,
    tibia_segments,
)
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure.fixator import rail, rings
from measure.simulate.procedure.grain import Grain
from measure.simulate.procedure.healing import Pathway
from measure.simulate.procedure.lengthening import Device, LengtheningPlan, State, state
from measure.simulate.procedure.nail import nail
from measure.simulate.procedure.nail_size import ENTRY, NailSize, nail_line, on_nail
from measure.simulate.procedure.reaming import Bore, reamed
from measure.simulate.procedure.regenerate import regenerate
from measure.simulate.procedure.regenerate_truth import RegenerateTruth
from measure.simulate.procedure.segments import Segments, segments
from measure.simulate.rays import Field
from measure.simulate.solids import HERE, Body, Frame, Part, Solid

Array = NDArray[np.float64]

_FIBULA_CUT = 0.6  # of its length: the fibula is cut with the tibia, below its middle


@dataclass(frozen=True, slots=True, eq=False)
class LengthenedLeg:
    """A leg on one day.

    Attributes
    ----------
    body : Body
        Parts by frame, as ``leg`` gives them; the lower piece of the cut bone is ``femur_left_distal``.
    frames : mapping of str to Frame
        Where they stand: all below the cut has gone down with the lower piece.
    field : Field
        New bone in the room: to be added to the map of cortical bone and taken from that of soft tissue.
    now : State
        Lengthening.
    segments : Segments
        Gaps, in the frame of the uncut bone.
    truth : RegenerateTruth
        Of the new bone.
    """

    body: Body
    frames: Mapping[str, Frame]
    field: Field
    now: State
    segments: Segments
    truth: RegenerateTruth


def lengthened_leg(
    person: Person,
    plan: LengtheningPlan,
    day: float,
    pathway: Pathway,
    *,
    pose: LimbPose = STRAIGHT,
    size: LimbSize | None = None,
    nail_size: NailSize | None = None,
    detail: float = 1.0,
    above: float = 90.0,
) -> LengthenedLeg:
    """A leg on one day of its lengthening.

    Parameters
    ----------
    person : Person
        Whose; the grain of the new bone is this person's on every visit.
    plan : LengtheningPlan
        Bone, side, device, and what becomes of it.
    day : float
        Days since the cut.
    pathway : Pathway
        How the new bone heals.
    pose : LimbPose
        Of the joints.
    size : LimbSize, optional
        Of the leg; default ``limb_size(person)``.
    nail_size : NailSize, optional
        Where the device is a nail.
    detail : float
        1 for a full-size film.
    above : float
        How far above the hip's centre the soft tissue reaches, mm.

    Returns
    -------
    LengthenedLeg

    Raises
    ------
    SimulationError
        For a bone that is neither femur nor tibia.
    """
    if plan.bone not in ENTRY:
        raise SimulationError(f"lengthening: expected femur or tibia, got {plan.bone!r}")
    of, side, name = size or limb_size(person), str(plan.side), f"{plan.bone}_{plan.side}"
    plain = shaft(person, plan.bone, side, of)
    plan, bone, bore, device = _fitted(plain, plan, day, nail_size or NailSize(), detail)
    now = state(plan, day)
    place = segments(bone, now)
    cut = femur_segments if plan.bone == "femur" else tibia_segments
    upper, lower = cut(person, side, plan.cut, detail, size=of)
    if bone is not plain:
        upper = _swapped(upper, plain.solids(0.0, plan.cut, detail), bone.solids(0.0, plan.cut, detail))
        lower = _swapped(lower, plain.solids(plan.cut, None, detail), bone.solids(plan.cut, None, detail))
    if plan.bone == "tibia":
        pieces = _fibula(person, side, of, detail)
        upper, lower = upper.and_(pieces[0]), lower.and_(pieces[1])
    frames = _lowered(leg_frames(of, side, pose), plan.bone, side, place.distal)
    body = {
        **leg(person, side, pose, detail, size=of),
        f"leg_{side}": _flesh(person, side, of, frames, pose, detail, above),
        # A device stands in the frame of the uncut bone: its lower half has been moved already.
        name: upper.and_(device, Part((), place.marks)),
        f"{name}_distal": lower,
    }
    field, truth = regenerate(bone, now, pathway, Grain.drawn(person.rng("regenerate", name)), bore=bore, detail=detail)
    there = Field(field.values, field.frame.then(frames[name]), field.spacing)
    return LengthenedLeg(body, frames, there, now, place, truth)


def _fitted(
    bone: Shaft, plan: LengtheningPlan, day: float, size: NailSize, detail: float
) -> tuple[LengtheningPlan, Shaft, Bore | None, Part]:
    """Plan, bone and room for the device, and the device itself."""
    if plan.device is not Device.NAIL:
        make = rail if plan.device is Device.RAIL else rings
        return plan, bone, None, make(bone, state(plan, day), detail=detail)
    ends = ENTRY[plan.bone] + size.length
    if ends > bone.length:
        raise SimulationError(
            f"nail: expected one that ends within the {plan.bone}'s shaft of {bone.length:.0f} mm, got one that ends"
            f" {ends:.0f} mm down"
        )
    line = nail_line(bone, ENTRY[plan.bone], size.length)
    bored = reamed(bone, Bore(line, size.diameter / 2 + 1.0))
    plan = on_nail(plan, bone, line)
    upper, lower = nail(bored, state(plan, day), line, size, detail=detail)
    return plan, bored, Bore(line, size.diameter / 2 + 0.1), upper.and_(lower)


def _swapped(part: Part, old: tuple[Solid, ...], new: tuple[Solid, ...]) -> Part:
    """The part with pieces of the plain shaft exchanged for those of the reamed one."""
    kept = [solid for solid in part.solids if not any(_same(solid, other) for other in old)]
    if len(kept) != len(part.solids) - len(old):
        raise SimulationError(
            f"lengthening: expected {len(old)} pieces of the shaft, got {len(part.solids) - len(kept)}"
        )
    return Part((*kept, *new), part.marks)


def _same(one: Solid, other: Solid) -> bool:
    a, b = one.mesh.points, other.mesh.points
    return one.material == other.material and a.shape == b.shape and bool(np.allclose(a, b, atol=1e-6))


def _fibula(person: Person, side: str, size: LimbSize, detail: float) -> tuple[Part, Part]:
    """Fibula in two, in the tibia's frame."""
    whole = shaft(person, "fibula", side, size)
    cut = _FIBULA_CUT * whole.length
    return Part(whole.solids(0.0, cut, detail)), Part(whole.solids(cut, None, detail))


def _lowered(frames: Mapping[str, Frame], bone: str, side: str, distal: Frame) -> dict[str, Frame]:
    """Frames of a leg after all that is below the cut has gone with the lower piece."""
    home = frames[f"{bone}_{side}"]
    axes = np.asarray(home.axes)
    back = Frame(-(np.asarray(home.origin) @ axes), axes.T)
    below = ("tibia", "patella", "foot") if bone == "femur" else ("foot",)
    moved = {f"{n}_{side}": frames[f"{n}_{side}"].then(back).then(distal).then(home) for n in below}
    return {**frames, **moved, f"{bone}_{side}_distal": distal.then(home), f"leg_{side}": HERE}


def _flesh(
    person: Person, side: str, size: LimbSize, frames: Mapping[str, Frame], pose: LimbPose, detail: float, above: float
) -> Part:
    """Skin and muscle around the leg as it now stands: as ``leg`` draws it, along the longer bones."""
    lowest = frames.get(f"femur_{side}_distal", frames[f"femur_{side}"])
    sole = frames.get(f"tibia_{side}_distal", frames[f"tibia_{side}"])
    forward = -22.0 * np.sin(np.deg2rad(pose.flexion) / 2)
    line: Array = np.stack([
        np.asarray(frames[f"femur_{side}"].origin),
        lowest.apply((0, forward, -size.femur_length)),
        sole.apply((0, 0, -size.tibia_length)),
    ])  # fmt: skip
    return soft(person, side, line, frames[f"foot_{side}"], size, detail, above=above)
