"""A DICOM file parsed: its header alone, or with its pixels; errors without the file's values."""

from os import PathLike
from typing import TYPE_CHECKING, BinaryIO

from measure.errors import UnreadableFilm
from measure.film.attributes import Attributes
from measure.film.signature import has_preamble

if TYPE_CHECKING:
    from pydicom import FileDataset

HEADER_TAGS = (
    "SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "Modality", "ConversionType",
    "Manufacturer", "ManufacturerModelName", "ImageType", "BurnedInAnnotation", "LossyImageCompression",
    "PatientAge", "PatientBirthDate", "PatientSex",
    "AcquisitionDate", "AcquisitionDateTime", "StudyDate", "SeriesDate",
    "ViewPosition", "ViewCodeSequence", "ImageLaterality", "Laterality", "PatientOrientation", "PatientPosition",
    "PatientOrientationCodeSequence", "AnatomicalOrientationType",
    "PixelSpacing", "PixelSpacingCalibrationType", "ImagerPixelSpacing", "NominalScannedPixelSpacing",
    "EstimatedRadiographicMagnificationFactor", "DistanceSourceToDetector", "DistanceSourceToPatient",
    "PixelAspectRatio",
    "Rows", "Columns", "NumberOfFrames", "SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration",
    "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "PixelPaddingValue", "PixelPaddingRangeLimit",
    "PresentationLUTShape", "PixelIntensityRelationship", "PixelIntensityRelationshipSign",
    "RescaleSlope", "RescaleIntercept", "ModalityLUTSequence",
)  # fmt: skip
"""Everything that a FilmHeader is made of; the rest of the header is skipped, names and numbers with it."""

_DEFLATED = "1.2.840.10008.1.2.1.99"


def parse(
    source: BinaryIO | str | PathLike[str], head: bytes, *, pixels: bool, tags: tuple[str, ...] = ()
) -> "FileDataset":
    """Parse a DICOM file.

    Parameters
    ----------
    source : binary file
        At its start.
    head : bytes
        Its first bytes.
    pixels : bool
        Whether to read the pixel data too.
    tags : tuple of str
        Attributes to keep; empty = all.

    Raises
    ------
    UnreadableFilm
        If it is damaged.
    """
    import pydicom

    try:
        return pydicom.dcmread(
            source,
            force=not has_preamble(head),
            stop_before_pixels=not pixels,
            specific_tags=list(tags) or None,
        )
    except Exception as error:  # a damaged file makes pydicom raise almost anything
        if isinstance(error, OSError) and error.errno is not None:
            raise  # The disk, not the file; pydicom's own OSErrors have no number.
        # Its words may quote values of the file, so only the kind of the error is passed on.
        raise UnreadableFilm(f"DICOM: the file is damaged or cut short ({type(error).__name__})") from None


def has_pixels_ahead(file: BinaryIO, dataset: "FileDataset") -> bool:
    """Whether pixel data follow where parsing of the header stopped."""
    if str(transfer_syntax(dataset)) == _DEFLATED:
        return True  # Parsed from a copy in memory: the place in the file says nothing.
    return file.read(4) in (b"\xe0\x7f\x10\x00", b"\x7f\xe0\x00\x10")


def transfer_syntax(dataset: "FileDataset") -> str | None:
    """Transfer syntax UID; by the shape of the stream where no file meta states one."""
    from pydicom import uid

    stated = Attributes(dataset.file_meta).uid("TransferSyntaxUID")
    if stated:
        return stated
    implicit, little = dataset.original_encoding
    if implicit is None or little is None:
        return None
    if implicit:
        return str(uid.ImplicitVRLittleEndian)
    return str(uid.ExplicitVRLittleEndian if little else uid.ExplicitVRBigEndian)
