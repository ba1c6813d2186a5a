"""Spine: vertebrae of one person, and how they are stacked."""

from measure.simulate.anatomy.spine.alignment import Alignment, Curve, Slip
from measure.simulate.anatomy.spine.column import Column, column
from measure.simulate.anatomy.spine.drawn import Kind, grown_in_curves, some_alignment, with_curved_bodies, with_slip
from measure.simulate.anatomy.spine.findings import SOUND, Finding, Osteophyte, SchmorlNode, fracture
from measure.simulate.anatomy.spine.posture import in_posture, opened
from measure.simulate.anatomy.spine.sacrum import sacrum
from measure.simulate.anatomy.spine.size import VertebraSize
from measure.simulate.anatomy.spine.sizes import sizes
from measure.simulate.anatomy.spine.truth import TrueAngles, true_angles
from measure.simulate.anatomy.spine.vertebra import vertebra

__all__ = [
    "SOUND", "Finding", "Osteophyte", "SchmorlNode", "VertebraSize", "fracture", "sacrum", "sizes", "vertebra",
    "Alignment", "Curve", "Kind", "Slip", "grown_in_curves", "in_posture", "opened", "some_alignment",
    "with_curved_bodies", "with_slip",
    "Column", "column", "TrueAngles", "true_angles",
]  # fmt: skip
