"""Global sagittal balance on a lateral film: plumb line, sacrum, pelvis, and how they fit the lordosis.

All functions take points of shape (…, 2) in (row, col), in mm or in square pixels, and
give arrays of shape (…). "In front" is told by the sacral endplate, from its posterior to
its anterior corner, never by a side of the picture. ``sagittal_vertical_axis``,
``sacral_slope`` and ``pelvic_tilt`` compare with the plumb line and take the rows of the
picture for it: the film must be upright and the patient standing. ``pelvic_incidence``,
``t1_pelvic_angle`` and ``pi_ll_mismatch`` do not care how the film is turned. The hip axis
is the middle between the centres of both femoral heads.

Sources: domain reference §1.9, recalled there and not checked against the papers.
"""

import numpy as np
from numpy.typing import NDArray

from measure.geometry.lines import cross, directed_angle, distance, dot, midpoint, signed_angle
from measure.spine.vertebra import kyphotic_angle, ratio

Array = NDArray[np.float64]

FOLDED = 0.1  # degrees by which incidence may differ from slope plus tilt


def _sign(value: Array) -> Array:
    """−1 or 1, and NaN for 0, which says neither."""
    return np.where(value == 0, np.nan, np.sign(value))


def _forward(anterior: Array, posterior: Array) -> Array:
    """Side of the picture that the patient faces: 1 right, −1 left, NaN where the endplate stands upright."""
    return _sign(anterior[..., 1] - posterior[..., 1])


def body_centre(
    superior_anterior: Array, superior_posterior: Array, inferior_anterior: Array, inferior_posterior: Array
) -> Array:
    """Centroid of a vertebral body: mean of its four corners, shape (…, 2)."""
    return midpoint(midpoint(superior_anterior, superior_posterior), midpoint(inferior_anterior, inferior_posterior))


def sagittal_vertical_axis(
    c7_superior_anterior: Array, c7_superior_posterior: Array,
    c7_inferior_anterior: Array, c7_inferior_posterior: Array,
    s1_anterior: Array, s1_posterior: Array,
) -> Array:  # fmt: skip
    """Sagittal vertical axis (C7 plumb): how far the trunk leans in front of the sacrum.

    Horizontal distance from the posterior superior corner of S1 to the plumb line through
    the centroid of C7; positive where C7 lies in front. It needs millimetres; without a
    calibration use ``sagittal_vertical_axis_ratio``.

    Parameters
    ----------
    c7_superior_anterior, ... : ndarray, shape (…, 2)
        The four corners of C7.
    s1_anterior, s1_posterior : ndarray, shape (…, 2)
        Corners of the sacral endplate.

    Returns
    -------
    ndarray, shape (…)
        In the unit of the points; NaN where the sacral endplate stands upright on the
        picture, so that it does not show which side is the front.

    Examples
    --------
    >>> c7 = np.array([[0.0, 30.0], [0.0, 50.0], [16.0, 30.0], [16.0, 50.0]])
    >>> float(sagittal_vertical_axis(*c7, np.array([520.0, 25.0]), np.array([490.0, 70.0])))
    30.0
    """
    centre = body_centre(c7_superior_anterior, c7_superior_posterior, c7_inferior_anterior, c7_inferior_posterior)
    return _forward(s1_anterior, s1_posterior) * (centre[..., 1] - s1_posterior[..., 1])


def sagittal_vertical_axis_ratio(
    c7_superior_anterior: Array, c7_superior_posterior: Array,
    c7_inferior_anterior: Array, c7_inferior_posterior: Array,
    s1_anterior: Array, s1_posterior: Array,
) -> Array:  # fmt: skip
    """Sagittal vertical axis in percent of the length of the sacral endplate; needs no calibration.

    Arguments as for ``sagittal_vertical_axis``.
    """
    lean = sagittal_vertical_axis(
        c7_superior_anterior, c7_superior_posterior, c7_inferior_anterior, c7_inferior_posterior,
        s1_anterior, s1_posterior,
    )  # fmt: skip
    return 100 * ratio(lean, distance(s1_anterior, s1_posterior))


