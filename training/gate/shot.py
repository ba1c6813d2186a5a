"""Shot: a small quick film of any scene."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from measure.simulate.exposure import Technique, expose, metered
from measure.simulate.films import Scene
from measure.simulate.films.take import coarse, textured
from measure.simulate.rays import Beam, Lengths, path_shares
from measure.simulate.rays.field import field_lengths
from measure.simulate.station import develop, some_look

LONG = 208  # pixels of the longer side
DETAIL = 0.35
FINER = 2  # rays a pixel, down and across, where bone and metal are
SMOOTH = ("soft", "fat", "air")


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """What is taken, and how.

    Attributes
    ----------
    scene : Scene
        In the room.
    beam : Beam
        Rays.
    technique : Technique
        Exposure; metered when it is taken.
    look : str
        Whose stations draw the look: a view, or ``leg``.
    side : str or None
        That a label may name.
    """

    scene: Scene
    beam: Beam
    technique: Technique
    look: str
    side: str | None = None


def shoot(shot: Shot, rng: np.random.Generator, seed: int) -> NDArray[np.uint8]:
    """Pixels, bone bright, of the station's own taste."""
    beam = shot.beam
    lengths = textured(_lengths(shot.scene, beam), beam, seed)
    technique = metered(lengths, beam, shot.technique, quanta=float(10 ** rng.uniform(4.0, 5.6)))
    signal = expose(lengths, beam, technique, rng, points=4)
    look = replace(some_look(rng, shot.look, shot.side), bits=8, monochrome1=False)
    return develop(signal, look, rng, beam.pitch[0]).astype(np.uint8)


def _lengths(scene: Scene, beam: Beam) -> Lengths:
    """Path lengths: several rays a pixel through bone and metal, one through what has no fine edges."""
    solids, reach = scene.part.solids, beam.reach()
    lengths = path_shares((s for s in solids if s.material in SMOOTH), beam)
    for material, paths in path_shares((s for s in solids if s.material not in SMOOTH), beam.finer(FINER)).items():
        mean = coarse(paths, FINER)
        lengths[material] = lengths[material] + mean if material in lengths else mean
    lengths = {material: paths * reach for material, paths in lengths.items()}
    for density in scene.mineral:
        bone = field_lengths(density, beam)
        lengths["cortical"] = lengths.get("cortical", 0) + bone
        lengths["soft"] = lengths.get("soft", 0) - bone
    return lengths
