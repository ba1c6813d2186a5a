"""Write a simulated film as a DICOM file: the same facts and pixels give the same bytes."""

from enum import StrEnum
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEG2000Lossless, RLELossless

from measure.errors import SimulationError
from measure.simulate.dicom.facts import FilmFacts
from measure.simulate.dicom.header import header, instance_uid, storage_class
from measure.simulate.dicom.uids import uid


class Coding(StrEnum):
    """How the pixels are packed; none loses anything.

    JPEG 2000 is the smallest of what the core install encodes with the right precision in its own header: a
    noisy film of 12 bits takes 0.4 of its size, with RLE 0.6. JPEG-LS comes out no smaller, and its encoder
    there always says 16 bits.
    """

    JPEG_2000 = "jpeg_2000"
    RLE = "rle"
    NONE = "none"


_SYNTAX: dict[Coding, UID] = {
    Coding.JPEG_2000: JPEG2000Lossless,
    Coding.RLE: RLELossless,
    Coding.NONE: ExplicitVRLittleEndian,
}


def write_film(
    path: str | PathLike[str],
    stored: NDArray[np.uint16],
    facts: FilmFacts,
    *,
    coding: Coding = Coding.JPEG_2000,
) -> None:
    """Write one film.

    Parameters
    ----------
    path : path-like
        File to write.
    stored : ndarray of uint16, shape (rows, cols)
        Stored values, at most what ``facts.bits`` can hold.
    facts : FilmFacts
        What the header says.
    coding : Coding
        How the pixels are packed.

    Raises
    ------
    SimulationError
        If the values do not fit into the bits that the header states.

    Examples
    --------
    >>> import os, tempfile
    >>> from measure.film import read_film
    >>> path = os.path.join(tempfile.mkdtemp(), "film.dcm")
    >>> write_film(path, np.full((64, 64), 7, np.uint16), FilmFacts())
    >>> float(read_film(path).pixels[0, 0])
    7.0
    """
    if stored.dtype != np.uint16 or stored.ndim != 2 or stored.size == 0:
        raise SimulationError(f"film: expected rows and columns of uint16, got {stored.dtype} of shape {stored.shape}")
    if int(stored.max()) >> facts.bits:
        raise SimulationError(f"film: expected values of {facts.bits} bits, got {int(stored.max())}")
    made = FileDataset(str(path), {}, file_meta=_meta(facts, coding), preamble=b"\0" * 128)
    made.update(header(facts))
    _add_pixels(made, stored, facts, coding)
    made.save_as(Path(path), enforce_file_format=True)


def _meta(facts: FilmFacts, coding: Coding) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(storage_class(facts))
    meta.MediaStorageSOPInstanceUID = UID(instance_uid(facts))
    meta.TransferSyntaxUID = _SYNTAX[coding]
    meta.ImplementationClassUID = UID(uid("implementation"))
    meta.ImplementationVersionName = "SIMULATED_FILMS"
    return meta


def _add_pixels(made: FileDataset, stored: NDArray[np.uint16], facts: FilmFacts, coding: Coding) -> None:
    allocated = 8 if facts.bits == 8 else 16
    made.Rows, made.Columns = stored.shape
    made.SamplesPerPixel = 1
    made.BitsAllocated, made.BitsStored, made.HighBit = allocated, facts.bits, facts.bits - 1
    made.PixelRepresentation = 0
    made.PhotometricInterpretation = "MONOCHROME1" if facts.monochrome1 else "MONOCHROME2"
    pixels = np.ascontiguousarray(stored.astype("u1" if allocated == 8 else "<u2"))
    if coding is Coding.RLE:
        made.PixelData = b""
        made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        made.compress(RLELossless, pixels, encoding_plugin="pydicom", generate_instance_uid=False)
    elif coding is Coding.JPEG_2000:
        made.PixelData = encapsulate([_jpeg_2000(pixels, facts.bits)])
        made["PixelData"].is_undefined_length = True
    else:
        made.PixelData = pixels.tobytes() + b"\0" * (pixels.nbytes % 2)
    made["PixelData"].VR = "OB" if allocated == 8 or coding is not Coding.NONE else "OW"


def _jpeg_2000(pixels: NDArray[Any], bits: int) -> bytes:
    import imagecodecs  # heavy, and not needed by who only reads

    return bytes(
        imagecodecs.jpeg2k_encode(pixels, level=0, reversible=True, codecformat="j2k", bitspersample=bits, numthreads=2)
    )
