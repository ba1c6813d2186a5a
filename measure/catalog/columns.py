"""The columnar kernel: stacked marks of any number of films in, values and sds out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.geometry import Propagated, jacobian, resample
from measure.model import Kind, Measure, Propagation

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Values of one measure for a batch.

    Attributes
    ----------
    value, sd, floor, bias : ndarray, shape (…)
        ``sd`` includes the floor, in quadrature. NaN where the marks define no value.
    """

    value: Array
    sd: Array
    floor: Array
    bias: Array


def evaluate_columns(
    measure: Measure,
    points: Array,
    covariance: Array,
    *,
    relative_scale_sd: float = 0.0,
    scaled: bool = True,
    seed: int = 0,
) -> Columns:
    """Value and sd of one measure for many structures or films at once.

    Parameters
    ----------
    measure : Measure
        Entry of the catalogue.
    points : ndarray, shape (P, …, 2)
        Marks in the order of ``measure.needs.marks``, multiplied by the spacing; for marks
        of ``each`` structure, shape (P, …, n, 2) head to tail.
    covariance : ndarray, shape (P, …, 2, 2)
        Covariance of each mark, in the unit of the points squared.
    relative_scale_sd : float
        Relative sd of the scale, common to all marks.
    scaled : bool
        Whether the points are in mm; decides which floor applies to lengths.
    seed : int
        For measures that are redrawn.

    Returns
    -------
    Columns
        One value per structure or film.

    Examples
    --------
    >>> from measure.catalog import get
    >>> marks = np.array([[6.0, 0.0], [28.0, 0.0]])[:, None, :]
    >>> spread = np.broadcast_to(0.49 * np.eye(2), (2, 1, 2, 2))
    >>> columns = evaluate_columns(get("anterior_height"), marks, spread)
    >>> columns.value.tolist(), columns.sd.round(3).tolist()
    ([22.0], [1.109])
    """
    spread = propagate(measure, points, covariance, relative_scale_sd=relative_scale_sd, seed=seed)
    return columns_of(measure, spread, scaled=scaled)


def propagate(
    measure: Measure, points: Array, covariance: Array, *, relative_scale_sd: float = 0.0, seed: int = 0
) -> Propagated:
    """Value and spread of the function of a measure, for all measures that share it at once."""
    if measure.propagation is Propagation.RESAMPLE:
        return resample(measure.function, points, covariance, relative_scale_sd=relative_scale_sd, seed=seed)
    return jacobian(measure.function, points, covariance, relative_scale_sd=relative_scale_sd)


def columns_of(measure: Measure, spread: Propagated, *, scaled: bool = True) -> Columns:
    """Columns of one measure out of what ``propagate`` gave for its function."""
    if measure.part is not None:
        value, sd, bias = (a[..., measure.part] for a in (spread.value, spread.sd, spread.bias))
        spread = Propagated(value, sd, bias)
    if measure.kind is Kind.LENGTH and not scaled:
        floor = measure.floor.relative * np.abs(spread.value)
    else:
        floor = np.full_like(spread.value, measure.floor.absolute)
    return Columns(spread.value, np.hypot(spread.sd, floor), floor, spread.bias)
