"""Trunk: bones of the chest and pelvis, and the soft tissue and gas around the spine."""

from measure.simulate.anatomy.trunk.arms import arms
from measure.simulate.anatomy.trunk.bend import Line, bent
from measure.simulate.anatomy.trunk.chest import chest_frames
from measure.simulate.anatomy.trunk.heights import HEIGHTS
from measure.simulate.anatomy.trunk.hip import hip
from measure.simulate.anatomy.trunk.pelvis import head_radius, hip_spacing, pelvis, sacral_distance, standing_tilt
from measure.simulate.anatomy.trunk.ribs import rib_pair
from measure.simulate.anatomy.trunk.shoulder import shoulder
from measure.simulate.anatomy.trunk.skull import skull
from measure.simulate.anatomy.trunk.sternum import sternum
from measure.simulate.anatomy.trunk.whole import trunk

__all__ = [
    "HEIGHTS", "Line", "arms", "bent", "trunk",
    "chest_frames", "hip", "pelvis", "rib_pair", "shoulder", "skull", "sternum",
    "head_radius", "hip_spacing", "sacral_distance", "standing_tilt",
]  # fmt: skip
