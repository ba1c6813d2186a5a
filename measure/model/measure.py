"""Measure: one entry of the catalogue, as data, with the function that computes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from measure.errors import ModelError
from measure.model._frozen import FrozenMap
from measure.model.anatomy import Posture, StructureKind, View
from measure.model.trace import Role


class Kind(StrEnum):
    """Sort of quantity: decides what scale does to it."""

    LENGTH = "length"
    AREA = "area"
    ANGLE = "angle"
    RATIO = "ratio"
    DENSITY = "density"
    INDEX = "index"
    GRADE = "grade"


class Scope(StrEnum):
    """What one value belongs to."""

    STRUCTURE = "structure"
    FILM = "film"
    VISIT = "visit"
    COURSE = "course"


class Propagation(StrEnum):
    """How the uncertainty of the marks becomes that of the value."""

    JACOBIAN = "jacobian"
    RESAMPLE = "resample"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a measure must be given, as data.

    Attributes
    ----------
    structure : StructureKind
        The structure it is about.
    marks : tuple of str
        Names of marks, in the order the function takes them. A prefix says whose:

        ======================  ==================================================
        ``superior_anterior``   of the structure itself
        ``above.`` ``below.``   of the next structure up or down (relative −1, +1)
        ``T4.`` … ``S1.``       of a named level (a span)
        ``cranial_end.``        of the stated upper end vertebra
        ``caudal_end.``         of the stated lower end vertebra
        ``each.``               of every structure, head to tail, as one array
        ``expected.``           of the vertebrae that predict the height of this one,
                                as one array (see ``catalog.references``)
        ``predicted.``          of up to four neighbours, with weights from the norms
        ``hips.``               of the hip axis, the middle of both femoral heads
        ======================  ==================================================
    values : tuple of str
        What a measure of a course, or one made from others, takes: ids of measures. In a
        course ``before.`` and ``after.`` say at which of the two visits.
    views : tuple of View
        Films it can be read on.
    scale : bool
        Whether it is meaningless without millimetres of the patient (calibrated or estimated).
    aspect : bool
        Whether it is meaningless on a picture resized by an unknown factor.
    pixels : bool
        Whether it reads grey values.
    minimum : int
        How many structures ``each.`` must find.
    norms : tuple of str
        Ratios whose norm at its level the function takes as ``norms``.
    stated : tuple of str
        Topics that must be stated, e.g. ``end_vertebrae``.
    posture : Posture or None
        How the patient must be held for the value to mean what it says; else it is flagged.
    adult : bool
        Whether it is not for children: their vertebrae are still growing.
    visits : int
        How many visits a measure of a course needs.
    events : tuple of str
        Events a measure of a course needs.
    """

    structure: StructureKind = StructureKind.VERTEBRA
    marks: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    views: tuple[View, ...] = (View.LATERAL,)
    scale: bool = False
    aspect: bool = False
    pixels: bool = False
    minimum: int = 1
    norms: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    posture: Posture | None = None
    adult: bool = False
    visits: int = 0
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """What readers vary by beyond the noise of their points, as a sd added in quadrature.

    Attributes
    ----------
    absolute : float
        In the unit of the measure (mm for a length).
    relative : float
        Fraction of the value, for lengths on films without millimetres.
    """

    absolute: float = 0.0
    relative: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of the trace, by the names of the marks it runs through.

    Attributes
    ----------
    role : Role
        path, arm, region or point.
    marks : tuple of str
        Names as in ``Needs.marks``; for a curve found in a chain, ``cranial.`` and
        ``caudal.`` name the end vertebrae it found.
    name : str
        What it is.
    """

    role: Role
    marks: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A doubt that a measure raises about its own value.

    Attributes
    ----------
    flag : str
        Flag to raise where ``test`` is true.
    marks : tuple of str
        Marks the test takes, named as in ``Needs.marks``.
    test : callable
        Arrays of points in, array of bool out.
    missing_flag : str or None
        Flag to raise where the marks for the test are not there.
    """

    flag: str
    marks: tuple[str, ...]
    test: Callable[..., Any]
    missing_flag: str | None = None


