"""Hips: what a film of a leg shows above the thigh: the lower trunk, the pelvis, and the other leg."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.model import Level
from measure.simulate.anatomy.limb import LimbPose, leg, leg_frames, limb_size, thigh
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import SOUND, sacrum, some_alignment, vertebra
from measure.simulate.anatomy.trunk import pelvis
from measure.simulate.anatomy.trunk.abdomen import abdomen
from measure.simulate.anatomy.trunk.gas import gas
from measure.simulate.anatomy.trunk.skin import CROTCH, wall
from measure.simulate.films.spine import SpinePatient
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame, Mesh, Part, Solid, ellipsoid, loft, posed

Array = NDArray[np.float64]

TOP = 150.0  # mm above S1, at size 1: no film of a leg reaches higher
BLEND = 25.0  # mm above S1, at size 1: from here down the trunk turns into two thighs
APART = -3.0  # degrees: the other leg stands aside
LOIN = (Level.L3, Level.L4, Level.L5)


def crotch(person: Person) -> float:
    """How far below the hips the trunk ends and the thighs begin, mm."""
    return 64.0 * person.size


@lru_cache(maxsize=8)
def hips(person: Person, side: str, detail: float = 1.0) -> Part:
    """All that a standing leg hangs from, in its room: the centre of its hip is the origin.

    Parameters
    ----------
    person : Person
        Whose.
    side : {"left", "right"}
        Of the leg on the film; its own tissue is to begin ``crotch`` below the hip.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        Marks of ``pelvis`` alone: nothing else of it is read on such a film.
    """
    alignment = some_alignment(stream(person.seed, "hips"), person)
    frames = SpinePatient(person, alignment).frames(detail)
    hip = np.asarray(frames[f"femur_{side}"].origin)
    shift = Frame(-hip)
    bones: dict[str, Part] = {level: vertebra(person, level, SOUND, detail) for level in LOIN if level in person.levels}
    bones[Level.S1] = sacrum(person, detail)
    spine = posed(bones, frames).at(shift)
    basin = pelvis(person, alignment.pelvic_incidence, alignment.hip_sacrum, alignment.hip_span, detail)
    other = "right" if side == "left" else "left"
    place = np.asarray(frames[f"femur_{other}"].origin) - hip
    loin = Frame(np.asarray(frames[Level.S1].origin) - hip)
    rims = _rims(person, side, place)
    medial = float(rims[0][0][:, 0].min() if side == "left" else rims[0][0][:, 0].max())
    inside = abdomen(person, detail).and_(gas(person, detail, film="leg")).at(loin)
    solids = (
        *_flesh(person, rims, place, loin, detail), *inside.solids, *spine.solids,
        *_other_leg(person, other, place, medial, detail),
    )  # fmt: skip
    return Part(solids).and_(basin.at(frames["pelvis"]).at(shift)).packed()


def _other_leg(person: Person, side: str, hip: Array, inner: float, detail: float) -> tuple[Solid, ...]:
    """The other leg, as far as the inner side of the one on the film: thighs that touch flatten each other."""
    pose = LimbPose(adduction=APART)
    body = leg(person, side, pose, detail, above=2.0 - crotch(person))
    solids = posed(body, leg_frames(limb_size(person), side, pose)).at(Frame(hip)).solids
    clip = np.minimum if side == "right" else np.maximum

    def flattened(points: Array) -> Array:
        return np.column_stack([clip(points[:, 0], inner), points[:, 1:]])

    return tuple(solid.over(solid.mesh.moved(flattened(solid.mesh.points))) for solid in solids)


def _rims(person: Person, side: str, other: Array) -> list[tuple[Array, Array]]:
    """Skin and muscle of both thighs where they begin, the one on the film first."""
    size, across = limb_size(person), "right" if side == "left" else "left"
    line = np.array([[0.0, 0, 0], [0, 0, -size.femur_length], [0, 0, -size.femur_length - size.tibia_length]])
    own, its = (thigh(person, which, line, size, crotch(person), 96) for which in (side, across))
    return [own, (its[0] + other, its[1] + other)]


def _flesh(person: Person, rims: list[tuple[Array, Array]], other: Array, loin: Frame, detail: float) -> list[Solid]:
    """Fat and muscle of the lower trunk; its lowest ring lies around both thighs."""
    low, points = -crotch(person), 4 * max(6, round(26 * detail))
    heights = np.linspace(TOP, CROTCH, max(8, round(60 * detail))) * person.size
    # The reference room's crotch comes to lie where the thighs begin.
    start = float(np.asarray(loin.origin)[2])
    room = np.where(heights < 0, heights * (start - low) / (-CROTCH * person.size), heights) + start
    share = np.clip((BLEND - heights / person.size) / (BLEND - CROTCH), 0, 1)
    share = (share**2 * (3 - 2 * share))[:, None, None]
    solids = []
    for k, (fat, material, within) in enumerate(((True, "fat", "air"), (False, "soft", "fat"))):
        rings = wall(person, heights, fat).rings(points) + np.asarray(loin.origin)
        rings[..., 2] = room[:, None]
        around = np.concatenate([rims[0][k], rims[1][k]])[:, :2]
        solids.append(Solid(loft(_blended(rings, around, share)), material, within))
    return solids + _folds(person, other, low, detail)


def _blended(rings: Array, around: Array, share: Array) -> Array:
    """Rings that turn into the convex outline around some points, as far as ``share`` says."""
    middle = (around.min(axis=0) + around.max(axis=0)) / 2
    facing = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    normals = np.stack([np.cos(facing), np.sin(facing)], -1)
    reach = ((around - middle) @ normals.T).max(axis=0)
    arm = rings[..., :2] - middle
    away = np.linalg.norm(arm, axis=-1, keepdims=True)
    towards = (arm / away) @ normals.T
    out = rings.copy()
    edge = np.where(towards > 0.05, reach / np.maximum(towards, 0.05), np.inf).min(axis=-1)[..., None]
    drawn = arm * (1 - share + share * edge / away)
    # Between the thighs there is less of it.
    drawn[..., 1] *= 1 - 0.4 * share[..., 0] ** 3 * np.exp(-((drawn[..., 0] / 38.0) ** 2))
    out[..., :2] = middle + drawn
    return out


def _folds(person: Person, other: Array, low: float, detail: float) -> list[Solid]:
    """What stands out of the rings: buttocks, scrotum, and the belly of the stout."""
    rng, count, k = person.rng("hips"), max(12, round(56 * detail)), person.size
    stout = float(np.clip(person.bmi - 22.0, -3.0, 15.0))
    middle = float(other[0]) / 2
    made = []
    for x in (0.0, float(other[0])):
        fold = low - rng.uniform(-6, 14) * k
        inward = 0.12 * (middle - x)
        made.append(_hanging((x + inward, 70.0, fold), (92 * k, (15 + 0.9 * stout) * k, 185 * k), 20 * k, count))
    if person.sex == "M":
        made.append(_hanging((middle, -30.0, low - 12 * k), (30 * k, 20 * k, 30 * k), 30 * k, count))
    if stout > 3:
        fold = rng.uniform(-55, 20) * k
        made.append(_hanging((middle, -90.0, fold), (165 * k, 4.5 * stout * k, 190 * k), 25 * k, count))
    return [Solid(mesh, "fat", "air") for mesh in made]


def _hanging(at: tuple[float, float, float], radii: tuple[float, float, float], drop: float, count: int) -> Mesh:
    """Bulge that begins gently above and ends in a fold ``drop`` mm below its thickest place."""
    mesh = ellipsoid(radii, detail=count)
    points = mesh.points.copy()
    below = points[:, 2] < 0
    points[below, 2] *= drop / radii[2]
    # Upwards and sideways it runs out: a bell, where an ellipsoid would have an edge.
    share = np.hypot(points[:, 0] / radii[0], np.maximum(points[:, 2], 0) / radii[2])
    points[:, 1] *= np.sqrt(np.clip(1 - share**2, 0, 1))
    # Its fold rises towards the sides.
    points[:, 2] += 0.1 * points[:, 0] ** 2 / radii[0]
    return mesh.moved(points + np.array(at))
