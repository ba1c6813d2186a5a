"""Coronal Cobb angles from the endplates of a chain of vertebrae on a frontal film."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from measure.geometry.lines import cross, directed_angle, midpoint

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

# A curve has at least three vertebrae: two end vertebrae with one between them.
SPAN = 2


class Curve(NamedTuple):
    """One coronal curve, or NaN and −1 where the spine has none.

    Attributes
    ----------
    angle : ndarray, shape (…)
        Magnitude in degrees.
    cranial, caudal : ndarray of int, shape (…)
        Places of the end vertebrae in the chain, from 0.
    convex_right : ndarray of bool, shape (…)
        Whether the apex points to the right of the picture (not of the patient).
    """

    angle: Array
    cranial: Indices
    caudal: Indices
    convex_right: NDArray[np.bool_]


def tilts(
    superior_left: Array, superior_right: Array, inferior_left: Array, inferior_right: Array
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Tilt of every endplate against the rows of the picture, in degrees.

    Endplates are turned so that they all run the same way seen from the head, whichever
    corner was clicked first, and unwrapped down the chain, so that tilts beyond 90
    degrees stay comparable.

    Parameters
    ----------
    superior_left, superior_right, inferior_left, inferior_right : ndarray, shape (…, n, 2)
        Corners as seen on the picture, head to tail.

    Returns
    -------
    superior, inferior : ndarray, shape (…, n)
        Tilts, right end down positive.
    to_right : ndarray of bool, shape (…)
        Whether "rightwards" seen from the head is rightwards on the picture too (not on a
        film that is upside down).
    """
    top, bottom = superior_right - superior_left, inferior_right - inferior_left
    # Twice the way down; only its side matters.
    down = inferior_left + inferior_right - (superior_left + superior_right)
    angles = np.empty((*top.shape[:-1], 2))
    across = np.zeros(top.shape[:-2])
    for edge, plate in enumerate((top, bottom)):
        backwards = cross(down, plate) > 0
        if backwards.any():
            np.negative(plate, out=plate, where=backwards[..., None])
        np.arctan2(plate[..., 0], plate[..., 1], out=angles[..., edge])
        across += plate[..., 1].sum(axis=-1)
    # A chain read head to tail turns little from one endplate to the next.
    flat = angles.reshape(*angles.shape[:-2], -1)
    if np.ptp(flat) > np.pi:
        flat = np.unwrap(flat, axis=-1)
    degrees = np.degrees(flat).reshape(angles.shape)
    return degrees[..., 0], degrees[..., 1], across >= 0


def _widest(high: Array, low: Array, span: int) -> tuple[Array, Indices, Indices]:
    """Largest ``high[j] − low[i]`` over j ≥ i + span, with i and j.

    One pass with a running minimum instead of all pairs: this runs once per redraw.
    """
    count = high.shape[-1]
    running = np.minimum.accumulate(low[..., : count - span], axis=-1)
    gain = high[..., span:] - running
    best = np.argmax(gain, axis=-1)
    # The running minimum at `best` was reached at its first place with that value.
    floor = np.take_along_axis(running, best[..., None], axis=-1)
    start = np.argmax(low[..., : count - span] == floor, axis=-1)
    return np.take_along_axis(gain, best[..., None], axis=-1)[..., 0], start, best + span


def major_curve(superior_left: Array, superior_right: Array, inferior_left: Array, inferior_right: Array) -> Curve:
    """Largest coronal curve: between the two most tilted vertebrae of the chain.

    Angle between the superior endplate of the cranial and the inferior endplate of the
    caudal end vertebra, over all pairs with at least one vertebra between them. The end
    vertebrae are where the tilt turns round (true inflections), because a pair beyond
    them would be less tilted against each other.

    Parameters
    ----------
    superior_left, superior_right, inferior_left, inferior_right : ndarray, shape (…, n, 2)
        Corners as seen on the picture, head to tail; n ≥ 3.

    Returns
    -------
    Curve
        Arrays of shape (…).

    Notes
    -----
    The largest of many noisy differences is biased upwards: with an endplate sd of 1° a
    straight spine of 17 vertebrae reads about 3.6°. The sd must therefore come from
    redrawing the whole selection (``geometry.resample``), which reports the bias too.
    """
    superior, inferior, to_right = tilts(superior_left, superior_right, inferior_left, inferior_right)
    return _major(superior, inferior, to_right)