@dataclass(frozen=True, slots=True)
class Grades:
    """Steps that turn a continuous value into a grade.

    Attributes
    ----------
    cuts : tuple of float
        Lower ends of grades 1, 2, ...; below the first the grade is 0.
    names : tuple of str
        Name of each grade, one more than there are cuts.
    unit : str
        Unit of the continuous value.
    upper : bool
        Whether a value on a cut still belongs to the grade below it (Meyerding) rather than
        to the one above (Genant).
    """

    cuts: tuple[float, ...]
    names: tuple[str, ...]
    unit: str = "%"
    upper: bool = False

    def __post_init__(self) -> None:
        if len(self.names) != len(self.cuts) + 1 or list(self.cuts) != sorted(self.cuts):
            raise ModelError(f"grades: expected rising cuts and one name more, got {self.cuts} and {self.names}")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: what it means, what it needs, how it is computed and drawn.

    Attributes
    ----------
    id : str
        Name in the field's own words, snake case.
    title : str
        Name for a person.
    short : str
        Heading of a narrow column: ``Ha``, ``Beck``.
    kind, scope, unit
        ``unit`` is UCUM; a length becomes ``{pixel}`` on a film without a scale.
    needs : Needs
        Its inputs.
    function : callable
        Arrays of points in (…, 2), array of values out; see the rooms ``spine`` and ``limb``.
    part : int or None
        Place of this measure in the joint result of its function, where several measures
        share one function and are computed (and redrawn) together.
    definition : str
        One or two sentences that a clinician can check.
    references : tuple of str
        Sources.
    version : str
        Raised when a definition changes, so that old and new values are never mixed.
    propagation : Propagation
        How its sd is made.
    floor : Floor
        Model floor.
    lines : tuple of Line
        Its trace.
    checks : tuple of Check
        Doubts about its own value.
    null : callable or None
        Takes the marks, gives them as they would lie with nothing to find (a straight
        spine): what the measure reads there, from noise alone, is reported beside it.
    codes : mapping of str to str
        Coding scheme to code value.
    decimals : int
        For display only; full precision is stored.
    default : bool
        Whether it is measured without being asked for.
    treated : bool
        Whether it is measured at treated levels without being asked for.
    site : str or None
        anterior, middle, posterior: the topographical modifier.
    plausible : tuple of float or None
        Lowest and highest value that a patient can have, in ``unit``: a typed or imported
        value outside is refused.
    grades : Grades or None
        For a grade: the steps; ``function`` then gives the continuous value.
    """

    id: str
    title: str
    kind: Kind
    unit: str
    needs: Needs
    function: Callable[..., Any]
    definition: str
    references: tuple[str, ...]
    short: str
    scope: Scope = Scope.STRUCTURE
    version: str = "1"
    propagation: Propagation = Propagation.JACOBIAN
    floor: Floor = Floor()
    lines: tuple[Line, ...] = ()
    checks: tuple[Check, ...] = ()
    null: Callable[..., Any] | None = None
    part: int | None = None
    codes: Mapping[str, str] = field(default_factory=FrozenMap)
    decimals: int = 1
    default: bool = True
    treated: bool = False
    site: str | None = None
    plausible: tuple[float, float] | None = None
    grades: Grades | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", FrozenMap(self.codes))
        if not self.id.isidentifier() or self.id != self.id.lower():
            raise ModelError(f"measure id {self.id!r}: expected lower-case words joined by _")
        if (self.kind is Kind.GRADE) != (self.grades is not None):
            raise ModelError(f"measure {self.id}: expected grades exactly where it is a grade")
        if not self.definition or not self.references:
            raise ModelError(f"measure {self.id}: expected a definition and at least one reference")
