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
        [(40, 83, 54, 12), (44, 88, 63, 17), (44, 91, 72, 18), (45, 93, 82, 16), (45, 93, 91, 11)],
        [(48, 68, 54, 14), (54, 71, 65, 20), (60, 74, 81, 21), (61, 77, 103, 13), (62, 73, 124, 9)],
        [(54, 47, 50, 14), (61, 49, 62, 19), (66, 50, 82, 14), (76, 52, 114, 7), (86, 49, 140, 9)],
        [(59, 30, 41, 15), (69, 31, 53, 23), (80, 32, 76, 11), (98, 29, 116, 3), (110, 24, 146, 9)],
        [(60, 11, 36, 14), (79, 12, 50, 27), (95, 8, 72, 12), (115, 4, 110, 3.5), (127, -3, 139, 10)],
        [(61, -8, 29, 13), (86, -9, 47, 27), (102, -16, 66, 13), (120, -21, 98, 5), (132, -27, 121, 13)],
        [(65, -24, 17, 12), (93, -27, 39, 24), (107, -37, 56, 16), (120, -44, 77, 9), (128, -47, 97, 12)],
        [(72, -32, 9, 10), (97, -38, 31, 18), (107, -45, 45, 14), (115, -50, 59, 10), (121, -53, 72, 10)],
    ],
    float,
)
# Cortex at these places, mm: a dense buttress along the notch and the brim, hardly any where the wing goes over into
# the acetabulum and the wall of the true pelvis.
_WING_CORTEX = np.array(
    [
        (2.4, 1.6, 1.4, 1.4, 1.4),
        (2.8, 2.0, 1.4, 1.2, 1.4),
        (3.2, 2.4, 1.4, 1.0, 1.5),
        (2.8, 2.6, 1.4, 0.9, 1.6),
        (0.5, 2.2, 1.5, 0.9, 1.7),
        (0.3, 1.8, 1.6, 1.2, 1.9),
        (0.3, 1.6, 1.6, 1.4, 1.7),
        (0.3, 1.4, 1.6, 1.5, 1.5),
    ]
)
# Inner wall of the true pelvis and, behind the socket, the thick column down from the notch: brim above, obturator
# foramen and ischium below.
_WALL = np.array(
    [
        [(69, -27, 8, 6), (65, -25, -2, 6), (66, -22, -12, 5)],
        [(64, -9, 22, 6), (57.5, -7, 2, 2.5), (61, -4, -20, 5)],
        [(62, 10, 33, 8), (55.5, 13, 8, 3), (60, 12, -25, 6)],
        [(61, 29, 43, 14), (59, 32, 12, 21), (65, 30, -29, 9)],
        [(53, 57, 52, 8), (57, 43, 22, 16), (60, 41, -22, 7)],
    ],
    float,
)
_WALL_CORTEX = np.array([(0.2, 0.6, 0.4), (0.2, 0.8, 0.4), (0.2, 0.9, 0.4), (0.2, 2.2, 0.5), (1.0, 2.8, 0.8)])
# Rods of bone: places, then height and thickness along them, and the cortex: none to be seen where a rod ends in
# other bone.
_FRONT = ((71, -30, 9), (58, -38, 5), (40, -48, -3), (25, -54, -10), (15.3, -54, -22), (15, -50, -44))
_FRONT_SIZE = ((18, 17, 13, 19, 25, 22), (9, 13, 11, 13, 14, 12), (0.2, 1.2, 1.6, 1.3, 1.2, 0.2))
_LOWER = ((72, 27, -20), (71, 29, -36), (66, 26, -51), (54, 8, -63), (40, -16, -62), (27, -36, -53), (17, -49, -38))
_LOWER_SIZE = ((30, 32, 34, 26, 16, 15, 9), (28, 27, 25, 16, 10, 9, 5), (0.2, 1.4, 1.6, 1.6, 1.3, 1.0, 0.2))
_SPINE = ((57, 40, 0), (51, 47, -7), (46, 50, -11))
_SPINE_SIZE = ((18, 8, 1.5), (9, 6, 1.5), (0.15, 0.5, 0.8))
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
        width, thick, layer = (curve(size, at) * person.size for size in np.asarray(sizes, float))
        blunt = capped(line, thick / 2)
        up = np.cross(curve(faces, at), np.gradient(line, axis=0))
        return shell(person, swept(line, width * blunt, thick * blunt, up, steps(18, detail, 5)), layer / person.size)

    fine, coarse = (steps(30, detail, 7), steps(18, detail, 5)), (steps(14, detail, 4), steps(10, detail, 3))
    plates = (
        *plate(person, net(_WING), fine, _WING_CORTEX, rims=(0.4, 0.5), ends=(0.35, 0.45)),
        *plate(person, net(_WALL), coarse, _WALL_CORTEX, rims=(0.4, 0.15), ends=(0.4, 0.4)),
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
    """Left acetabulum: a bowl around the femoral head and its cartilage, open below.

    Thick and dense above, thick behind, thin towards the pelvis; its outside is bare where no other bone joins it.
    """
    inner = head_radius(person) + _CARTILAGE
    layer = cortex(person, 1.2)
    count, circle = steps(10, detail, 3), ring(1.0, 1.0, steps(28, detail, 6))
    turn = _turned_to(_CUP_WAY)
    open_below = np.clip((-(circle @ turn.T)[:, 2] - 0.4) / 0.3, 0, 1)
    bowls = []
    for less, stop in ((0.0, 96.0), (1.0, 93.0)):
        polar = np.deg2rad(np.linspace(4, stop, count))[:, None] * (1 - 0.42 * open_below**2)
        way = circle[None] * np.sin(polar)[..., None]
        way[..., 2] = -np.cos(polar)
        way = way @ turn.T
        up, back = np.clip(way[..., 2:], 0, 1), np.clip(way[..., 1:2], 0, 1)
        rim = 1 - 0.6 * np.linspace(0, 1, count)[:, None, None] ** 3
        deep = (3.2 + 3.5 * up + 4.0 * back) * person.size * rim
        bare = np.clip(1 - 1.3 * up - 0.9 * back, 0.12, 1)
        floor = less * layer * (1 + 1.5 * up**2)
        outside = way * (inner + np.maximum(deep - less * layer * bare, floor + 0.2))
        bowls.append(loft(np.concatenate([outside, (way * (inner + floor))[::-1]]) + [half, 0, 0]))
    return filled(person, bowls[0], bowls[1])


def _outside_the_joint(person: Person, half: float, solid: Solid) -> Solid:
    """A plate with whatever reaches into the hip joint pushed out of it."""
    centre = np.array([half, 0.0, 0.0])
    arm = solid.mesh.points - centre
    far = np.linalg.norm(arm, axis=1, keepdims=True)
    least = head_radius(person) + _CARTILAGE + 4.5 + (0.5 if solid.material == "cancellous" else 0.0)
    return solid.over(solid.mesh.moved(centre + arm * np.maximum(1.0, least / np.maximum(far, 1.0))))


def _turned_to(way: Array) -> Array:
    """Axes whose third runs along ``way``, as columns."""
    third = way / np.linalg.norm(way)
    first = np.cross([0, 1.0, 0], third)
    first /= np.linalg.norm(first)
    return np.stack([first, np.cross(third, first), third], -1)
