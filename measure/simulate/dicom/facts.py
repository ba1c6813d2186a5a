"""Facts of a film: all that its header will say, and nobody's name."""

import re
from dataclasses import dataclass

from measure.errors import SimulationError
from measure.model import Facing, Intensity, Posture, Side, View
from measure.simulate.dicom.scale import ScaleTags

_SUBJECT = re.compile(r"SIM(-[A-Z]{1,12})?-[0-9]{1,10}")
_NAME = re.compile(r"[a-z0-9_-]{1,16}")
REGIONS = (
    "spine", "cervical_spine", "thoracic_spine", "thoracolumbar_spine", "lumbar_spine", "lower_limb", "femur", "tibia",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What the header of one simulated film says.

    Attributes
    ----------
    plan, visit, film : str
        Names that the UIDs are made from: the study as a whole, the day, the film of that day. The same names
        give the same UIDs. Small letters, digits, ``_`` and ``-``; at most 16.
    subject : str
        ``SIM-`` and four digits.
    day : int
        Days after 2001-01-01.
    sex : {"F", "M"}
        Sex.
    age : int
        Years.
    modality : {"DX", "CR"}
        Digital detector or storage plate.
    for_processing : bool
        Raw data; DX only.
    view : View
        Frontal or lateral.
    projection : {"AP", "PA"}
        Way of the rays of a frontal film; either is stored with the patient's left on the right.
    facing : Facing or None
        Side of the picture that the patient faces on a lateral film.
    region : str
        One of ``REGIONS``.
    side : Side or None
        Limb that was taken; None for the spine.
    posture : Posture or None
        How the patient was held; None = not said.
    scale : ScaleTags
        What is said of scale.
    pitch : tuple of float
        Row and column spacing at the detector, mm.
    magnification : float
        Of the plane that the scale is about.
    slot : bool
        Taken by a slot scanner, which magnifies across the film only.
    source_to_detector : float
        mm.
    kvp : float
        Tube voltage.
    exposure_uas : int
        Microampere seconds.
    intensity : Intensity
        Chain of the station.
    bits : int
        Bits stored.
    monochrome1 : bool
        Stored with bone dark.
    stitched : bool
        Put together of several shots.
    burned_in : bool
        Letters were drawn on the finished picture.
    variant : str
        What else tells this picture from others of the same exposure: film station, size. Goes into its UID only.
    lossy_ratio : float or None
        How far a lossy JPEG had packed the picture before; None = never.
    """

    plan: str = "films"
    visit: str = "before"
    film: str = "lateral"
    subject: str = "SIM-0001"
    day: int = 0
    sex: str = "F"
    age: int = 60
    modality: str = "DX"
    for_processing: bool = False
    view: View = View.LATERAL
    projection: str = "AP"
    facing: Facing | None = Facing.LEFT
    region: str = "lumbar_spine"
    side: Side | None = None
    posture: Posture | None = None
    scale: ScaleTags = ScaleTags.EQUAL
    pitch: tuple[float, float] = (0.15, 0.15)
    magnification: float = 1.2
    slot: bool = False
    source_to_detector: float = 1150.0
    kvp: float = 80.0
    exposure_uas: int = 20000
    intensity: Intensity = Intensity.DISPLAY
    bits: int = 12
    monochrome1: bool = False
    stitched: bool = False
    burned_in: bool = False
    variant: str = ""
    lossy_ratio: float | None = None

    def __post_init__(self) -> None:
        for name in ("plan", "visit", "film"):
            if not _NAME.fullmatch(getattr(self, name)):
                raise SimulationError(f"film facts: expected a short name of small letters as {name}")
        if not _SUBJECT.fullmatch(self.subject):
            raise SimulationError(
                "film facts: expected a subject like SIM-0001 or SIM-FEMUR-0001: nobody's number goes into a header"
            )
        for name, known in (("sex", ("F", "M")), ("modality", ("DX", "CR")), ("projection", ("AP", "PA"))):
            if getattr(self, name) not in known:
                raise SimulationError(f"film facts: expected {name} {' or '.join(known)}, got {getattr(self, name)!r}")
        if self.region not in REGIONS:
            raise SimulationError(f"film facts: expected a region of {', '.join(REGIONS)}, got {self.region!r}")
        if self.view not in (View.FRONTAL, View.LATERAL) or (self.view is View.LATERAL) != (self.facing is not None):
            raise SimulationError("film facts: expected a frontal film, or a lateral one with the side it faces")
        if self.limb != (self.side in (Side.LEFT, Side.RIGHT, Side.BILATERAL)):
            raise SimulationError("film facts: expected a side for a limb and none for the spine")
        if self.modality == "DX" and not self.scale.has_detector:
            raise SimulationError(f"film facts: a DX object states ImagerPixelSpacing; {self.scale} needs CR")
        if self.for_processing and self.modality != "DX":
            raise SimulationError("film facts: only DX has objects for processing")
        if not 8 <= self.bits <= 16:
            raise SimulationError(f"film facts: expected 8 to 16 bits, got {self.bits}")

    @property
    def limb(self) -> bool:
        """Whether it is a film of a limb."""
        return self.region in ("lower_limb", "femur", "tibia")
