"""Solid: a mesh of one material; Part and Body: solids and marks that move together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from measure.simulate.solids.frame import Frame
from measure.simulate.solids.mesh import Mesh, merged

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """A closed mesh filled with one material, which takes the place of another.

    Attributes
    ----------
    mesh : Mesh
        Surface.
    material : str
        What it is made of (``measure.simulate.matter``).
    within : str
        What would be there without it: cancellous bone lies within cortical bone, cortical
        bone within soft tissue, soft tissue within air. So that shells are made by a solid in a solid.
    density : float
        Times the material's own density. Spongy bone of 0.7 has lost 30 % of its bars; marrow fills the room.
    within_density : float
        The same, of what it displaces.
    """

    mesh: Mesh
    material: str
    within: str = "soft"
    density: float = 1.0
    within_density: float = 1.0

    def at(self, frame: Frame) -> "Solid":
        """The solid as it stands in a frame."""
        return self.over(self.mesh.at(frame))

    def over(self, mesh: Mesh) -> "Solid":
        """The same stuff in another shape."""
        return Solid(mesh, self.material, self.within, self.density, self.within_density)


Marks = Mapping[str, Array]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What moves as one: solids, and the true marks of the structures it carries.

    Attributes
    ----------
    solids : tuple of Solid
        In the part's own frame, mm.
    marks : mapping of str to mapping of str to ndarray
        Structure key (``vertebra:L1``) to named marks: shape (3,) a point, shape (k, 3) a line.
    """

    solids: tuple[Solid, ...] = ()
    marks: Mapping[str, Marks] = field(default_factory=dict)

    def at(self, frame: Frame) -> "Part":
        """The part as it stands in a frame."""
        marks = {key: {name: frame.apply(mark) for name, mark in named.items()} for key, named in self.marks.items()}
        return Part(tuple(solid.at(frame) for solid in self.solids), marks)

    def and_(self, *others: "Part") -> "Part":
        """One part with others; marks of one structure are put together."""
        marks: dict[str, dict[str, Array]] = {key: dict(named) for key, named in self.marks.items()}
        for other in others:
            for key, named in other.marks.items():
                marks.setdefault(key, {}).update(named)
        return Part(self.solids + tuple(s for other in others for s in other.solids), marks)

    def packed(self) -> "Part":
        """The same with one mesh per material and density: fewer pieces to move and draw."""
        return Part(packed(self.solids), self.marks)


Body = Mapping[str, Part]
"""Parts by the name of the frame that carries them: ``L1``, ``trunk``, ``pelvis``."""


def posed(body: Body, frames: Mapping[str, Frame]) -> Part:
    """Whole body as one part, every part in its frame.

    Parameters
    ----------
    body : mapping of str to Part
        Parts by frame.
    frames : mapping of str to Frame
        Where each frame stands; a part whose frame is not named is left out of the scene.

    Returns
    -------
    Part
        All solids and marks, in the room.
    """
    return Part().and_(*(part.at(frames[name]) for name, part in body.items() if name in frames))


def packed(solids: Iterable[Solid]) -> tuple[Solid, ...]:
    """Solids with one mesh for each material, density and surrounding."""
    groups: dict[tuple[str, str, float, float], list[Solid]] = {}
    for solid in solids:
        groups.setdefault((solid.material, solid.within, solid.density, solid.within_density), []).append(solid)
    return tuple(group[0].over(merged(s.mesh for s in group)) for group in groups.values())
