"""Tone: the curve from attenuation to grey, as film and stations bend it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.errors import SimulationError

FAMILIES = ("straight", "gamma", "sigmoid", "film")
# Optical density of base and fog, and of the blackest film: textbook values, rounded.
_FOG, _BLACKEST = 0.2, 2.6


@dataclass(frozen=True, slots=True)
class Tone:
    """Curve from attenuation (0 = low end of the range, 1 = high end) to grey (0 black, 1 white).

    Attributes
    ----------
    family : {"straight", "gamma", "sigmoid", "film"}
        ``gamma`` is a power; ``sigmoid`` has toe and shoulder, as stations for soft copy have it;
        ``film`` is the light through a film whose density follows a sigmoid, dark in the toe.
    contrast : float
        Exponent of ``gamma``; steepness of ``sigmoid`` and ``film``: 2 is soft, 8 is hard.
    centre : float
        Attenuation of the steepest part, of ``sigmoid`` and ``film``.
    black, white : float
        Grey of the curve's ends; 0.5 and 0.95 is the washed-out picture of a wrong window.

    Examples
    --------
    >>> Tone("gamma", 2.0)([0.0, 0.5, 1.0, 3.0])
    array([0.  , 0.25, 1.  , 1.  ])
    """

    family: str = "sigmoid"
    contrast: float = 4.0
    centre: float = 0.5
    black: float = 0.0
    white: float = 1.0

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise SimulationError(f"tone: expected one of {', '.join(FAMILIES)}, got {self.family!r}")
        if self.contrast <= 0:
            raise SimulationError(f"tone: expected a contrast above 0, got {self.contrast:g}")

    def __call__(self, attenuation: ArrayLike) -> NDArray[np.float64]:
        """Grey of attenuations; what lies beyond the ends takes the grey of the ends."""
        x = np.clip(np.asarray(attenuation, float), 0.0, 1.0)
        return self.black + (self.white - self.black) * self._curve(x)

    def _curve(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.family == "straight":
            return x
        if self.family == "gamma":
            bent: NDArray[np.float64] = x**self.contrast
            return bent
        low, high, s = (1 / (1 + np.exp(-2 * self.contrast * (v - self.centre))) for v in (np.zeros(1), np.ones(1), x))
        if self.family == "sigmoid":
            return (s - low) / (high - low)
        light, dark, bright = (10.0 ** -(_FOG + (_BLACKEST - _FOG) * (1 - v)) for v in (s, low, high))
        return (light - dark) / (bright - dark)
