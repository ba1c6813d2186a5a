"""Person: who is on the film, as the numbers that every bone is sized by."""

from dataclasses import dataclass, replace

import numpy as np

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.seeds import stream

USUAL_LEVELS = tuple(level for level in Level if level not in (Level.T13, Level.L6))
USUAL_RIBS = tuple(Level(f"T{n}") for n in range(1, 13))
# Mean adult stature in mm; US adults aged 20 and over, NHANES 2015-2018 (NCHS Vital Health Stat 3(46), 2021).
MEAN_STATURE = {"F": 1613.0, "M": 1753.0}
_STATURE_SD = {"F": 70.0, "M": 75.0}


@dataclass(frozen=True, slots=True)
class Person:
    """One simulated person.

    Attributes
    ----------
    sex : {"F", "M"}
        Sex.
    age : float
        Years.
    stature : float
        Standing height without spinal deformity, mm.
    bmi : float
        Body mass index, kg/m2: how thick the soft tissue is.
    bone : float
        Bone mineral as a share of a young adult's: 0.6 is severe osteopenia.
    levels : tuple of Level
        Vertebrae this person has, C1 to S1; with T13 or L6, or without T12 or L5, where the count is unusual.
    ribs : tuple of Level
        Vertebrae that carry a rib on both sides.
    seed : int
        Individual traits that have no number of their own are drawn with it.
    """

    sex: str = "F"
    age: float = 60.0
    stature: float = MEAN_STATURE["F"]
    bmi: float = 25.0
    bone: float = 1.0
    levels: tuple[Level, ...] = USUAL_LEVELS
    ribs: tuple[Level, ...] = USUAL_RIBS
    seed: int = 0

    def __post_init__(self) -> None:
        if self.sex not in MEAN_STATURE:
            raise SimulationError(f"person: expected sex F or M, got {self.sex!r}")
        for name, low, high in (("age", 5, 105), ("stature", 900, 2300), ("bmi", 12, 60), ("bone", 0.2, 1.5)):
            if not low <= getattr(self, name) <= high:
                raise SimulationError(f"person: expected {name} from {low} to {high}, got {getattr(self, name)}")

    def __hash__(self) -> int:
        # Bones are kept by person, and asked for a hundred times a film: the whole of a person need not be hashed.
        return hash((self.seed, self.age, self.stature, self.bmi))

    @property
    def size(self) -> float:
        """Linear size of the skeleton: 1 for the mean adult of this sex."""
        return self.stature / MEAN_STATURE[self.sex]

    @property
    def grown(self) -> bool:
        """Whether growth plates are closed."""
        return self.age >= 18

    def rng(self, *names: str) -> np.random.Generator:
        """Stream of this person's individual traits for one named part."""
        return stream(self.seed, "person", *names)


def some_person(seed: int, *, adolescent: bool = False, **stated: object) -> Person:
    """A person drawn at random; what is stated stays as stated.

    Parameters
    ----------
    seed : int
        Same seed, same person.
    adolescent : bool
        From 10 to 17 years instead of 25 to 90.
    **stated
        Attributes of ``Person`` to keep.

    Returns
    -------
    Person

    Examples
    --------
    >>> some_person(3, sex="M", age=71.0).age
    71.0
    """
    rng = stream(seed, "some_person")
    sex = str(stated.get("sex") or rng.choice(["F", "M"]))
    age = rng.uniform(10, 17) if adolescent else rng.uniform(25, 90)
    age = float(stated.get("age") or age)  # type: ignore[arg-type]
    stature = rng.normal(MEAN_STATURE[sex], _STATURE_SD[sex])
    if adolescent:  # about 6 cm a year below 15, little after
        stature -= 55.0 * max(0.0, (15.0 if sex == "F" else 16.5) - age)
    # Bone is lost from about 35 years on, in women faster.
    lost = max(0.0, age - 35) * (0.0065 if sex == "F" else 0.0045)
    bmi = rng.normal(19.5, 2.5) if adolescent else rng.normal(26.5, 4.5)
    drawn = Person(
        sex=sex,
        age=age,
        stature=float(np.clip(stature, 1150, 2050)),
        bmi=float(np.clip(bmi, 15, 42)),
        bone=float(np.clip(rng.normal(1.0, 0.1) - lost, 0.4, 1.25)),
        seed=seed,
    )
    return replace(drawn, **stated)  # type: ignore[arg-type]