def _major(superior: Array, inferior: Array, to_right: NDArray[np.bool_]) -> Curve:
    rising, i_rising, j_rising = _widest(inferior, superior, SPAN)
    falling, i_falling, j_falling = _widest(-inferior, -superior, SPAN)
    rises = rising >= falling
    return Curve(
        np.maximum(rising, falling),
        np.where(rises, i_rising, i_falling),
        np.where(rises, j_rising, j_falling),
        rises == to_right,
    )


def _partner(gain: Array, allowed: NDArray[np.bool_]) -> tuple[Array, Indices]:
    """Best allowed partner of a shared end vertebra; NaN and −1 where none turns the other way."""
    masked = np.where(allowed & (gain > 0), gain, -np.inf)
    best = np.argmax(masked, axis=-1)
    angle = np.take_along_axis(masked, best[..., None], axis=-1)[..., 0]
    found = np.isfinite(angle)
    return np.where(found, angle, np.nan), np.where(found, best, -1)


def _above(superior: Array, inferior: Array, to_right: NDArray[np.bool_], major: Curve) -> Curve:
    rises = (major.convex_right == to_right)[..., None]
    shared = np.take_along_axis(inferior, major.cranial[..., None], axis=-1)
    gain = np.where(rises, superior - shared, shared - superior)
    angle, partner = _partner(gain, np.arange(superior.shape[-1]) <= major.cranial[..., None] - SPAN)
    return Curve(angle, partner, np.where(partner < 0, -1, major.cranial), ~major.convex_right)


def _below(superior: Array, inferior: Array, to_right: NDArray[np.bool_], major: Curve) -> Curve:
    rises = (major.convex_right == to_right)[..., None]
    shared = np.take_along_axis(superior, major.caudal[..., None], axis=-1)
    gain = np.where(rises, shared - inferior, inferior - shared)
    angle, partner = _partner(gain, np.arange(superior.shape[-1]) >= major.caudal[..., None] + SPAN)
    return Curve(angle, np.where(partner < 0, -1, major.caudal), partner, ~major.convex_right)


def curve_above(superior_left: Array, superior_right: Array, inferior_left: Array, inferior_right: Array) -> Curve:
    """Curve above the major one, turning the other way and sharing its cranial end vertebra.

    Arguments and result as for ``major_curve``; NaN where there is none.
    """
    found = tilts(superior_left, superior_right, inferior_left, inferior_right)
    return _above(*found, _major(*found))


def curve_below(superior_left: Array, superior_right: Array, inferior_left: Array, inferior_right: Array) -> Curve:
    """Curve below the major one, turning the other way and sharing its caudal end vertebra.

    Arguments and result as for ``major_curve``; NaN where there is none.
    """
    found = tilts(superior_left, superior_right, inferior_left, inferior_right)
    return _below(*found, _major(*found))


class Curves(NamedTuple):
    """The largest curve with its two neighbours."""

    major: Curve
    above: Curve
    below: Curve

    @property
    def angle(self) -> Array:
        """Angles of all three, shape (…, 3)."""
        return np.stack([self.major.angle, self.above.angle, self.below.angle], axis=-1)


def curves(superior_left: Array, superior_right: Array, inferior_left: Array, inferior_right: Array) -> Curves:
    """All three curves at once, with one search for the tilts and the largest.

    Equal to ``major_curve``, ``curve_above`` and ``curve_below``. Redrawing this one
    (``geometry.resample`` gives shape (…, 3)) takes little more time than redrawing any
    of the three.
    """
    found = tilts(superior_left, superior_right, inferior_left, inferior_right)
    major = _major(*found)
    return Curves(major, _above(*found, major), _below(*found, major))


