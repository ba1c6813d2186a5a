"""Pelvis: the two hip bones, hung between the hip joints and the sacrum."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import (
    Array,
    capped,
    cortex,
    curve,
    filled,
    path_through,
    plate,
    shell,
    steps,
    swept,
)
from measure.simulate.solids import Part, Solid, loft, ring, rotation

# A left hip bone, mm at size 1, hip axis at the origin, standing with the anterior pelvic plane upright. Hip joints
# against the anterior superior spines after Bell et al., Hum Mov Sci 1989;8:3 (30 % of the distance between the spines
# below, 14 % medial, 22 % behind); the other places are textbook anatomy, rounded. Plates: x, y, z and full thickness.
_WING = np.array(
    [
        # From the brim and the greater sciatic notch out to the crest; from the posterior spines to the anterior.
        [(41, 83, 54, 8), (45, 88, 63, 12), (47, 91, 72, 14), (47, 93, 82, 13), (46, 93, 91, 8)],
        [(48, 68, 53, 9), (56, 72, 65, 15), (62, 75, 81, 17), (64, 78, 103, 11), (63, 74, 124, 8)],
        [(55, 47, 49, 11), (63, 49, 62, 16), (70, 50, 82, 12), (78, 52, 114, 6), (86, 49, 140, 8)],
        [(59, 30, 40, 11), (69, 31, 53, 20), (80, 32, 76, 10), (98, 29, 116, 3), (110, 24, 146, 8)],
        [(62, 12, 30, 12), (79, 12, 47, 22), (95, 8, 70, 10), (115, 4, 110, 3), (128, -3, 139, 9)],
        [(64, -8, 21, 12), (87, -9, 45, 22), (103, -16, 64, 11), (122, -21, 98, 4), (136, -28, 120, 12)],
        [(67, -22, 15, 11), (93, -27, 38, 20), (107, -37, 54, 14), (119, -45, 76, 7), (128, -49, 95, 11)],
        [(72, -31, 12, 9), (97, -38, 31, 16), (106, -45, 44, 12), (112, -51, 58, 9), (119, -53, 72, 9)],
    ],
    float,
)
# Inner wall of the true pelvis: brim and notch above, obturator foramen and ischial spine below.
_WALL = np.array(
    [
        [(69, -27, 8, 6), (65, -25, -2, 6), (66, -22, -12, 5)],
        [(63, -9, 17, 6), (57.5, -7, 2, 2.5), (62, -4, -24, 6)],
        [(60, 10, 26, 6), (55.5, 13, 8, 3), (61, 12, -30, 7)],
        [(57, 28, 36, 6), (53, 31, 12, 8), (57, 26, -24, 10)],
        [(54, 38, 38, 4), (51, 41, 18, 6), (47, 44, -6, 5)],
    ],
    float,
)
# Rods of bone: places, then height and thickness along them.
_FRONT = ((71, -31, 12), (57, -40, 6), (37, -54, -4), (20, -61, -11), (12, -61, -24), (11.5, -57, -39))
_FRONT_SIZE = ((22, 15, 13, 19, 20, 15), (17, 12, 11, 13, 15, 11))
_LOWER = ((73, 25, -23), (71, 28, -36), (65, 25, -52), (54, 8, -63), (40, -17, -62), (26, -40, -54), (12.5, -56, -40))
_LOWER_SIZE = ((26, 26, 30, 24, 15, 14, 16), (28, 24, 22, 15, 9, 8, 10))
_SPINE = ((54, 38, -2), (48, 46, -9), (43, 49, -13))
_SPINE_SIZE = ((16, 10, 3), (8, 6, 3))
# Which way each rod's thin side looks, at its two ends.
_FRONT_FACE = ((0.5, -0.6, 0.4), (0.1, -1.0, -0.1))
_LOWER_FACE = ((0.86, -0.45, -0.25), (0.70, -0.66, -0.25))
_SPINE_FACE = ((0.8, 0.4, 0), (0.8, 0.4, 0))
_HALF_HIPS = {"F": 87.0, "M": 88.0}  # half the distance between the centres of the femoral heads
_HEAD_RADIUS = {"F": 21.5, "M": 24.5}
_WIDER = {"F": 1.04, "M": 1.0}  # true pelvis
_TALLER = {"F": 0.93, "M": 1.0}  # hip bone
_CUP_WAY = np.array([0.66, -0.28, -0.70])  # where the acetabulum opens to: about 45 degrees down, 20 forward
_CARTILAGE = 2.2  # mm between the head and the floor of its socket
# What the places above are drawn for: where the middle of S1's endplate stands over the hip axis.
_S1_BACK, _S1_UP = 21.0, 106.0


@dataclass(frozen=True, slots=True)
class _Stance:
    """Pelvic tilt in degrees of a usual stance, mm from the hip axis to S1, and half the distance between the hips."""

    tilt: float
    reach: float
    half: float


def head_radius(person: Person) -> float:
    """Radius of the femoral heads, mm; means of 43 and 49 mm diameter, textbook anatomy, rounded."""
    return float(_HEAD_RADIUS[person.sex] * person.size * (1 + 0.03 * person.rng("femoral head").normal()))


def hip_spacing(person: Person) -> float:
    """Distance between the centres of the femoral heads, mm."""
    return 2 * _HALF_HIPS[person.sex] * person.size


def sacral_distance(person: Person) -> float:
    """Distance from the hip axis to the middle of S1's upper endplate, mm, as it suits the person's hip bones."""
    return float(np.hypot(_S1_BACK, _S1_UP) * person.size * (_TALLER[person.sex] + 1) / 2)


def standing_tilt(incidence: float) -> float:
    """Pelvic tilt of a usual stance: incidence less sacral slope after Vialle et al., JBJS Am 2005;87:260; degrees."""
    return 0.37 * incidence - 7.3


def pelvis(
    person: Person,
    incidence: float = 52.0,
    distance: float | None = None,
    span: float | None = None,
    detail: float = 1.0,
) -> Part:
    """Both hip bones, in the frame ``pelvis``.

    The frame's origin is the midpoint between the centres of the femoral heads; at pelvic tilt 0 its axes are upright:
    the middle of S1's upper endplate lies at ``(0, 0, distance)`` and the endplate slopes by the incidence.

    Parameters
    ----------
    person : Person
        Whose.
    incidence : float
        Pelvic incidence, degrees.
    distance : float, optional
        From the hip axis to the middle of S1's upper endplate, mm; ``sacral_distance`` unless given. The wings follow.
    span : float, optional
        Between the centres of the femoral heads, mm; ``hip_spacing`` unless given.
    detail : float
        1 for a film of full size, 0.35 for a training film.

    Returns
    -------
    Part
        Bone, with the marks ``pelvis`` ``crest:left``, ``anterior_spine:left``, ``symphysis`` and so on.

    Examples
    --------
    >>> sorted(pelvis(Person(), 50.0, detail=0.35).marks["pelvis"])[:2]
    ['anterior_spine:left', 'anterior_spine:right']
    """
    stance = _Stance(
        standing_tilt(incidence),
        sacral_distance(person) if distance is None else distance,
        (hip_spacing(person) if span is None else span) / 2,
    )
    bones = _left_hip_bone(person, stance, detail)
    right = tuple(solid.over(solid.mesh.mirrored()) for solid in bones)
    spine, crest, pubis = _placed(person, stance, np.stack([_WING[-1, -1, :3], _WING[4, -1, :3], np.array(_FRONT[3])]))
    marks = {}
    for name, point in (("anterior_spine", spine), ("crest", crest)):
        marks[f"{name}:left"], marks[f"{name}:right"] = point, point * [-1.0, 1.0, 1.0]
    return Part(bones + right, {"pelvis": {**marks, "symphysis": pubis * [0.0, 1.0, 1.0]}})


def _left_hip_bone(person: Person, stance: _Stance, detail: float) -> tuple[Solid, ...]:
    def put(points: ArrayLike) -> Array:
        return _placed(person, stance, points)

    def net(nodes: Array) -> Array:
        return np.concatenate([put(nodes[..., :3]), nodes[..., 3:] * person.size], axis=-1)

    def rod(nodes: ArrayLike, sizes: ArrayLike, faces: ArrayLike, count: int) -> tuple[Solid, Solid]:
        line = path_through(put(nodes), steps(count, detail, 5), ends=0.6)
        at = np.linspace(0, 1, len(line))
        width, thick = (curve(size, at) * person.size for size in np.asarray(sizes, float))
        blunt = capped(line, thick / 2)
        up = np.cross(curve(faces, at), np.gradient(line, axis=0))
        return shell(person, swept(line, width * blunt, thick * blunt, up, steps(18, detail, 5)), 1.2)

    plates = (
        *plate(person, net(_WING), (steps(30, detail, 7), steps(18, detail, 5)), 1.1, rims=(1.0, 0.4)),
        *plate(person, net(_WALL), (steps(14, detail, 4), steps(10, detail, 3)), 1.0, rims=(0.4, 0.6)),
    )
    bones = (
        *(_outside_the_joint(person, stance.half, solid) for solid in plates),
        *_cup(person, stance.half, detail),
        *rod(_FRONT, _FRONT_SIZE, _FRONT_FACE, 20),
        *rod(_LOWER, _LOWER_SIZE, _LOWER_FACE, 28),
    )
    return bones if detail < 0.5 else (*bones, *rod(_SPINE, _SPINE_SIZE, _SPINE_FACE, 7))


def _placed(person: Person, stance: _Stance, points: ArrayLike) -> Array:
    """Places of the standing hip bone in the frame of the pelvis: the back part follows the sacrum."""
    at = np.asarray(points, float).copy()
    size, tall = person.size, person.size * _TALLER[person.sex]
    x = at[..., 0] * _WIDER[person.sex] * size
    # Hip joints stand where they are told to; the midline and the crests keep their places.
    moved = stance.half - _HALF_HIPS["M"] * _WIDER[person.sex] * size
    at[..., 0] = x + moved * np.clip(at[..., 0] / _HALF_HIPS["M"], 0, 1)
    at[..., 1:] *= tall
    # The sacrum stands where incidence and distance put it; the wings near it go along, the acetabula stay.
    tilt = np.deg2rad(stance.tilt)
    move = stance.reach * np.array([0.0, np.sin(tilt), np.cos(tilt)]) - np.array([0.0, _S1_BACK, _S1_UP]) * tall
    near = np.clip((at[..., 2] / size + 5) / 95, 0, 1) * np.clip((at[..., 1] / size + 50) / 90, 0, 1)
    at += near[..., None] * move
    back: Array = at @ rotation("x", stance.tilt).T
    return back


def _cup(person: Person, half: float, detail: float) -> tuple[Solid, Solid]:
    """Left acetabulum: a bowl around the femoral head and its cartilage, thick above, thin towards the pelvis."""
    inner = head_radius(person) + _CARTILAGE
    layer = cortex(person, 1.3)
    count, circle = steps(10, detail, 3), ring(1.0, 1.0, steps(28, detail, 6))
    bowls = []
    for gap, stop in ((0.0, 96.0), (layer, 93.0)):
        polar = np.deg2rad(np.linspace(4, stop, count))
        way = circle[None] * np.sin(polar)[:, None, None]
        way[..., 2] = -np.cos(polar)[:, None]
        way = way @ _turned_to(_CUP_WAY).T
        rim = 1 - 0.6 * (polar / polar[-1])[:, None, None] ** 3
        deep = (4.0 + 5.0 * np.clip(way[..., 2:], 0, 1)) * person.size * rim
        outside, inside = way * (inner + np.maximum(deep - gap, gap * 1.3 + 0.2)), way * (inner + 1.3 * gap)
        bowls.append(loft(np.concatenate([outside, inside[::-1]]) + [half, 0, 0]))
    return filled(person, bowls[0], bowls[1])


def _outside_the_joint(person: Person, half: float, solid: Solid) -> Solid:
    """A plate with whatever reaches into the hip joint pushed out of it."""
    centre = np.array([half, 0.0, 0.0])
    arm = solid.mesh.points - centre
    far = np.linalg.norm(arm, axis=1, keepdims=True)
    least = head_radius(person) + _CARTILAGE + (1.0 if solid.material == "cancellous" else 0.0)
    return solid.over(solid.mesh.moved(centre + arm * np.maximum(1.0, least / np.maximum(far, 1.0))))


def _turned_to(way: Array) -> Array:
    """Axes whose third runs along ``way``, as columns."""
    third = way / np.linalg.norm(way)
    first = np.cross([0, 1.0, 0], third)
    first /= np.linalg.norm(first)
    return np.stack([first, np.cross(third, first), third], -1)
