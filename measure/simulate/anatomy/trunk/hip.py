"""Hip: the upper third of a femur, hung from the centre of its head."""

import numpy as np

from measure.errors import SimulationError
from measure.simulate.anatomy.bone import spongy
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import cortex, filled, marrow, shrunk, steps
from measure.simulate.anatomy.trunk.jointed import ball_and_shaft
from measure.simulate.anatomy.trunk.pelvis import head_radius
from measure.simulate.solids import Part, Solid, ellipsoid, loft

# Left femur below the head, a man's at size 1, mm from the centre of the head: medial and lateral end of a section
# (x, z), its half depth, its middle's y, and the cortex. Neck-shaft angle 129 degrees and version 10 degrees after
# Toogood et al., Clin Orthop Relat Res 2009;467:876; the rest is textbook anatomy, rounded.
_SECTIONS = np.array(
    [
        (7.7, -26.4, 27.5, 0.0, 15.0, 4.0, 1.6),
        (13.8, -31.6, 34.2, -4.4, 14.5, 5.0, 1.8),
        (17.0, -37.0, 42.0, -5.0, 15.5, 6.5, 2.2),
        (19.5, -43.0, 51.0, 3.0, 17.0, 8.5, 2.0),
        (21.0, -48.0, 60.0, 3.5, 18.5, 10.0, 1.8),
        (22.0, -53.0, 67.0, -8.0, 19.5, 11.0, 1.8),
        (21.0, -59.0, 69.5, -21.0, 19.5, 11.5, 2.0),
        (19.5, -66.0, 67.5, -37.0, 18.5, 11.5, 2.4),
        (20.5, -75.0, 62.0, -55.0, 17.0, 10.5, 3.4),
        (22.5, -90.0, 56.0, -80.0, 15.5, 9.5, 5.0),
        (22.5, -108.0, 51.5, -106.0, 14.5, 8.5, 6.3),
        (21.5, -130.0, 49.5, -130.0, 14.2, 7.5, 7.0),
        (19.0, -165.0, 46.5, -165.0, 14.0, 6.0, 7.2),
    ]
)
_AXIS = np.array([0.79, 0.12, -0.60])  # of the neck, away from the head
_DRAWN_FOR = 24.5  # radius of that head, mm
# Balls inside the head, as shares of its radius, and how dense their spongy bone is; by eye.
_DENSE = ((0.81, 1.1), (0.68, 1.2), (0.54, 1.3))
_DENSE_FROM = 0.6  # detail
_TO_NECK = 123.0  # degrees from the pole of the head to where the neck begins
_MARROW_FROM = 7  # section in which the marrow canal begins


def hip(person: Person, side: str, detail: float = 1.0) -> Part:
    """Head, neck, trochanters and upper shaft of a femur, in the frame ``femur_left`` or ``femur_right``.

    The frame's origin is the centre of the head; the femur hangs along −z.

    Parameters
    ----------
    person : Person
        Whose.
    side : {"left", "right"}
        Of the body.
    detail : float
        1 for a film of full size, 0.35 for a training film.

    Returns
    -------
    Part
        Bone; marks ``femoral_head:left`` ``centre`` and ``top``, the ball's highest point: a radius apart.

    Raises
    ------
    SimulationError
        If the side is unknown.

    Examples
    --------
    >>> ball = hip(Person(sex="M", stature=1753.0), "left").marks["femoral_head:left"]
    >>> 22 < float(ball["top"][2]) < 28
    True
    """
    if side not in ("left", "right"):
        raise SimulationError(f"hip: expected side left or right, got {side!r}")
    radius = head_radius(person)
    bones = _left(person, radius, detail)
    if side == "right":
        bones = tuple(solid.over(solid.mesh.mirrored()) for solid in bones)
    marks = {"centre": np.zeros(3), "top": np.array([0.0, 0.0, radius])}
    return Part(bones, {f"femoral_head:{side}": marks})


def _left(person: Person, radius: float, detail: float) -> tuple[Solid, ...]:
    scale = radius / _DRAWN_FOR  # the whole upper femur goes with its head
    counts = (steps(28, detail, 11), steps(18, detail, 5), steps(30, detail, 8))
    rings, layer = ball_and_shaft(radius, _AXIS, _TO_NECK, _SECTIONS * ([scale] * 6 + [1.0]), counts)
    inner = shrunk(rings, layer * cortex(person, 1.0))
    canal = counts[1] + round(_MARROW_FROM / (len(_SECTIONS) - 1) * (counts[2] - 1))
    bones = *filled(person, loft(rings), loft(inner)), marrow(person, inner[canal:])
    return bones if detail < _DENSE_FROM else (*bones, *_dense(person, radius))


def _dense(person: Person, radius: float) -> tuple[Solid, ...]:
    """What the head bears weight with: spongy bone that grows denser towards the middle of its upper half."""
    found, around = [], 1.0
    for share, density in _DENSE:
        ball = ellipsoid(np.full(3, share * radius), (-0.06 * radius, 0.0, 0.10 * radius))
        found.append(Solid(ball, "cancellous", "cancellous", spongy(person, density), spongy(person, around)))
        around = density
    return tuple(found)
