"""Finding: what has happened to one vertebral body, as numbers."""

from dataclasses import dataclass

import numpy as np

from measure.errors import SimulationError


@dataclass(frozen=True, slots=True)
class SchmorlNode:
    """A pit in an endplate.

    Attributes
    ----------
    endplate : {"superior", "inferior"}
        Which.
    left, back : float
        Where, as shares of half the endplate's width and depth, from its middle.
    depth, radius : float
        Depth in mm; radius as a share of half the endplate's depth.
    """

    endplate: str = "superior"
    left: float = 0.0
    back: float = 0.2
    depth: float = 4.0
    radius: float = 0.35


@dataclass(frozen=True, slots=True)
class Osteophyte:
    """A spur at a rim; marks leave it out.

    Attributes
    ----------
    endplate : {"superior", "inferior"}
        Which rim.
    towards : {"anterior", "left", "right"}
        Where on the rim.
    size : float
        How far it stands out, mm.
    claw : bool
        Curved towards the disc; otherwise a traction spur, straight and away from the rim.
    """

    endplate: str = "superior"
    towards: str = "anterior"
    size: float = 4.0
    claw: bool = True


_WEDGE = 15.0  # mm: more would leave no height on one side of a thoracic body


@dataclass(frozen=True, slots=True)
class Finding:
    """One vertebral body apart from a sound one.

    Attributes
    ----------
    anterior, posterior : float
        Heights as shares of the sound vertebra's.
    middle : float or None
        The same in the middle; None: the endplates are as hollow as they were.
    superior_share : float
        Share of the loss in the middle, beyond that of the rims, that is in the superior endplate.
    schmorl : tuple of SchmorlNode
        Pits.
    osteophytes : tuple of Osteophyte
        Spurs.
    superior_sclerosis, inferior_sclerosis : float
        Share of the bone along an endplate that has become solid, 0 none to 1.
    left_minus_right : float
        Coronal wedge: height of the left rim minus the right's beyond the sound vertebra's, mm.

    Examples
    --------
    >>> fracture("wedge", 2, np.random.default_rng(0)).anterior < 0.75
    True
    """

    anterior: float = 1.0
    middle: float | None = None
    posterior: float = 1.0
    superior_share: float = 0.5
    schmorl: tuple[SchmorlNode, ...] = ()
    osteophytes: tuple[Osteophyte, ...] = ()
    superior_sclerosis: float = 0.0
    inferior_sclerosis: float = 0.0
    left_minus_right: float = 0.0

    def __post_init__(self) -> None:
        for name in ("anterior", "middle", "posterior"):
            share = getattr(self, name)
            if share is not None and not 0.25 <= share <= 1.5:
                raise SimulationError(f"finding: expected {name} from 0.25 to 1.5 of the sound height, got {share}")
        if not 0 <= self.superior_share <= 1:
            raise SimulationError(f"finding: expected superior_share from 0 to 1, got {self.superior_share}")
        if not abs(self.left_minus_right) <= _WEDGE:
            raise SimulationError(
                f"finding: expected left_minus_right from -{_WEDGE:g} to {_WEDGE:g} mm, got {self.left_minus_right}"
            )


SOUND = Finding()

# Loss of the most reduced height: Genant et al., J Bone Miner Res 1993;8:1137.
_LOSS = {1: (0.20, 0.25), 2: (0.25, 0.40), 3: (0.40, 0.62)}


def fracture(kind: str, grade: int, rng: np.random.Generator) -> Finding:
    """A collapsed body of one kind and grade, drawn at random within the grade.

    Parameters
    ----------
    kind : {"wedge", "biconcave", "crush"}
        Which height has lost most.
    grade : {1, 2, 3}
        Up to 25, 40 and 62 % of that height.
    rng : numpy.random.Generator
        Draws the loss, and what goes with it.

    Returns
    -------
    Finding
    """
    if kind not in ("wedge", "biconcave", "crush") or grade not in _LOSS:
        raise SimulationError(f"finding: expected wedge, biconcave or crush of grade 1, 2 or 3, got {kind} {grade}")
    loss = rng.uniform(*_LOSS[grade])
    side = loss * rng.uniform(0.0, 0.25)
    half = loss * rng.uniform(0.55, 0.95)
    nearly = loss * rng.uniform(0.85, 1.0)
    anterior, middle, posterior = {
        "wedge": (loss, half, side),
        "biconcave": (loss * rng.uniform(0.1, 0.5), loss, side),
        "crush": (nearly, nearly, loss),
    }[kind]
    dense = rng.uniform(0.05, 0.25)
    return Finding(
        anterior=1 - anterior,
        middle=1 - middle,
        posterior=1 - posterior,
        superior_share=rng.uniform(0.3, 0.7) if kind == "biconcave" else rng.uniform(0.6, 1.0),
        superior_sclerosis=dense,
        inferior_sclerosis=dense if kind == "biconcave" else 0.0,
    )
