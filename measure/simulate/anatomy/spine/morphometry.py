"""Morphometry: the mean adult vertebra of each level, from published measurements.

``morphometry.csv`` names its sources; what could only be recalled is marked so. Most of them give both sexes together:
women and men are then set apart by a ratio chosen here (lengths 0.94 and 1.06, heights 0.965 and 1.035, canal 0.99 and
1.01), so that the last digit is arithmetic, not measurement. A woman's cross-section is then 21 % below a man's;
by CT it was 25 % (Gilsanz et al., Radiology 1994;190:678). Her widths are 0.89 of a man's; by CT, from T12 or L1 down,
0.93 (Yadav et al., Int J Spine Surg 2020;14:175), 0.88 (Chen et al., Eur Spine J 2011;20:1814) and 0.87 (van der Houwen
et al., Ann Biomed Eng 2010;38:33). Wedges are set apart as on films (Ha/Hp 1.8 % lower in men, 142 men and 198 women,
Skeletal Radiol 1998;27:380) in the thorax, and twice as much in the loin.

Widths are those at the endplates' rims. ``read in`` says where a transcription of a published table was read instead of
the paper. The widths recalled of Panjabi et al. agree with what was read as far as it goes: the superior ones of L1 to
L5 with a transcription of theirs, that of T12 (39.0 mm) with the 39.1 mm that three other series lead to.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from measure.model import Level


@dataclass(frozen=True, slots=True)
class Morphometry:
    """Mean adult vertebra; lengths in mm, angles in degrees.

    Attributes
    ----------
    anterior, posterior : float
        Heights of the body at its rims.
    superior_depth, inferior_depth, superior_width, inferior_width : float
        Of the endplates, rim to rim.
    superior_concavity, inferior_concavity : float
        Endplate below (above) the plane of its rim at half depth.
    disc : float
        Height of the disc below, between the planes of the rims.
    pedicle_height, pedicle_width : float
        At the isthmus.
    pedicle_angle : float
        How far the pedicle turns inwards on its way to the front.
    canal_width, canal_depth : float
        Spinal canal at the pedicles.
    spinous_length : float
        Back of the body to the tip of the spinous process.
    spinous_fall : float
        Of the spinous process below the plane of the body.
    transverse_span : float
        Tip to tip of the transverse processes.
    facet_angle : float
        Of the joints below against the frontal plane: 0 frontal, 90 sagittal.
    spinous_height : float
        Of the spinous process where it is highest.
    """

    anterior: float
    posterior: float
    superior_depth: float
    inferior_depth: float
    superior_width: float
    inferior_width: float
    superior_concavity: float
    inferior_concavity: float
    disc: float
    pedicle_height: float
    pedicle_width: float
    pedicle_angle: float
    canal_width: float
    canal_depth: float
    spinous_length: float
    spinous_fall: float
    transverse_span: float
    facet_angle: float
    spinous_height: float


NAMES = tuple(field.name for field in fields(Morphometry))
# Vertebrae few people have, as a mixture of vertebrae that most have.
_MIXED = {Level.T13: ((Level.T12, 0.5), (Level.L1, 0.5)), Level.L6: ((Level.L5, 1.0),)}


@cache
def _table() -> Mapping[tuple[str, str], Morphometry]:
    text = files(__package__).joinpath("morphometry.csv").read_text(encoding="utf-8")
    return {
        (row["level"], row["sex"]): Morphometry(**{name: float(row[name]) for name in NAMES})
        for row in csv.DictReader(text.splitlines())
    }


@cache
def morphometry(level: Level, sex: str) -> Morphometry:
    """Mean adult vertebra.

    Parameters
    ----------
    level : Level
        C1 to S1; T13 lies half way from T12 to L1, and L6 is like L5.
    sex : {"F", "M"}
        Sex.

    Returns
    -------
    Morphometry

    Examples
    --------
    >>> body = morphometry(Level.L3, "F")
    >>> body.superior_width > body.superior_depth > body.anterior
    True
    """
    parts = [(_table()[part, sex], share) for part, share in _MIXED.get(level, ((level, 1.0),))]
    return Morphometry(*(sum(share * getattr(part, name) for part, share in parts) for name in NAMES))
