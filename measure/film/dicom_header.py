"""A parsed DICOM dataset described: the FilmHeader, and how to come from its samples to a film."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from measure.film.attributes import Attributes
from measure.film.dicom_file import transfer_syntax
from measure.film.modality import Modality, read_modality
from measure.film.orientation import read_orientation
from measure.film.patient import read_age, read_day, read_sex
from measure.film.polarity import read_intensity, read_inverted
from measure.film.sop_classes import check_sop_class
from measure.film.source import check_frame
from measure.film.spacing import calibrate
from measure.film.spacing_evidence import SpacingAttributes
from measure.film.stored import Storage, read_storage
from measure.model import BurnedIn, FilmHeader

if TYPE_CHECKING:
    from pydicom import FileDataset

# JPEG baseline and extended, JPEG-LS near-lossless, JPEG XL and the JPEG 2000 forms that may be lossy.
_LOSSY = frozenset(f"1.2.840.10008.1.2.4.{end}" for end in (50, 51, 81))
_MAYBE_LOSSY = frozenset(f"1.2.840.10008.1.2.4.{end}" for end in (91, 203))


@dataclass(frozen=True, slots=True)
class Described:
    """A header with what the pixels need.

    Attributes
    ----------
    header : FilmHeader
    storage : Storage
    modality : Modality
    attributes : Attributes
        For warnings that only the pixels bring up.
    """

    header: FilmHeader
    storage: Storage
    modality: Modality
    attributes: Attributes


def describe(dataset: "FileDataset", frame: int, digest: str | None) -> Described:
    """Describe one frame of a DICOM film.

    Parameters
    ----------
    dataset : FileDataset
        With the attributes of ``HEADER_TAGS`` at least.
    frame : int
        From 1.
    digest : str or None
        SHA-256 of the file; a film without a SOP instance UID needs it.

    Raises
    ------
    NotAFilm, UnsupportedFilm, UnreadableFilm
        See ``sop_classes`` and ``stored``.
    """
    attributes = Attributes(dataset)
    modality_name = attributes.code("Modality")
    if modality_name and len(modality_name) != 2:  # every projection has two letters; a name has more
        attributes.warn("Modality: expected two letters, got something else")
        modality_name = None
    capture, warning = check_sop_class(_sop_class(attributes, dataset), modality_name)
    if warning:
        attributes.warn(warning)
    storage = read_storage(attributes)
    check_frame(frame, storage.frames)
    modality = read_modality(attributes, signed=storage.signed)
    inverted = read_inverted(attributes, storage.photometric, falling=modality.falling)
    calibration = calibrate(_spacing(attributes, capture=capture))
    orientation = read_orientation(attributes)
    syntax = transfer_syntax(dataset)
    _warn_of_the_rest(attributes, storage)
    sop_uid = attributes.uid("SOPInstanceUID")
    header = FilmHeader(
        film_key=film_key(sop_uid, frame, storage.frames, digest),
        rows=storage.rows,
        cols=storage.cols,
        calibration=calibration,
        source_format="dicom",
        frame=frame,
        frames=storage.frames,
        view=orientation.view,
        side=orientation.side,
        facing=orientation.facing,
        patient_left=orientation.patient_left,
        posture=orientation.posture,
        age_years=read_age(attributes),
        sex=read_sex(attributes),
        acquired_on=read_day(attributes),
        intensity=read_intensity(attributes),
        inverted=inverted,
        stored_range=modality.image(storage.range),
        burned_in=_burned_in(attributes, capture=capture),
        modality=modality_name,
        manufacturer=attributes.decoded("Manufacturer"),
        model=attributes.decoded("ManufacturerModelName"),
        transfer_syntax=syntax,
        lossy=_lossy(attributes, syntax),
        study_uid=attributes.uid("StudyInstanceUID"),
        series_uid=attributes.uid("SeriesInstanceUID"),
        sop_uid=sop_uid,
        digest=digest,
    )
    return Described(header, storage, modality, attributes)


def film_key(sop_uid: str | None, frame: int, frames: int, digest: str | None) -> str:
    """Name of one film in every output: its SOP instance UID and frame, else the digest of the file.

    Examples
    --------
    >>> film_key("1.2.3", 1, 1, None), film_key(None, 2, 3, "ab")
    ('1.2.3/1', 'sha256:ab/2')
    """
    if sop_uid:
        return f"{sop_uid}/{frame}"
    return f"sha256:{digest}" if frames == 1 else f"sha256:{digest}/{frame}"


def _spacing(attributes: Attributes, *, capture: bool) -> SpacingAttributes:
    """Scale attributes as they stand in the header."""
    return SpacingAttributes(
        pixel_spacing=attributes.texts("PixelSpacing"),
        imager_pixel_spacing=attributes.texts("ImagerPixelSpacing"),
        nominal_scanned_pixel_spacing=attributes.texts("NominalScannedPixelSpacing"),
        calibration_type=attributes.text("PixelSpacingCalibrationType"),
        magnification_factor=attributes.text("EstimatedRadiographicMagnificationFactor"),
        source_to_detector=attributes.text("DistanceSourceToDetector"),
        source_to_patient=attributes.text("DistanceSourceToPatient"),
        pixel_aspect_ratio=attributes.texts("PixelAspectRatio"),
        secondary_capture=capture,
    )


def _burned_in(attributes: Attributes, *, capture: bool) -> BurnedIn:
    """Whether text may be burned in; of a secondary capture nobody can say no."""
    stated = attributes.code("BurnedInAnnotation")
    if stated == "YES":
        return BurnedIn.YES
    return BurnedIn.NO if stated == "NO" and not capture else BurnedIn.UNKNOWN


def _lossy(attributes: Attributes, syntax: str | None) -> bool:
    """Whether the pixels lost something: now, or at any time before."""
    stated = attributes.text("LossyImageCompression")
    return stated == "01" or syntax in _LOSSY or (syntax in _MAYBE_LOSSY and stated != "00")


def _warn_of_the_rest(attributes: Attributes, storage: Storage) -> None:
    """Facts that change how far a number can be trusted and have no field of their own."""
    if storage.samples > 1 or storage.photometric == "PALETTE COLOR":
        attributes.warn(f"PhotometricInterpretation: {storage.photometric}, a colour picture: its luminance is used")
    if (attributes.texts("ImageType") or ("",))[0].upper() == "DERIVED":
        attributes.warn("ImageType: DERIVED, the picture may have been resampled or stitched")
    if "PixelPaddingValue" in attributes.dataset:
        attributes.warn("PixelPaddingValue: present, part of the picture is padding and no film")


def _sop_class(attributes: Attributes, dataset: "FileDataset") -> str | None:
    """SOP class of the data set, else that of the file's own header."""
    return attributes.uid("SOPClassUID") or Attributes(dataset.file_meta).uid("MediaStorageSOPClassUID")
