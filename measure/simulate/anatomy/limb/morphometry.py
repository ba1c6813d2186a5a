"""Morphometry: the published sizes of the lower limb, and those of one person."""

import csv
import math
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files

from measure.errors import SimulationError
from measure.simulate.anatomy.bone import kept, spongy
from measure.simulate.anatomy.person import Person


@dataclass(frozen=True, slots=True)
class LimbSize:
    """One lower limb in millimetres and degrees; both sides of a person have the same unless stated.

    Angles hold in the rest pose: ``mldfa`` lateral between the femur's mechanical axis and its condyles, ``mpta``
    medial between the tibia's mechanical axis and the plateau, ``ldta`` lateral at the ankle, ``jlca`` between
    condyles and plateau, open laterally where positive, ``neck_shaft`` between the neck and the top of the shaft in
    space, ``anteversion`` of the neck against the condyles, seen along the mechanical axis.
    Sources and meanings of the sizes: ``morphometry.csv``.

    Attributes
    ----------
    femur_length, tibia_length : float
        Mechanical: centre of the head to the condyles' tangent, plateau to plafond, in the middle.
    cortex : float
        Thickness of the cortex times a young adult's.
    spongiosa : float
        Density of cancellous bone times a young adult's.
    growing : bool
        Whether growth plates are open.
    """

    femur_length: float
    head_diameter: float
    neck_width: float
    neck_depth: float
    offset: float
    neck_shaft: float
    anteversion: float
    bow_radius: float
    femur_width: float
    femur_canal: float
    knee_width: float
    knee_depth: float
    notch_width: float
    mldfa: float
    mpta: float
    jlca: float
    ldta: float
    tibia_length: float
    tibia_slope: float
    plateau_width: float
    plateau_depth: float
    tibia_width: float
    tibia_canal: float
    plafond_width: float
    dome_radius: float
    fibula_width: float
    patella_width: float
    foot_length: float
    torsion: float
    cortex: float = 1.0
    spongiosa: float = 1.0
    growing: bool = False

    @property
    def offset_along(self) -> float:
        """Length of the neck's axis, from the centre of the head to the axis of the shaft."""
        return self.offset / math.sin(math.radians(self.neck_shaft))

    @property
    def hka(self) -> float:
        """Varus of hip, knee and ankle in degrees, 0 for a straight leg; valgus is negative."""
        return self.mldfa - self.mpta + self.jlca


@cache
def published() -> dict[str, tuple[float, float, float, bool]]:
    """Mean of women and men, standard deviation, and whether it grows with stature, by name of the size."""
    text = files("measure.simulate.anatomy.limb").joinpath("morphometry.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {r["name"]: (float(r["F"]), float(r["M"]), float(r["sd"]), r["scaled"] == "1") for r in rows}


def limb_size(person: Person, **stated: object) -> LimbSize:
    """Sizes of a person's leg: published means by sex and stature, with individual variation.

    Parameters
    ----------
    person : Person
        Whose.
    **stated
        Attributes of ``LimbSize`` that shall be as stated: ``mldfa=94.0`` for a varus femur.

    Returns
    -------
    LimbSize

    Examples
    --------
    >>> size = limb_size(Person(sex="M", stature=1800.0), mldfa=92.0)
    >>> size.mldfa, 430 < size.femur_length < 490
    (92.0, True)
    """
    wrong = sorted(set(stated) - {f.name for f in fields(LimbSize)})
    if wrong:
        raise SimulationError(f"limb: expected sizes of LimbSize, got {', '.join(wrong)}")
    rng, column = person.rng("limb"), 0 if person.sex == "F" else 1
    drawn = {}
    for name, (*means, sd, scaled) in published().items():
        spread = sd * min(max(float(rng.normal()), -2.2), 2.2)
        drawn[name] = (means[column] + spread) * (person.size if scaled else 1.0)
    # Before the growth spurt bones are slimmer in their walls and wider in their ends than a small adult's.
    young = 1.0 if person.grown else 0.9
    size = LimbSize(**drawn, cortex=young * kept(person), spongiosa=spongy(person), growing=not person.grown)
    return replace(size, **stated)  # type: ignore[arg-type]
