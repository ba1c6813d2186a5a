"""Some alignment: columns drawn at random as they are found in people."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np

from measure.model import Level, Side
from measure.model.anatomy import rank
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.alignment import Alignment, Curve, Slip
from measure.simulate.anatomy.spine.findings import SOUND, Finding
from measure.simulate.anatomy.spine.size import VertebraSize
from measure.simulate.anatomy.spine.tilts import coronal_tilts
from measure.simulate.anatomy.trunk.pelvis import hip_spacing, sacral_distance


class Kind(StrEnum):
    """What the coronal curves look like; sides are the usual ones and are exchanged in some people."""

    STRAIGHT = "straight"
    THORACIC = "thoracic"
    THORACOLUMBAR = "thoracolumbar"
    LUMBAR = "lumbar"
    DOUBLE = "double"


# Upper end, apex, lower end, convexity, share of the asked Cobb angle, apical rotation (see ``Curve``).
_CURVES: dict[Kind, tuple[tuple[str, str, str, Side, float, float], ...]] = {
    Kind.STRAIGHT: (("T4", "T8", "T12", Side.RIGHT, 1.0, 0.0),),
    Kind.THORACIC: (("T5", "T8", "T12", Side.RIGHT, 1.0, 0.32), ("T12", "L2", "L4", Side.LEFT, 0.55, 0.25)),
    Kind.THORACOLUMBAR: (("T10", "T12", "L3", Side.LEFT, 1.0, 0.28),),
    Kind.LUMBAR: (("T11", "L2", "L4", Side.LEFT, 1.0, 0.25), ("T5", "T8", "T11", Side.RIGHT, 0.4, 0.32)),
    Kind.DOUBLE: (("T5", "T8", "T11", Side.RIGHT, 1.0, 0.32), ("T11", "L2", "L4", Side.LEFT, 0.9, 0.25)),
}
# Share of a segment's coronal wedge that lies in the body: 62 % in thoracic, 31 % in thoracolumbar, 23 % in lumbar
# curves (110 patients, Ding et al. 2011, doi 10.3969/j.issn.1004-406x.2011.09.02); after growth has ended none is new.
_IN_BODY = {"T": 0.62, "L": 0.27}


def some_alignment(rng: np.random.Generator, person: Person, kind: str = Kind.STRAIGHT, cobb: float = 0.0) -> Alignment:
    """Alignment of a standing person, drawn at random.

    Pelvic incidence after 709 adults (Eur Spine J 2011;20 Suppl 5:572, doi 10.1007/s00586-011-1923-2: 32-74 within
    two sd), how tilt and lordosis follow it after 268 (Eur Spine J 2016, doi 10.1007/s00586-016-4485-5), kyphosis
    after 455 (BMC Musculoskelet Disord 2024, doi 10.1186/s12891-024-07490-2) and how it grows with age after 280
    (AJNR 2005;26:2077), cervical lordosis after 15 364 (J Orthop Surg Res 2018, doi 10.1186/s13018-018-0854-6).

    Parameters
    ----------
    rng : numpy.random.Generator
        Stream to draw from.
    person : Person
        Sex, age and size.
    kind : {"straight", "thoracic", "thoracolumbar", "lumbar", "double"}
        Coronal curves.
    cobb : float
        Of the largest curve, degrees.

    Returns
    -------
    Alignment

    Examples
    --------
    >>> from measure.simulate.seeds import stream
    >>> drawn = some_alignment(stream(1, "pose"), Person(), "double", cobb=40.0)
    >>> [(str(curve.apex), curve.cobb) for curve in drawn.curves]
    [('T8', 40.0), ('L2', 36.0)]
    """
    incidence = float(np.clip(rng.normal(52.5, 10.0), 33, 76))
    tilt = float(np.clip(0.44 * incidence - 11.4 + rng.normal(0, 4.0), 0, 30))
    slope_off = (incidence - tilt) - (0.54 * incidence + 11.9)
    lordosis = float(np.clip(-27.6 - 0.54 * incidence - 0.7 * slope_off + rng.normal(0, 4.0), -80, -28))
    # The more the loin leans back, the more the chest bends forwards again: this keeps the head over the pelvis.
    back = -(incidence - tilt + lordosis) - 16.0
    older = 0.2 * max(person.age - 45.0, 0.0)
    kyphosis = float(np.clip(30.0 + older + 1.3 * back + rng.normal(0, 5.0), 12, 66))
    slope = incidence - tilt + lordosis + 1.36 * kyphosis
    return Alignment(
        pelvic_incidence=incidence,
        pelvic_tilt=tilt,
        lordosis=lordosis,
        kyphosis=kyphosis,
        junction=float(rng.normal(0, 1.5)),
        cervical=float(np.clip(-12.7 - 0.7 * (slope - 26.0) + rng.normal(0, 5.0), -40, 10)),
        curves=_some_curves(rng, Kind(kind), cobb, person.levels),
        trunk_shift=float(rng.normal(0, 4.0 + 0.2 * cobb)),
        narrowing=_some_narrowing(rng, person),
        hip_span=hip_spacing(person),
        hip_sacrum=sacral_distance(person),
    )


def _some_curves(rng: np.random.Generator, kind: Kind, cobb: float, levels: tuple[Level, ...]) -> tuple[Curve, ...]:
    """Curves of a kind; a straight spine too is a few degrees off. End vertebrae move by one at most."""
    flip = rng.random() < 0.08
    size = cobb if kind is not Kind.STRAIGHT else abs(float(rng.normal(0, 3.0)))
    made = []
    for upper, apex, lower, side, share, turn in _CURVES[kind]:
        to = (Side.LEFT if side is Side.RIGHT else Side.RIGHT) if flip else side
        ends = [_present(name, levels) for name in (upper, apex, lower)]
        made.append(Curve(ends[0], ends[1], ends[2], share * size, to, turn * float(rng.uniform(0.7, 1.3))))
    return tuple(made)


def _present(name: str, levels: tuple[Level, ...]) -> Level:
    """The level, or the next one up that the person has."""
    level = Level(name)
    return max((have for have in levels if rank(have) <= rank(level)), key=rank)


def _some_narrowing(rng: np.random.Generator, person: Person) -> dict[Level, float]:
    """Discs that have lost height, more and lower ones with age; textbook anatomy, rounded."""
    worn = np.clip((person.age - 30.0) / 60.0, 0, 1)
    chance = {"C": 0.3, "T": 0.25, "L": 0.4}
    return {
        level: float(1 - worn * rng.uniform(0.1, 0.55))
        for level in person.levels
        if level[0] in chance and level not in (Level.C1,) and rng.random() < chance[level[0]] * worn
    }


def with_slip(alignment: Alignment, level: Level, anterior: float, left: float = 0.0) -> Alignment:
    """The same alignment with one vertebra slipped on the one below, mm."""
    return replace(alignment, slips={**alignment.slips, level: Slip(anterior, left)})


def grown_in_curves(
    findings: Mapping[Level, Finding], sizes: Mapping[Level, VertebraSize], alignment: Alignment, share: float = 1.0
) -> dict[Level, Finding]:
    """Findings of a column whose bodies have grown wedged in the curves they stand in.

    Parameters
    ----------
    findings : mapping of Level to Finding
        What else has happened to vertebrae.
    sizes : mapping of Level to VertebraSize
        Of all vertebrae, before: their widths make millimetres of degrees.
    alignment : Alignment
        With the curves.
    share : float
        1 for curves that grew in adolescence, 0 for those of worn discs alone.

    Returns
    -------
    dict of Level to Finding
        With ``left_minus_right`` where a body is wedged: its higher side lies on the convexity.
    """
    grown = dict(findings)
    for level, wedge in _grown(sizes, alignment, share).items():
        if wedge:
            found = grown.get(level, SOUND)
            grown[level] = replace(found, left_minus_right=found.left_minus_right + wedge)
    return grown


def with_curved_bodies(
    sizes: Mapping[Level, VertebraSize], alignment: Alignment, share: float = 1.0
) -> dict[Level, VertebraSize]:
    """Sizes of bodies that have grown wedged: for columns of stated sizes, where there is no person to grow them.

    Parameters
    ----------
    sizes : mapping of Level to VertebraSize
        Before.
    alignment : Alignment
        With the curves.
    share : float
        As in ``grown_in_curves``.

    Returns
    -------
    dict of Level to VertebraSize
    """
    return {
        level: replace(sizes[level], left_minus_right=sizes[level].left_minus_right + wedge)
        for level, wedge in _grown(sizes, alignment, share).items()
    }


def _grown(sizes: Mapping[Level, VertebraSize], alignment: Alignment, share: float) -> dict[Level, float]:
    """Left minus right height that each body has grown, mm."""
    levels = tuple(sizes)
    segments = np.gradient(coronal_tilts(levels, alignment.curves, np.zeros(len(levels))))
    width = [(size.superior_width + size.inferior_width) / 2 for size in sizes.values()]
    return {
        level: float(np.deg2rad(wedge) * _IN_BODY.get(level[0], 0.0) * share * wide)
        for level, wedge, wide in zip(levels, segments, width, strict=True)
    }
