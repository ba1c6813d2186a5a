"""FilmHeader: what is known about a film without decoding its pixels. No identity in it."""

from dataclasses import dataclass
from enum import StrEnum

from measure.model.anatomy import Facing, Posture, Side, View
from measure.model.calibration import Calibration


class Intensity(StrEnum):
    """How grey values relate to the X-ray intensity."""

    LOG = "log"
    LIN = "lin"
    DISPLAY = "display"
    UNKNOWN = "unknown"


class BurnedIn(StrEnum):
    """Whether text of a person may be burned into the pixels."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FilmHeader:
    """Facts of one film.

    Attributes
    ----------
    film_key : str
        ``<SOP instance UID>/<frame>`` or ``sha256:<digest>``.
    rows, cols : int
        Size in pixels.
    calibration : Calibration
        Scale, with the rule that gave it.
    source_format : str
        dicom, png, jpeg, tiff.
    frame, frames : int
        This frame (from 1) and how many the file holds.
    view, side, facing, posture : optional
        As far as the file says.
    patient_left : Facing or None
        Side of the picture on which the patient's left is (frontal films).
    age_years : int or None
        Capped at 90.
    sex : str or None
        M, F or O.
    acquired_on : str or None
        ISO day of acquisition; used for intervals, not written to research outputs.
    intensity : Intensity
        log, lin, display or unknown.
    inverted : bool
        Whether polarity was turned so that bone is bright.
    stored_range : tuple of float or None
        lo, hi: the modality image of the stored range.
    burned_in : BurnedIn
        Whether the pixels may carry burned-in text.
    modality, manufacturer, model, transfer_syntax : str or None
        Device and processing facts.
    lossy : bool
        Whether the pixels went through lossy compression.
    study_uid, series_uid, sop_uid : str or None
        DICOM UIDs.
    digest : str or None
        SHA-256 of the file, where it was asked for.
    warnings : tuple of str
        What a reader of this film should know, in words.
    """

    film_key: str
    rows: int
    cols: int
    calibration: Calibration = Calibration()
    source_format: str = "dicom"
    frame: int = 1
    frames: int = 1
    view: View | None = None
    side: Side | None = None
    facing: Facing | None = None
    patient_left: Facing | None = None
    posture: Posture | None = None
    age_years: int | None = None
    sex: str | None = None
    acquired_on: str | None = None
    intensity: Intensity = Intensity.UNKNOWN
    inverted: bool = False
    stored_range: tuple[float, float] | None = None
    burned_in: BurnedIn = BurnedIn.UNKNOWN
    modality: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    transfer_syntax: str | None = None
    lossy: bool = False
    study_uid: str | None = None
    series_uid: str | None = None
    sop_uid: str | None = None
    digest: str | None = None
    warnings: tuple[str, ...] = ()
