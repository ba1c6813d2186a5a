"""Look: how one station turns signal into stored grey values."""

from dataclasses import dataclass

from measure.errors import SimulationError
from measure.model import Intensity
from measure.simulate.station.blades import Blades
from measure.simulate.station.detail import Detail
from measure.simulate.station.labels import Label
from measure.simulate.station.seams import Seams
from measure.simulate.station.tone import Tone


@dataclass(frozen=True, slots=True)
class Look:
    """Everything between the detector's signal and the stored values; the order is that of the work.

    Attributes
    ----------
    blades : Blades or None
        Collimator.
    seams : Seams or None
        Several shots put together.
    grid : float
        Modulation by the lead strips of the anti-scatter grid: 0.02 is visible, 0 = none.
    dead : int
        Dead pixels; every tenth one is a dead row or column instead.
    chain : Intensity
        LIN stores the signal, LOG its logarithm, DISPLAY what a station makes of that for the eye.
    range : tuple of float
        Shares of the film's tissue that lie below the low and the high end of the range, LOG and DISPLAY.
    headroom : float
        Left free above the high end, as a share of the range: contrast that ``detail`` adds to bone goes there.
    from_air : bool
        The low end is the open beam instead, so that skin and cassette are seen; LOG and DISPLAY.
    latitude : float or None
        Decades of exposure between the ends, instead of what ``range`` finds for the high end.
    detail : Detail or None
        Contrast by scale; DISPLAY only, as all that follows up to ``labels``.
    local : float
        Limit of local histogram equalisation; 0 = none, 2 is strong.
    sharpen : float
        Unsharp mask of 0.4 mm; 0 = none.
    tone : Tone
        Tone curve.
    shutter : float or None
        Grey that the area behind the blades is masked with: 0 black, 1 white; None = as it came.
    labels : tuple of Label
        Texts drawn on the finished picture.
    jpeg : int or None
        Quality of a lossy JPEG of 8 bits that the picture went through.
    bits : int
        Bits stored, 8 to 16.
    monochrome1 : bool
        Stored with bone dark: the header has to say so.
    """

    blades: Blades | None = None
    seams: Seams | None = None
    grid: float = 0.0
    dead: int = 0
    chain: Intensity = Intensity.DISPLAY
    range: tuple[float, float] = (0.01, 0.995)
    headroom: float = 0.0
    from_air: bool = False
    latitude: float | None = None
    detail: Detail | None = Detail()
    local: float = 0.0
    sharpen: float = 0.0
    tone: Tone = Tone()
    shutter: float | None = None
    labels: tuple[Label, ...] = ()
    jpeg: int | None = None
    bits: int = 12
    monochrome1: bool = False

    def __post_init__(self) -> None:
        if self.chain not in (Intensity.LIN, Intensity.LOG, Intensity.DISPLAY):
            raise SimulationError(f"look: expected the chain lin, log or display, got {str(self.chain)!r}")
        if not 8 <= self.bits <= 16:
            raise SimulationError(f"look: expected 8 to 16 bits, got {self.bits}")
        if not 0 <= self.range[0] < self.range[1] <= 1:
            raise SimulationError(f"look: expected a range of two rising shares from 0 to 1, got {self.range}")

    @property
    def top(self) -> int:
        """Largest value that can be stored."""
        return (1 << self.bits) - 1
