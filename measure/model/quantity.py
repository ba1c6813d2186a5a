"""Quantity: a value that never travels without its unit, its sd and its status."""

import math
from dataclasses import dataclass
from enum import StrEnum

from measure.errors import ModelError


class ValueStatus(StrEnum):
    """Whether there is a value, and if not, of which sort the gap is."""

    MEASURED = "measured"
    NOT_MEASURABLE = "not_measurable"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with unit, standard deviation and status, or the reason why there is none.

    Attributes
    ----------
    value : float or None
        The value; None unless measured.
    unit : str
        UCUM: mm, deg, {ratio}, %, {pixel}, mm2, d/cm.
    sd : float or None
        Standard deviation (1 sigma) in the unit of the value, model floor included.
    floor_sd : float
        The part of ``sd`` that is the model floor: what readers vary by beyond point noise.
    status : ValueStatus
        measured, not_measurable or missing.
    reason : str or None
        Why there is no value. Required then, forbidden otherwise.

    Examples
    --------
    >>> round(Quantity(25.0, "mm", sd=1.3, floor_sd=0.5).propagated_sd, 6)
    1.2
    >>> Quantity.absent("mm", "facing_not_stated").status
    <ValueStatus.NOT_MEASURABLE: 'not_measurable'>
    """

    value: float | None
    unit: str
    sd: float | None = None
    floor_sd: float = 0.0
    status: ValueStatus = ValueStatus.MEASURED
    reason: str | None = None

    def __post_init__(self) -> None:
        measured = self.status is ValueStatus.MEASURED
        if measured != (self.value is not None):
            raise ModelError(f"quantity: status {self.status} with value {self.value}")
        if measured and not math.isfinite(self.value):  # type: ignore[arg-type]
            raise ModelError(f"quantity: expected a finite value, got {self.value}; use Quantity.absent")
        if measured == bool(self.reason):
            raise ModelError(f"quantity: status {self.status} with reason {self.reason!r}")
        if self.sd is not None and not 0 <= self.floor_sd <= self.sd < math.inf:
            raise ModelError(f"quantity: expected 0 <= floor sd <= sd, got {self.floor_sd} and {self.sd}")

    @classmethod
    def absent(cls, unit: str, reason: str, status: ValueStatus = ValueStatus.NOT_MEASURABLE) -> "Quantity":
        """Quantity without a value, with the reason for it."""
        return cls(None, unit, status=status, reason=reason)

    @property
    def propagated_sd(self) -> float | None:
        """Sd that comes from the marks and the scale alone, without the model floor."""
        return None if self.sd is None else math.sqrt(max(self.sd**2 - self.floor_sd**2, 0.0))
