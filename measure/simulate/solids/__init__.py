"""Bodies as closed meshes in mm: frames, shapes, solids and the parts they make.

Patient axes everywhere: x to the patient's left, y to the back, z to the head.
"""

from measure.simulate.solids.frame import HERE, Frame, rotation
from measure.simulate.solids.mesh import Mesh, merged
from measure.simulate.solids.shapes import ball, box, ellipsoid, loft, ring, tube
from measure.simulate.solids.solid import Body, Part, Solid, packed, posed

__all__ = [
    "Frame", "HERE", "rotation",
    "Mesh", "merged",
    "loft", "ring", "tube", "ball", "ellipsoid", "box",
    "Solid", "Part", "Body", "packed", "posed",
]  # fmt: skip
