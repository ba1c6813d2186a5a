"""Procedures: what surgeons leave in a body and how it heals: spine implants, lengthened bones, calibrators."""

from measure.simulate.procedure.calibrators import calibration_ball, ruler, step_wedge
from measure.simulate.procedure.fixator import RailSize, RingSize, rail, rings
from measure.simulate.procedure.grain import Grain
from measure.simulate.procedure.healing import PATHWAYS, Pathway
from measure.simulate.procedure.lengthened import LengthenedLeg, lengthened_leg
from measure.simulate.procedure.lengthening import Device, Drift, LengtheningPlan, Phase, State, state
from measure.simulate.procedure.li import Density, Feature, Shape, li_type
from measure.simulate.procedure.nail import nail
from measure.simulate.procedure.nail_size import ENTRY, NailSize, fitting_nail, nail_line, on_nail
from measure.simulate.procedure.reaming import Bore, reamed
from measure.simulate.procedure.regenerate import bridging_days, regenerate
from measure.simulate.procedure.regenerate_truth import RegenerateTruth
from measure.simulate.procedure.segments import Segments, bone_pieces, segments
from measure.simulate.procedure.spine_cement import Leak
from measure.simulate.procedure.spine_course import CementFilling, SpineDay, SpineProcedure, implant_course, treated
from measure.simulate.procedure.spine_fixation import Cage, Fixation
from measure.simulate.procedure.spine_implants import ExpandableImplants
from measure.simulate.procedure.spine_site import Site, site

__all__ = [
    "ExpandableImplants", "CementFilling", "Leak", "Fixation", "Cage", "SpineProcedure", "treated", "Site", "site",
    "SpineDay", "implant_course",
    "LengtheningPlan", "Device", "Drift", "Phase", "State", "state", "Segments", "segments", "bone_pieces",
    "LengthenedLeg", "lengthened_leg",
    "Grain", "Pathway", "PATHWAYS", "Shape", "Feature", "Density", "li_type", "regenerate", "RegenerateTruth",
    "bridging_days", "NailSize", "nail", "nail_line", "on_nail", "fitting_nail", "ENTRY", "Bore", "reamed",
    "RailSize", "rail", "RingSize", "rings", "calibration_ball", "ruler", "step_wedge",
]  # fmt: skip
