"""Seen: the marks of a structure in the room, and where they fall on one film."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from measure.model import Level, Side, Structure, StructureKind, View
from measure.simulate.rays import Beam
from measure.simulate.solids import Part
from measure.simulate.truth.widths import across_the_rays

Array = NDArray[np.float64]
EDGES = ("superior", "inferior")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One structure with its true marks.

    Attributes
    ----------
    key : str
        What it is: the key of a structure, or ``rib:T5:left`` and the like, which no reading holds.
    structure : Structure or None
        What a reading calls it.
    room : mapping of str to ndarray
        Marks in the room in mm: shape (3,) a point, shape (k, 3) a line, shape () a number of mm.
    film : mapping of str to ndarray
        The same marks in pixels, (row, col), under the names that a reader uses on this view.
    magnification : tuple of float
        Of the mean of its points that are read on this view: detector length over true length, down and across the
        film. A slot scanner magnifies across only.
    hidden : str or None
        Why it cannot be read: ``cropped``, ``implant``, ``cement``, ``under_exposed``, ``over_exposed``.
    hidden_marks : mapping of str to str
        The same for single points.
    """

    key: str
    structure: Structure | None
    room: Mapping[str, Array]
    film: Mapping[str, Array]
    magnification: tuple[float, float]
    hidden: str | None = None
    hidden_marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level | None:
        """Vertebral level, of a vertebra."""
        return self.structure.level if self.structure else None

    def read_on(self, view: View) -> bool:
        """Whether a reader marks it on this view: frontal curves are read on the chest and the loin alone."""
        return not (view is View.FRONTAL and self.level) or str(self.level)[0] in "TL"

    def points(self) -> dict[str, Array]:
        """Single points on the film."""
        return {name: mark for name, mark in self.film.items() if mark.ndim == 1}


@cache
def structure_of(key: str) -> Structure | None:
    """Structure from its key; None for what readings do not know.

    Examples
    --------
    >>> structure_of("femur:left:proximal").label, structure_of("rib:T5:left")
    ('left proximal femur', None)
    """
    kind, *rest = key.split(":")
    if kind not in set(StructureKind):
        return None
    level = next((Level(word) for word in rest if word in Level.__members__), None)
    side = next((Side(word) for word in rest if word in set(Side)), None)
    part = next((word for word in rest if word not in Level.__members__ and word not in set(Side)), None)
    return Structure(StructureKind(kind), level=level, side=side, part=part)


def look(part: Part, beam: Beam, view: View, kinds: Collection[StructureKind] | None = None) -> list[Seen]:
    """Marks of every structure of a scene as one film shows them.

    Parameters
    ----------
    part : Part
        The whole scene in the room.
    beam : Beam
        Rays.
    view : View
        Decides which marks are read: six points on a lateral film, four corners on a frontal one.
    kinds : collection of StructureKind, optional
        Only these, and of their marks only those that are read: all that training needs.

    Returns
    -------
    list of Seen
        Vertebrae from the head down, then all else by name; those wholly off the film are left out.
    """
    room = {
        key: across_the_rays({name: np.asarray(mark, float) for name, mark in marks.items()}, beam)
        for key, marks in part.marks.items()
    }
    if kinds is not None:
        found = {key: structure_of(key) for key in room}
        room = {
            key: {name: marks[name] for name in _names(found[key], view, marks)}
            for key, marks in room.items()
            if (one := found[key]) is not None and one.kind in kinds
        }
    at = _projected(room, beam)
    size = np.array([beam.rows, beam.cols])
    seen = []
    for key, marks in room.items():
        names = [name for name, mark in marks.items() if mark.ndim]
        spots = np.concatenate([at[key, name].reshape(-1, 2) for name in names]) if names else np.zeros((0, 2))
        if not ((spots >= -0.5) & (spots <= size - 0.5)).all(axis=-1).any():
            continue
        structure = structure_of(key)
        film = {named: at[key, name] for name, named in _names(structure, view, marks).items()}
        read = [name for name in _names(structure, view, marks) if marks[name].ndim == 1] or names
        middle = np.mean([marks[name].reshape(-1, 3).mean(axis=0) for name in read], axis=0)
        seen.append(Seen(structure.key if structure else key, structure, marks, film, beam.magnified(middle)))
    order = {level: place for place, level in enumerate(Level)}
    return sorted(seen, key=lambda one: (order[one.level] if one.level else len(order), one.key))


def _projected(room: Mapping[str, Mapping[str, Array]], beam: Beam) -> dict[tuple[str, str], Array]:
    """Every mark on the film, by structure and name."""
    names = [(key, name) for key, marks in room.items() for name, mark in marks.items() if mark.ndim]
    if not names:
        return {}
    marks = [room[key][name].reshape(-1, 3) for key, name in names]
    at = np.split(beam.project(np.concatenate(marks)), np.cumsum([len(mark) for mark in marks])[:-1])
    return {
        (key, name): spot.reshape(*room[key][name].shape[:-1], 2) for (key, name), spot in zip(names, at, strict=True)
    }


def _names(structure: Structure | None, view: View, marks: Mapping[str, Array]) -> dict[str, str]:
    """Mark in the room to the name it has on this view; what is not read on this view is left out."""
    if structure is None or structure.kind is not StructureKind.VERTEBRA:
        return {name: name for name, mark in marks.items() if mark.ndim}
    if view is View.LATERAL:
        wanted = {f"{edge}_{end}": f"{edge}_{end}" for edge in EDGES for end in ("anterior", "middle", "posterior")}
        wanted |= {f"{edge}_contour": f"{edge}_endplate" for edge in EDGES}
    else:
        # The picture shows the patient from the front: the patient's left is on its right.
        sides = (("patient_right", "left"), ("patient_left", "right"))
        wanted = {f"{edge}_{whose}": f"{edge}_{seen}" for edge in EDGES for whose, seen in sides}
        wanted |= {f"pedicle_{whose}": f"pedicle_{seen}" for whose, seen in sides}
    return {name: named for name, named in wanted.items() if name in marks}