def fixed_curve(
    cranial_superior_left: Array, cranial_superior_right: Array,
    cranial_inferior_left: Array, cranial_inferior_right: Array,
    caudal_superior_left: Array, caudal_superior_right: Array,
    caudal_inferior_left: Array, caudal_inferior_right: Array,
) -> Curve:  # fmt: skip
    """Curve between two given end vertebrae, kept from an earlier film.

    Superior endplate of the cranial against inferior endplate of the caudal one. All
    corners of both bodies are taken, because a body says which way its endplates run
    even where the two lie far to the side of each other.

    Parameters
    ----------
    cranial_superior_left, ... : ndarray, shape (…, 2)
        Corners of the two end vertebrae as seen on the picture.

    Returns
    -------
    Curve
        Angle 0 to 180 degrees, whichever corner of an endplate comes first.

    Examples
    --------
    >>> def body(row, degrees):
    ...     turn = np.radians(degrees)
    ...     across, down = np.array([np.sin(turn), np.cos(turn)]) * 20, np.array([np.cos(turn), -np.sin(turn)]) * 14
    ...     centre = np.array([row, 0.0])
    ...     return [centre + v * down + h * across for v in (-1, 1) for h in (-1, 1)]
    >>> round(float(fixed_curve(*body(0, 12), *body(200, -3)).angle), 9)
    15.0
    """
    superior, inferior, to_right = tilts(
        np.stack([cranial_superior_left, caudal_superior_left], axis=-2),
        np.stack([cranial_superior_right, caudal_superior_right], axis=-2),
        np.stack([cranial_inferior_left, caudal_inferior_left], axis=-2),
        np.stack([cranial_inferior_right, caudal_inferior_right], axis=-2),
    )
    turned = inferior[..., 1] - superior[..., 0]
    place = np.zeros(turned.shape, dtype=np.intp)
    return Curve(np.abs(turned), place, place + 1, (turned >= 0) == to_right)


def endplate_angle(upper_left: Array, upper_right: Array, lower_left: Array, lower_right: Array) -> Array:
    """Cobb angle between two lines, where nothing but the lines is known.

    Between two vertebrae use ``fixed_curve``: without the bodies, two lines far to the side
    of each other (by more than their distance over the tangent of half the angle) cannot
    be told from their supplement.

    Parameters
    ----------
    upper_left, upper_right : ndarray, shape (…, 2)
        Superior endplate of the cranial end vertebra.
    lower_left, lower_right : ndarray, shape (…, 2)
        Inferior endplate of the caudal end vertebra.

    Returns
    -------
    ndarray, shape (…)
        Degrees, 0 to 180, whichever corner of an endplate comes first.

    Examples
    --------
    >>> def tilted(row, degrees):
    ...     slope = np.array([np.sin(np.radians(degrees)), np.cos(np.radians(degrees))]) * 20
    ...     return np.array([row, 0.0]) - slope, np.array([row, 0.0]) + slope
    >>> round(float(endplate_angle(*tilted(0, 12), *tilted(200, -3))), 9)
    15.0
    """
    upper, lower = upper_right - upper_left, lower_right - lower_left
    down = midpoint(lower_left, lower_right) - midpoint(upper_left, upper_right)
    upper = np.where((cross(down, upper) > 0)[..., None], -upper, upper)
    lower = np.where((cross(down, lower) > 0)[..., None], -lower, lower)
    return directed_angle(upper, lower)


def straightened(
    superior_left: Array, superior_right: Array, inferior_left: Array, inferior_right: Array
) -> tuple[Array, Array, Array, Array]:
    """Same vertebrae on a straight spine: all endplates parallel, their lengths and middles kept.

    They take the mean tilt, so that a picture on its side is no different. What
    ``major_curve`` reads on these, with the noise of the marks, is what it would read on a
    patient without any curve.
    """
    superior, inferior, _ = tilts(superior_left, superior_right, inferior_left, inferior_right)
    mean = np.radians((superior + inferior).mean(axis=-1, keepdims=True) / 2)
    along = np.stack([np.sin(mean), np.cos(mean)], axis=-1)
    return (*_turned(superior_left, superior_right, along), *_turned(inferior_left, inferior_right, along))


def _turned(left: Array, right: Array, along: Array) -> tuple[Array, Array]:
    middle, half = midpoint(left, right), np.linalg.norm(right - left, axis=-1)[..., None] / 2
    return middle - half * along, middle + half * along
