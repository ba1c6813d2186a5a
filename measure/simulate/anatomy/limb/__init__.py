"""Lower limb: bones sized by published morphometry, to be posed, cut and lengthened."""

from measure.simulate.anatomy.limb.edge import Edge
from measure.simulate.anatomy.limb.femur import femur, femur_segments
from measure.simulate.anatomy.limb.fibula import fibula
from measure.simulate.anatomy.limb.foot import foot
from measure.simulate.anatomy.limb.limb import STRAIGHT, LimbPose, leg, leg_frames, shaft
from measure.simulate.anatomy.limb.morphometry import LimbSize, limb_size
from measure.simulate.anatomy.limb.patella import patella
from measure.simulate.anatomy.limb.shaft import QUADRANTS, Shaft
from measure.simulate.anatomy.limb.soft import fat_thickness, soft, thigh
from measure.simulate.anatomy.limb.tibia import tibia, tibia_segments

__all__ = [
    "LimbSize", "limb_size",
    "LimbPose", "STRAIGHT", "leg", "leg_frames",
    "Shaft", "Edge", "QUADRANTS", "shaft",
    "femur", "femur_segments", "tibia", "tibia_segments", "fibula", "patella", "foot", "soft", "thigh", "fat_thickness",
]  # fmt: skip
