"""Annotation: the marks of one structure, by one observer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from measure.errors import ModelError, quoted
from measure.model._frozen import FrozenMap
from measure.model.anatomy import Structure
from measure.model.marks import Mark

_FLAG = re.compile(r"[a-z][a-z0-9_]{0,63}")


class ObserverKind(StrEnum):
    """Who placed marks or said something."""

    PERSON = "person"
    ALGORITHM = "algorithm"
    TABLE = "table"


class Status(StrEnum):
    """A draft stays a draft until a person confirms it."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"


class NotVisible(StrEnum):
    """Why a structure carries no marks although it was looked for."""

    CEMENT = "cement"
    IMPLANT = "implant"
    CROPPED = "cropped"
    OVER_EXPOSED = "over_exposed"
    UNDER_EXPOSED = "under_exposed"
    SUPERIMPOSED = "superimposed"
    MARKER = "marker"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Observer:
    """A person, an algorithm with its version, or a table of unknown authorship.

    Attributes
    ----------
    kind : ObserverKind
        Which of the three.
    name : str
        A pseudonym or login for a person, the name of the algorithm, "imported" for a table.
    version : str or None
        Required for an algorithm.
    """

    kind: ObserverKind
    name: str
    version: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ModelError("observer: expected a name, got an empty text")
        if self.kind is ObserverKind.ALGORITHM and not self.version:
            raise ModelError(f"observer {self.name!r}: an algorithm needs a version")


@dataclass(frozen=True, slots=True)
class Annotation:
    """Marks of one structure, or the reason why there are none.

    Attributes
    ----------
    structure : Structure
        What is annotated.
    marks : mapping of str to Mark
        Named marks, e.g. ``superior_anterior``. Image corners are named as seen on the
        picture (``superior_left``); anatomical ones after the body.
    observer : Observer
        Who placed them.
    status : Status
        Draft, or confirmed by a person.
    not_visible : NotVisible or None
        Why the structure has no marks.
    level_confidence : float or None
        Probability that the level is right, where an algorithm or a reader gives one.
    flags : tuple of str
        Doubts about the structure as a whole, in the words of the catalogue; every value that
        rests on its marks carries them.
    """

    structure: Structure
    observer: Observer
    marks: Mapping[str, Mark] = field(default_factory=FrozenMap)
    status: Status = Status.DRAFT
    not_visible: NotVisible | None = None
    level_confidence: float | None = None
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", FrozenMap(self.marks))
        if self.not_visible is not None and self.marks:
            raise ModelError(f"{self.structure.key}: has marks and is called not visible ({self.not_visible})")
        if self.level_confidence is not None and not 0 <= self.level_confidence <= 1:
            raise ModelError(f"{self.structure.key}: level confidence {self.level_confidence} is not in 0..1")
        wrong = next((flag for flag in self.flags if not _FLAG.fullmatch(flag)), None)
        if wrong is not None:
            raise ModelError(f"{self.structure.key}: flag {quoted(wrong)}: expected small letters, digits and _")
        if len(set(self.flags)) < len(self.flags):
            raise ModelError(f"{self.structure.key}: one flag comes twice; expected once")
