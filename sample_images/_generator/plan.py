"""What a film is to show: whose it is, how it is taken, what its header says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from _generator.frontal_column import FrontalPlan
from _generator.lateral_column import LateralPlan


@dataclass(frozen=True, slots=True)
class Case:
    """Who and when: one row of ``cases.csv``."""

    subject: str
    visit: str = "1"
    timepoint: str = "baseline"
    posture: str = "standing"
    treated_level: str = ""


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """One film.

    Attributes
    ----------
    file : str
        Its name.
    plan : LateralPlan or FrontalPlan
        The spine on it.
    case : Case
        Whose it is.
    rows, cols : int
        Size in pixels.
    step : tuple of float
        Row and column spacing in mm in the plane of the bone.
    scale_class : str
        What its header allows to say about millimetres.
    header : mapping of str to str
        Spacing attributes as they are written (DICOM keyword to text).
    modality : str
        DX or CR.
    facing : str or None
        Side of the picture the front points to; None on a frontal film.
    inverted : bool
        MONOCHROME1.
    compressed : bool
        RLE Lossless instead of plain pixels.
    cement : str or None
        Level with implants and cement.
    girth : float
        Factor on the thickness of the trunk.
    dose : float
        Quanta per pixel behind 10 cm of water, in thousands.
    keep : float
        Share of the pixel data that the file still holds.
    day : int
        Days since the first visit.
    age, sex : str
        As in DICOM.
    """

    file: str
    plan: LateralPlan | FrontalPlan
    case: Case
    rows: int = 900
    cols: int = 720
    step: tuple[float, float] = (0.4, 0.4)
    scale_class: str = "none"
    header: Mapping[str, str] = field(default_factory=dict)
    modality: str = "DX"
    facing: str | None = "left"
    inverted: bool = False
    compressed: bool = True
    cement: str | None = None
    girth: float = 1.0
    dose: float = 8.0
    keep: float = 1.0
    day: int = 0
    age: str = "067Y"
    sex: str = "F"

    @property
    def lateral(self) -> bool:
        """Whether it is a lateral film."""
        return isinstance(self.plan, LateralPlan)

    @property
    def truth_step(self) -> tuple[float, float] | None:
        """Row and column spacing in mm that a reader of the header must come to; None without a scale."""
        if self.scale_class == "none":
            return None
        name = "PixelSpacing" if "PixelSpacing" in self.header else "ImagerPixelSpacing"
        row, col = (float(text) for text in self.header[name].split("\\"))
        factor = float(self.header.get("EstimatedRadiographicMagnificationFactor", "1"))
        return row / factor, col / factor
