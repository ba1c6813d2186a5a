"""Where on the body: levels, bones, sides, views, and the key that names one structure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from measure.errors import ModelError, quoted


class View(StrEnum):
    """Projection of a film. AP and PA are one view here: the coronal plane."""

    FRONTAL = "frontal"
    LATERAL = "lateral"
    OBLIQUE = "oblique"


class Side(StrEnum):
    """Side of the patient, never of the picture."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"
    MIDLINE = "midline"


class Facing(StrEnum):
    """Side of the picture that the patient's front points to on a lateral film."""

    LEFT = "left"
    RIGHT = "right"


class Posture(StrEnum):
    """How the patient was held while the film was taken."""

    STANDING = "standing"
    SITTING = "sitting"
    SUPINE = "supine"
    PRONE = "prone"
    LATERAL_DECUBITUS = "lateral_decubitus"


class StructureKind(StrEnum):
    """What sort of thing is annotated."""

    VERTEBRA = "vertebra"
    FEMUR = "femur"
    TIBIA = "tibia"
    FIBULA = "fibula"
    HUMERUS = "humerus"
    RADIUS = "radius"
    ULNA = "ulna"
    MANDIBLE = "mandible"
    MAXILLA = "maxilla"
    PELVIS = "pelvis"
    FEMORAL_HEAD = "femoral_head"
    REGENERATE = "regenerate"
    IMPLANT = "implant"
    CALIBRATOR = "calibrator"


class Level(StrEnum):
    """Vertebral level from C1 down to S1, transitional T13 and L6 included.

    An unnumbered vertebra has no level (``None``), never a guessed one.
    """

    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    C5 = "C5"
    C6 = "C6"
    C7 = "C7"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6 = "T6"
    T7 = "T7"
    T8 = "T8"
    T9 = "T9"
    T10 = "T10"
    T11 = "T11"
    T12 = "T12"
    T13 = "T13"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    L6 = "L6"
    S1 = "S1"


LEVELS: tuple[Level, ...] = tuple(Level)
_RANK = {level: rank for rank, level in enumerate(LEVELS)}
# Levels that most people do not have; a count steps over them unless they are there, and
# over L5 and T12 where a person has one fewer (T11 above L1, L4 above S1) only if stated.
TRANSITIONAL = frozenset({Level.T13, Level.L6})


def parse_level(text: str) -> Level | None:
    """Level from what people write; ``None`` for an empty or an "unnumbered" cell.

    Parameters
    ----------
    text : str
        "L1", "l1", "Th12", "D12", " T 12 ", "unnumbered" or "".

    Returns
    -------
    Level or None
        The level, or None where the vertebra is unnumbered.

    Raises
    ------
    ModelError
        If the text is no level.

    Examples
    --------
    >>> parse_level("Th12"), parse_level("d 7"), parse_level("unnumbered")
    (<Level.T12: 'T12'>, <Level.T7: 'T7'>, None)
    """
    cleaned = text.strip().upper().replace(" ", "")
    if cleaned in ("", "UNNUMBERED", "NONE", "?"):
        return None
    cleaned = cleaned.replace("TH", "T", 1) if cleaned.startswith("TH") else cleaned
    cleaned = "T" + cleaned[1:] if cleaned.startswith("D") else cleaned
    try:
        return Level(cleaned)
    except ValueError:
        raise ModelError(f"level {quoted(text)}: expected C1..C7, T1..T13, L1..L6, S1 or unnumbered") from None


def parse_anchor(text: str) -> tuple[int, Level]:
    """Place in the chain, from 1, and its level, as a level anchor states them.

    Parameters
    ----------
    text : str
        ``3=L1``: the third vertebra of the film is L1.

    Returns
    -------
    (int, Level)

    Raises
    ------
    ModelError
        If it is none.

    Examples
    --------
    >>> parse_anchor("3=L1")
    (3, <Level.L1: 'L1'>)
    """
    place, _, name = (part.strip() for part in text.partition("="))
    level = parse_level(name)
    if not place.isdecimal() or level is None:
        raise ModelError(f"expected a place and a level such as 3=L1, got {quoted(text)}")
    return int(place), level


def rank(level: Level) -> int:
    """Place of a level counted from C1 = 0, for sorting head to tail."""
    return _RANK[level]


def neighbour(level: Level, offset: int, present: Collection[Level] = ()) -> Level | None:
    """Level ``offset`` steps further down (+) or up (−) the same spine.

    T13 and L6 count only if they are among the levels ``present`` on the film.

    Parameters
    ----------
    level : Level
        Where to start.
    offset : int
        Steps towards the sacrum (+) or the head (−).
    present : collection of Level, optional
        Levels known to exist in this patient.

    Returns
    -------
    Level or None
        None beyond C1 or S1.

    Examples
    --------
    >>> str(neighbour(Level.L1, -1)), str(neighbour(Level.L1, -1, {Level.T13}))
    ('T12', 'T13')
    """
    ladder = [lv for lv in LEVELS if lv not in TRANSITIONAL or lv in present or lv == level]
    place = ladder.index(level) + offset
    return ladder[place] if 0 <= place < len(ladder) else None


@dataclass(frozen=True, slots=True)
class Structure:
    """One anatomical structure on a film: what rows, annotations and traces are keyed by.

    Attributes
    ----------
    kind : StructureKind
        What it is.
    level : Level or None
        Vertebral level; None = unnumbered.
    ordinal : int or None
        Place among the annotated structures of its kind, counted from the top, from 1.
    side : Side or None
        Side of the patient, for paired structures.
    part : str or None
        A part of it: ``proximal``, ``distal``.

    Examples
    --------
    >>> Structure(StructureKind.VERTEBRA, level=Level.L1).key
    'vertebra:L1'
    >>> Structure(StructureKind.VERTEBRA, ordinal=3).key
    'vertebra:#3'
    >>> Structure(StructureKind.FEMUR, side=Side.LEFT, part="proximal").key
    'femur:left:proximal'
    """

    kind: StructureKind
    level: Level | None = None
    ordinal: int | None = None
    side: Side | None = None
    part: str | None = None

    def __post_init__(self) -> None:
        if self.ordinal is not None and self.ordinal < 1:
            raise ModelError(f"structure ordinal: expected 1 or more, got {self.ordinal}")
        if self.kind is StructureKind.VERTEBRA and self.level is None and self.ordinal is None:
            raise ModelError("a vertebra needs a level or an ordinal; both are missing")

    @property
    def key(self) -> str:
        """Text that names the structure within one film, the same in every output."""
        name = str(self.level) if self.level else (f"#{self.ordinal}" if self.ordinal else None)
        return ":".join(str(part) for part in (self.kind, name, self.side, self.part) if part)

    @property
    def label(self) -> str:
        """Short name for a person: ``L1``, ``#3``, ``left femur``."""
        if self.kind is StructureKind.VERTEBRA:
            return str(self.level) if self.level else f"#{self.ordinal}"
        return " ".join(str(p) for p in (self.side, self.part, self.kind) if p)
