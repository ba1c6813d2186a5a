"""Edge: where a saw went through a shaft."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.simulate.seeds import stream

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Edge:
    """Cut through a shaft, straight or oblique, smooth or uneven.

    Attributes
    ----------
    at : float
        Arc length on the axis, mm.
    lateral, posterior : float
        Slope of the cut: mm further distal per mm towards that side.
    rough : float
        Unevenness, standard deviation in mm.
    seed : int
        Which unevenness.
    """

    at: float
    lateral: float = 0.0
    posterior: float = 0.0
    rough: float = 0.0
    seed: int = 0

    def along(self, angle: Array, radius: Array) -> Array:
        """Arc length of the cut at points around the axis."""
        flat = self.at + radius * (self.lateral * np.cos(angle) + self.posterior * np.sin(angle))
        if self.rough == 0.0:
            return np.asarray(flat)
        phase, height = (
            stream(self.seed, "osteotomy").uniform(0, 2 * np.pi, 5),
            stream(self.seed, "teeth").normal(size=5),
        )
        waves = np.sin(np.multiply.outer(angle, np.arange(2, 7)) + phase) @ height
        return np.asarray(flat + self.rough * waves / np.sqrt(2.5))
