"""What a DICOM object is that is no film: its sort in plain words, and the series it belongs to."""

from dataclasses import dataclass
from os import PathLike

from measure.errors import FilmError
from measure.film.attributes import Attributes
from measure.film.dicom_file import parse
from measure.film.quiet import quiet
from measure.film.source import opened

INDEX = "the index of a DICOM CD"
_INDEX_CLASS = "1.2.840.10008.1.3.10"
_STORAGE = "1.2.840.10008.5.1.4.1.1."

# By the end of the SOP class UID; the longest that fits wins.
_SORTS = {
    "9": "recording of curves (ECG and the like)",
    "11": "presentation state",
    "66": "raw data",
    "66.4": "segmentation",
    "66.5": "segmentation",
    "88": "structured report",
    "88.59": "list of key images",
    "88.67": "report of radiation dose",
    "88.68": "report of radiation dose",
    "88.76": "report of radiation dose",
    "104": "document in a DICOM file",
    "104.1": "PDF in a DICOM file",
    "104.2": "clinical document in a DICOM file",
    "131": "plan of an implant",
    "481": "radiotherapy object",
}
# Without or against a known SOP class, the modality says what it is.
_BY_MODALITY = {"SR": "structured report", "PR": "presentation state", "KO": "list of key images"}
# A name in the wrong place is no modality: only these are repeated.
_IMAGES = frozenset({
    "CT", "MR", "US", "PT", "NM", "BI", "DG", "ES", "GM", "IVUS", "LS", "OCT", "OP", "OPT", "SM", "TG", "XC",
    "CR", "DX", "IO", "MG", "PX", "RF", "RG", "XA", "OT",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DicomObject:
    """A DICOM object as a table names it.

    Attributes
    ----------
    sort : str
        In plain words: ``CT image``, ``structured report``, ``the index of a DICOM CD``.
    series : str or None
        Series instance UID.

    Examples
    --------
    >>> DicomObject("CT image", "1.2.3")
    DicomObject(sort='CT image', series='1.2.3')
    """

    sort: str
    series: str | None = None


def read_object(path: str | PathLike[str]) -> DicomObject | None:
    """Sort and series of a DICOM file that is no film; its pixels are not read.

    Parameters
    ----------
    path : path-like
        A file.

    Returns
    -------
    DicomObject or None
        None where the file is no DICOM, or damaged before it says what it is.

    Examples
    --------
    >>> read_object(__file__) is None
    True
    """
    try:
        with opened(path) as (file, source_format, head), quiet():
            if source_format != "dicom":
                return None
            dataset = parse(file, head, pixels=False, tags=("SOPClassUID", "Modality", "SeriesInstanceUID"))
    except FilmError:
        return DicomObject(INDEX) if _media_class(path) == _INDEX_CLASS else None
    attributes = Attributes(dataset)
    sop_class = attributes.uid("SOPClassUID") or Attributes(dataset.file_meta).uid("MediaStorageSOPClassUID")
    return DicomObject(sort_of(sop_class, attributes.code("Modality")), attributes.uid("SeriesInstanceUID"))


def sort_of(sop_class: str | None, modality: str | None) -> str:
    """Plain name of a DICOM object.

    Parameters
    ----------
    sop_class : str or None
        SOP class UID.
    modality : str or None
        Modality code.

    Examples
    --------
    >>> sort_of("1.2.840.10008.5.1.4.1.1.2", "CT"), sort_of("1.2.840.10008.5.1.4.1.1.88.33", "SR")
    ('CT image', 'structured report')
    >>> sort_of("1.2.840.10008.5.1.4.1.1.128", None), sort_of("1.2.3", None)
    ('PET image', 'DICOM object of an unknown sort')
    """
    if sop_class == _INDEX_CLASS:
        return INDEX
    kind = (sop_class or "").removeprefix(_STORAGE)
    while kind:
        if kind in _SORTS:
            return _SORTS[kind]
        kind = kind.rpartition(".")[0]
    if modality in _BY_MODALITY:
        return _BY_MODALITY[modality]
    name = _standard_name(sop_class)
    if modality in _IMAGES and (not name or name.endswith("image")):
        return f"{'PET' if modality == 'PT' else modality} image"
    return name or "DICOM object of an unknown sort"


def _standard_name(sop_class: str | None) -> str:
    """Name that the standard gives a class, shortened: ``Positron Emission Tomography`` is a PET."""
    from pydicom.config import IGNORE
    from pydicom.uid import UID

    uid = UID(sop_class or "", IGNORE)  # a malformed one would be repeated in a warning
    if uid.name == uid:
        return ""
    name = uid.name.replace("Positron Emission Tomography", "PET").partition(" Storage")[0]
    return name.removesuffix(" Image").removesuffix(" Multi-frame") + " image" if "Image" in name else name


def _media_class(path: str | PathLike[str]) -> str | None:
    """SOP class by the file's own header, which stands before what is damaged."""
    from pydicom.filereader import read_file_meta_info

    try:
        with quiet():
            return Attributes(read_file_meta_info(path)).uid("MediaStorageSOPClassUID")
    except Exception:  # noqa: BLE001 - pydicom raises what its parsers raise
        return None
