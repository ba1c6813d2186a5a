"""Scene: everything that stands between tube and detector when one film is taken."""

from dataclasses import dataclass, field
from typing import Any

from measure.simulate.rays import Beam, path_lengths
from measure.simulate.rays.field import Field, field_lengths
from measure.simulate.solids import Part


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Solids with their marks, and densities that have no surface.

    Attributes
    ----------
    part : Part
        In the room, posed.
    mineral : tuple of Field
        Bone as a share of cortical bone, in the room; it takes the place of soft tissue.
    more : dict
        What else is true of the patient: densities, device lengths, angles asked for.
    """

    part: Part
    mineral: tuple[Field, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def lengths(self, beam: Beam) -> dict[str, Any]:
        """Path lengths of every ray by material, mm."""
        maps: dict[str, Any] = dict(path_lengths(self.part.solids, beam))
        for density in self.mineral:
            bone = field_lengths(density, beam)
            for material, sign in (("cortical", 1.0), ("soft", -1.0)):
                maps[material] = maps[material] + sign * bone if material in maps else sign * bone
        return maps