def sacral_slope(s1_anterior: Array, s1_posterior: Array) -> Array:
    """Sacral slope: tilt of the sacral endplate against the horizontal, positive where its front is lower.

    Parameters
    ----------
    s1_anterior, s1_posterior : ndarray, shape (…, 2)
        Corners of the sacral endplate.

    Returns
    -------
    ndarray, shape (…)
        Degrees, −90 to 90; NaN where the two fall together.

    Examples
    --------
    >>> round(float(sacral_slope(np.array([530.0, 30.0]), np.array([500.0, 70.0]))), 2)
    36.87
    """
    along = s1_anterior - s1_posterior
    slope = np.degrees(np.arctan2(along[..., 0], np.abs(along[..., 1])))
    return np.where(dot(along, along) > 0, slope, np.nan)


def pelvic_tilt(s1_anterior: Array, s1_posterior: Array, hip_axis: Array) -> Array:
    """Pelvic tilt: how far the pelvis is turned backwards about the hips to keep the trunk upright.

    Angle between the plumb line and the line from the middle of the sacral endplate to the
    hip axis; positive where the hip axis lies in front.

    Parameters
    ----------
    s1_anterior, s1_posterior : ndarray, shape (…, 2)
        Corners of the sacral endplate.
    hip_axis : ndarray, shape (…, 2)
        Middle between the centres of both femoral heads.

    Returns
    -------
    ndarray, shape (…)
        Degrees; NaN where the endplate stands upright on the picture or its middle lies
        on the hip axis.

    Examples
    --------
    >>> sacrum = np.array([530.0, 30.0]), np.array([500.0, 70.0])
    >>> round(float(pelvic_tilt(*sacrum, np.array([615.0, 30.0]))), 2)
    11.31
    """
    reach = hip_axis - midpoint(s1_anterior, s1_posterior)
    ahead = _forward(s1_anterior, s1_posterior) * reach[..., 1]
    return np.where(dot(reach, reach) > 0, np.degrees(np.arctan2(ahead, reach[..., 0])), np.nan)


def pelvic_incidence(s1_anterior: Array, s1_posterior: Array, hip_axis: Array) -> Array:
    """Pelvic incidence: the shape of the pelvis, which posture leaves alone.

    Angle between the line at right angles to the sacral endplate at its middle and the
    line from there to the hip axis; positive where the hip axis lies in front. It equals
    sacral slope plus pelvic tilt, however the patient stands.

    Arguments as for ``pelvic_tilt``.

    Returns
    -------
    ndarray, shape (…)
        Degrees, −90 to 90; NaN where the endplate has no length or its middle lies on the
        hip axis.

    Notes
    -----
    Three points do not tell a pelvis from its mirror image, so the hip axis is taken to lie
    below the line of the endplate, as it does up to an incidence of 90 degrees.

    Examples
    --------
    >>> sacrum, hips = (np.array([530.0, 30.0]), np.array([500.0, 70.0])), np.array([615.0, 30.0])
    >>> round(float(pelvic_incidence(*sacrum, hips)), 2)
    48.18
    >>> round(float(sacral_slope(*sacrum) + pelvic_tilt(*sacrum, hips)), 2)
    48.18
    """
    return 90 - directed_angle(s1_anterior - s1_posterior, hip_axis - midpoint(s1_anterior, s1_posterior))


def beyond_endplate(s1_anterior: Array, s1_posterior: Array, hip_axis: Array) -> NDArray[np.bool_]:
    """Whether the hip axis lies above the line of the endplate: incidence is then not slope plus tilt.

    An incidence above 90°, which is rare, or a mark in the wrong place. Arguments as for
    ``pelvic_tilt``.

    Examples
    --------
    >>> sacrum = np.array([530.0, 30.0]), np.array([500.0, 70.0])
    >>> bool(beyond_endplate(*sacrum, np.array([615.0, 30.0]))), bool(beyond_endplate(*sacrum, np.array([450.0, 10.0])))
    (False, True)
    """
    total = sacral_slope(s1_anterior, s1_posterior) + pelvic_tilt(s1_anterior, s1_posterior, hip_axis)
    return np.abs(pelvic_incidence(s1_anterior, s1_posterior, hip_axis) - total) > FOLDED


