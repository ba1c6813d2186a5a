"""Take: one film of a scene, from rays to stored values."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.texture import mottle, trabeculae
from measure.simulate.exposure import Technique, expose, metered
from measure.simulate.films.scene import Scene
from measure.simulate.rays import Beam, Lengths
from measure.simulate.seeds import stream
from measure.simulate.station import Look, covered, develop

TRABECULAE = 0.10  # of 10 mm of spongy bone: how much rays differ from the mean
TRABECULAE_MM = 10.0  # over longer ways struts average out: the share falls with the root of the length
MOTTLE = (0.005, 0.016)  # of the length in soft tissue; people differ
COARSE_MM = 0.25  # pixels larger than this are the mean of several rays: edges are sharper than such a pixel
FINER = 2


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A film just taken.

    Attributes
    ----------
    stored : ndarray of uint16, shape (rows, cols)
        As the station stores it.
    signal : ndarray of float32
        Of the detector, 1 = open beam.
    lengths : mapping of str to ndarray
        mm of each material on every ray.
    technique : Technique
        As it was exposed.
    """

    stored: NDArray[np.uint16]
    signal: NDArray[np.float32]
    lengths: Lengths
    technique: Technique


def take(
    scene: Scene,
    beam: Beam,
    technique: Technique,
    look: Look,
    seed: int,
    name: str = "film",
    lead: NDArray[np.float32] | None = None,
) -> Taken:
    """Take a film.

    Parameters
    ----------
    scene : Scene
        Patient, devices, letters, in the room.
    beam : Beam
        Rays.
    technique : Technique
        Exposure; the tube current is metered, as stations do.
    look : Look
        Film station.
    seed : int
        Of noise and texture.
    name : str
        Of this film: two films of one patient differ in noise, not in grain of bone.
    lead : ndarray of float32, shape (rows, cols), optional
        mm of lead letters that lie on the detector.

    Returns
    -------
    Taken
    """
    lengths = textured(pixel_lengths(scene, beam), beam, seed)
    exposed = metered(lengths, beam, technique)
    if lead is not None:
        lengths["lead"] = lengths["lead"] + lead if "lead" in lengths else lead
    signal = expose(lengths, beam, exposed, stream(seed, name, "noise"))
    mm = float(np.sqrt(beam.pitch[0] * beam.pitch[1]))
    return Taken(develop(signal, look, stream(seed, name, "station"), mm), signal, lengths, exposed)


def shown(look: Look, shape: tuple[int, ...], mm: float) -> tuple[NDArray[np.bool_] | None, NDArray[np.bool_] | None]:
    """Where the blades are open, and where labels lie; None for all and for none."""
    size = (shape[0], shape[1])
    field = None if look.blades is None else look.blades.over(np.ones(size, np.float32), mm)[1] > 0.5
    return field, covered(size, look.labels, mm) if look.labels else None


def pixel_lengths(scene: Scene, beam: Beam) -> Lengths:
    """Path lengths of pixels: of one ray through the middle, or the mean of several where pixels are large."""
    if max(beam.pitch) <= COARSE_MM:
        return scene.lengths(beam)
    return {material: coarse(paths, FINER) for material, paths in scene.lengths(beam.finer(FINER)).items()}


def coarse(paths: NDArray[np.float32], factor: int) -> NDArray[np.float32]:
    """Mean of ``factor`` × ``factor`` rays."""
    rows, cols = paths.shape
    mean = cv2.resize(paths, (cols // factor, rows // factor), interpolation=cv2.INTER_AREA)
    return np.asarray(mean, np.float32)


def textured(lengths: Lengths, beam: Beam, seed: int) -> dict[str, NDArray[np.float32]]:
    """Path lengths with the grain that smooth solids lack: spongy bone and soft tissue."""
    mm = float(np.sqrt(beam.pitch[0] * beam.pitch[1]))
    shape = (beam.rows, beam.cols)
    grained = dict(lengths)
    if "cancellous" in lengths:
        spongy = lengths["cancellous"]
        field = trabeculae(stream(seed, "grain", "cancellous"), shape, mm)
        field *= np.sqrt(np.maximum(spongy, 0) * np.float32(TRABECULAE_MM))
        more = np.float32(TRABECULAE) * np.minimum(field, spongy)
        grained["cancellous"] = np.asarray(spongy + more, np.float32)
    if "soft" in lengths:
        rng = stream(seed, "grain", "soft")
        amount = np.float32(rng.uniform(*MOTTLE))
        grained["soft"] = lengths["soft"] * (1 + amount * mottle(rng, shape, mm))
    return grained
