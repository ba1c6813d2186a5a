"""Technique: how a film is exposed, apart from where tube and detector stand."""

from dataclasses import dataclass

from measure.errors import SimulationError

ANODES = ("up", "down", "left", "right")


@dataclass(frozen=True, slots=True)
class Technique:
    """Settings of an exposure.

    Attributes
    ----------
    kvp : float
        Tube voltage, 40 to 130 kV.
    quanta : float
        Noise-equivalent quanta per mm2 of the detector in the open beam: what sets the noise. ``metered`` finds it
        from what should reach the detector behind the patient. An exposure of speed class 400 gives about 50 000
        there (2.5 uGy, 30 000 photons per mm2 and uGy, two thirds of them counted).
    scatter : float
        Share of the signal that is scatter behind 200 mm of soft tissue, 0 to 0.95, as the grid leaves it: about 0.75
        without grid, 0.3 with one, 0 for a slot scanner. It grows with thickness.
    reach : float
        How far scatter spreads on the detector, mm (standard deviation).
    focal_blur, detector_blur : float
        Unsharpness of focus and detector on the detector, mm (standard deviation); the detector's blurs noise too.
    heel : float
        How much of the heel effect is left by the flat-field correction: 1 all of it, 0 none.
    anode : {"up", "down", "left", "right"}
        Side of the film that the anode is on: less reaches it.
    electronic : float
        Standard deviation of electronic noise on a pixel of 0.15 mm, in signal of the open beam.
    """

    kvp: float = 80.0
    quanta: float = 5e6
    scatter: float = 0.3
    reach: float = 40.0
    focal_blur: float = 0.1
    detector_blur: float = 0.1
    heel: float = 0.1
    anode: str = "up"
    electronic: float = 2e-5

    def __post_init__(self) -> None:
        ranges = {"kvp": (40, 130), "quanta": (1, 1e12), "scatter": (0, 0.95), "reach": (1, 1e3), "focal_blur": (0, 20)}
        ranges |= {"detector_blur": (0, 20), "heel": (0, 2), "electronic": (0, 1)}
        for name, (low, high) in ranges.items():
            if not low <= getattr(self, name) <= high:
                raise SimulationError(f"technique: expected {name} from {low:g} to {high:g}, got {getattr(self, name)}")
        if self.anode not in ANODES:
            raise SimulationError(f"technique: expected the anode {', '.join(ANODES)}, got {self.anode!r}")