def t1_pelvic_angle(
    t1_superior_anterior: Array, t1_superior_posterior: Array,
    t1_inferior_anterior: Array, t1_inferior_posterior: Array,
    s1_anterior: Array, s1_posterior: Array, hip_axis: Array,
) -> Array:  # fmt: skip
    """T1 pelvic angle: lean of the trunk and tilt of the pelvis in one angle, needing no plumb line.

    Angle at the hip axis between the line to the centroid of T1 and the line to the middle
    of the sacral endplate; positive where T1 lies in front of the latter.

    Parameters
    ----------
    t1_superior_anterior, ... : ndarray, shape (…, 2)
        The four corners of T1.
    s1_anterior, s1_posterior : ndarray, shape (…, 2)
        Corners of the sacral endplate.
    hip_axis : ndarray, shape (…, 2)
        Middle between the centres of both femoral heads.

    Returns
    -------
    ndarray, shape (…)
        Degrees, −180 to 180; NaN where a line has no length, or where the hip axis lies on
        the line of the endplate, so that nothing shows which side is the front.

    Examples
    --------
    T1 straight above the hips: what is left is the pelvic tilt.

    >>> t1 = np.array([[0.0, 20.0], [0.0, 40.0], [16.0, 20.0], [16.0, 40.0]])
    >>> sacrum, hips = (np.array([530.0, 30.0]), np.array([500.0, 70.0])), np.array([615.0, 30.0])
    >>> round(float(t1_pelvic_angle(*t1, *sacrum, hips)), 2)
    11.31
    """
    trunk = body_centre(t1_superior_anterior, t1_superior_posterior, t1_inferior_anterior, t1_inferior_posterior)
    sacrum = midpoint(s1_anterior, s1_posterior)
    # The hips hang below the endplate: that, and not the picture, tells front from back.
    handed = _sign(cross(s1_anterior - s1_posterior, hip_axis - sacrum))
    return signed_angle(sacrum - hip_axis, trunk - hip_axis) * handed


def pi_ll_mismatch(
    l1_anterior: Array, l1_posterior: Array, s1_anterior: Array, s1_posterior: Array, hip_axis: Array
) -> Array:
    """PI−LL: by how much the lumbar lordosis falls short of what the pelvis asks for.

    Pelvic incidence minus the magnitude of the lordosis between the superior endplates of
    L1 and S1. Lordosis is signed negative here, so the two are added, and a kyphotic
    lumbar spine widens the mismatch.

    Parameters
    ----------
    l1_anterior, l1_posterior, s1_anterior, s1_posterior : ndarray, shape (…, 2)
        Superior endplates of L1 and S1.
    hip_axis : ndarray, shape (…, 2)
        Middle between the centres of both femoral heads.

    Returns
    -------
    ndarray, shape (…)
        Degrees; NaN where one of the two angles is undefined.

    Examples
    --------
    A pelvis of 48.18° with L1 level and the sacrum tilted by 36.87°: a lordosis of −36.87°.

    >>> l1 = np.array([330.0, 20.0]), np.array([330.0, 54.0])
    >>> sacrum, hips = (np.array([530.0, 30.0]), np.array([500.0, 70.0])), np.array([615.0, 30.0])
    >>> round(float(pi_ll_mismatch(*l1, *sacrum, hips)), 2)
    11.31
    """
    lordosis = kyphotic_angle(l1_anterior, l1_posterior, s1_anterior, s1_posterior)
    return pelvic_incidence(s1_anterior, s1_posterior, hip_axis) + lordosis
