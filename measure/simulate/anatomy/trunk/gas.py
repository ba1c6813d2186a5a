"""Gas: air in stomach, colon and small bowel, another pattern on every film."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs
from measure.simulate.anatomy.trunk.colon import colon
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.anatomy.trunk.stomach import stomach
from measure.simulate.solids import Mesh, Part, Solid, merged

Array = NDArray[np.float64]


def gas(person: Person, detail: float = 1.0, *, standing: bool = True, film: str = "") -> Part:
    """Air in stomach and bowel, and faeces with air in it.

    Parameters
    ----------
    person : Person
        Who.
    detail : float
        1 for a full-size film.
    standing : bool
        Air rises to the domes and lies over a level of fluid; lying on the back it rises to the front.
    film : str
        Name of the film.

    Returns
    -------
    Part
        Air within soft tissue; nothing at all in a bowel without air.
    """
    rng = person.rng("gas", film)
    much = float(np.clip(rng.lognormal(0.0, 0.7), 0.1, 2.6))
    meshes = [*stomach(person, rng, detail, standing), *colon(person, rng, detail, much)]
    meshes += _small_bowel(person, rng, detail, much)
    return Part((Solid(merged(meshes), "air", "soft"),) if meshes else ())


def _small_bowel(person: Person, rng: np.random.Generator, detail: float, much: float) -> list[Mesh]:
    """Pockets of air in the middle of the abdomen, side by side in a few loops."""
    count = int(rng.poisson(6 * much))
    if count == 0:
        return []
    s = person.size
    loops = rng.uniform((-60, 0, -75), (60, 1, 110), (1 + int(rng.poisson(1.5)), 3))
    where = loops[rng.integers(0, len(loops), count)] + rng.normal(0, 1, (count, 3)) * (17, 0.15, 9)
    room = wall(person, where[:, 2] * s).front / s - 74.0
    where[:, 0] = np.clip(where[:, 0], -85, 85)
    where[:, 1] = -34.0 - np.clip(where[:, 1], 0, 1) * np.maximum(room, 0.0)
    radii = np.clip(rng.lognormal(1.5, 0.6, count), 1.5, 13)[:, None] * rng.uniform(0.4, 1.6, (count, 3))
    return [blobs(where * s, radii * s, rng, *((0, 0.1) if detail < 0.6 else (2, 0.35)), turned=True)]
