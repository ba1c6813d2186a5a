"""Drafts: what the detector says of one film, as the scores want it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from measure.detect import Refusal, detect
from measure.model import Annotation, Facing, Film, Origin, Point, Reading, Statement, StructureKind, Topic, View

Array = NDArray[np.float64]
CORNERS = tuple(f"{edge}_{end}" for edge in ("superior", "inferior") for end in ("left", "right"))
ENDS = {Facing.LEFT: ("anterior", "posterior"), Facing.RIGHT: ("posterior", "anterior")}


@dataclass(frozen=True, slots=True, eq=False)
class Vertebra:
    """One vertebra of a reading.

    Attributes
    ----------
    key, label : str
        As ``Structure`` has them.
    numbered : bool
        Whether it has a level.
    confidence : float or None
        That the level is right.
    marks : dict of str to ndarray
        Points named as seen on the picture, (row, col).
    hidden : str or None
        Why it has no marks.
    flags : tuple of str
        Doubts.
    """

    key: str
    label: str
    numbered: bool
    confidence: float | None
    marks: Mapping[str, Array]
    hidden: str | None
    flags: tuple[str, ...] = ()

    @property
    def quad(self) -> Array | None:
        """Its four corners; one that is hidden is where it makes a parallelogram. None where two are."""
        known = [name for name in CORNERS if name in self.marks]
        if len(known) < 3:
            return None
        quad = np.array([self.marks.get(name, (np.nan, np.nan)) for name in CORNERS])
        for k in range(4):
            if CORNERS[k] not in self.marks:
                quad[k] = quad[k ^ 1] + quad[k ^ 2] - quad[k ^ 3]
        return quad


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """What came out for a film.

    Attributes
    ----------
    reading : Reading or None
        The draft itself.
    refused : str or None
        Code of the refusal.
    vertebrae : tuple of Vertebra
        Head to tail, the sacrum too.
    stated : dict of str to str
        What the detector says of the film, by topic.
    """

    reading: Reading | None
    refused: str | None = None
    vertebrae: tuple[Vertebra, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)

    def flags(self) -> dict[str, int]:
        """Every doubt, and how many vertebrae have it."""
        return dict(Counter(flag for one in self.vertebrae for flag in one.flags))

    def bodies(self) -> list[Vertebra]:
        """Vertebrae with all four corners, without the sacrum."""
        return [one for one in self.vertebrae if one.quad is not None and one.label != "S1"]

    def quads(self) -> Array:
        """Corners of ``bodies``, shape (n, 4, 2)."""
        return np.array([one.quad for one in self.bodies()]).reshape(-1, 4, 2)


def drafted(film: Film, statements: Iterable[Statement] = ()) -> Draft:
    """Run the detector."""
    found = detect(film, tuple(statements))
    if isinstance(found, Refusal):
        return Draft(None, str(found.why))
    return of_reading(found)


def of_reading(reading: Reading) -> Draft:
    """A reading as a draft: true ones too."""
    stated = {str(s.topic): s.value for s in reading.statements}
    facing = Facing(stated["facing"]) if "facing" in stated else Facing.LEFT
    found = tuple(_vertebra(one, facing) for one in reading.of_kind(StructureKind.VERTEBRA))
    return Draft(reading, None, found, stated)


def view_stated(view: View) -> tuple[Statement, ...]:
    """What a user says who knows the view."""
    return (Statement(Topic.VIEW, str(view), Origin.COMMAND),)


def _vertebra(one: Annotation, facing: Facing) -> Vertebra:
    left, right = ENDS[facing]
    marks = {}
    for name, mark in one.marks.items():
        if isinstance(mark, Point):
            edge, _, end = name.partition("_")
            end = {left: "left", right: "right"}.get(end, end)
            marks[f"{edge}_{end}"] = np.array([mark.row, mark.col])
    hidden = str(one.not_visible) if one.not_visible else None
    structure = one.structure
    return Vertebra(
        structure.key, structure.label, structure.level is not None, one.level_confidence, marks, hidden, one.flags
    )
