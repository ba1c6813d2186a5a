"""How samples are stored in a DICOM file, and the stored values themselves."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from measure.errors import UnreadableFilm, UnsupportedFilm
from measure.film.attributes import Attributes
from measure.film.source import check_size

GREY = ("MONOCHROME1", "MONOCHROME2")
COLOUR = ("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT", "PALETTE COLOR")


@dataclass(frozen=True, slots=True)
class Storage:
    """The Image Pixel module of one file, checked.

    Attributes
    ----------
    rows, cols, frames, samples : int
        Size; samples per pixel are 1 or 3.
    photometric : str
        Photometric Interpretation.
    planar : int
        1 where colour planes are apart.
    allocated, bits, high_bit : int
        Bits per sample, those that count, and the highest of them.
    signed : bool
        Two's complement.

    Examples
    --------
    >>> Storage(2, 2, 1, 1, "MONOCHROME2", 0, 16, 12, 11, signed=True).range
    (-2048, 2047)
    """

    rows: int
    cols: int
    frames: int
    samples: int
    photometric: str
    planar: int
    allocated: int
    bits: int
    high_bit: int
    signed: bool

    @property
    def range(self) -> tuple[int, int]:
        """Lowest and highest value that can be stored."""
        return (-(1 << (self.bits - 1)), (1 << (self.bits - 1)) - 1) if self.signed else (0, (1 << self.bits) - 1)


def read_storage(attributes: Attributes) -> Storage:
    """Image Pixel module of a dataset; what is missing or impossible is assumed, and warned of, or refused.

    Raises
    ------
    UnreadableFilm
        Without a size, or with an absurd one.
    UnsupportedFilm
        For samples of other sizes than 8 and 16 bits, or an unknown photometric interpretation.
    """
    rows, cols = attributes.integer("Rows"), attributes.integer("Columns")
    if rows is None or cols is None:
        raise UnreadableFilm("size: expected Rows and Columns, got a DICOM file without them")
    check_size(rows, cols)
    samples = attributes.integer("SamplesPerPixel") or 1
    photometric = _photometric(attributes, samples)
    allocated = attributes.integer("BitsAllocated")
    if allocated not in (8, 16):
        raise UnsupportedFilm(f"BitsAllocated: expected 8 or 16, got {allocated}")
    bits, high_bit = _bits(attributes, allocated)
    return Storage(
        rows=rows,
        cols=cols,
        frames=_frames(attributes),
        samples=samples,
        photometric=photometric,
        planar=attributes.integer("PlanarConfiguration") or 0,
        allocated=allocated,
        bits=bits,
        high_bit=high_bit,
        signed=attributes.integer("PixelRepresentation") == 1,
    )


def sample_values(raw: NDArray[Any], storage: Storage, *, compressed: bool, attributes: Attributes) -> NDArray[Any]:
    """Stored values from decoded samples: bits above the high bit dropped, the sign put in its place.

    Parameters
    ----------
    raw : ndarray of integers
        As decoded.
    storage : Storage
        How they are stored.
    compressed : bool
        Whether a codec wrote them. A codec's samples carry no overlay; values beyond Bits Stored then mean
        that Bits Stored is wrong, and they are kept.
    attributes : Attributes
        For a warning.

    Examples
    --------
    >>> import numpy as np
    >>> from pydicom import Dataset
    >>> twelve = Storage(1, 2, 1, 1, "MONOCHROME2", 0, 16, 12, 11, signed=False)
    >>> sample_values(np.array([[0x1FFF, 5]], np.uint16), twelve, compressed=False, attributes=Attributes(Dataset()))
    array([[4095,    5]], dtype=uint16)
    """
    shift = storage.high_bit + 1 - storage.bits
    if shift == 0 and storage.bits >= raw.dtype.itemsize * 8:
        return raw
    low, high = storage.range
    if shift == 0 and int(raw.max()) <= high and (raw.dtype.kind == "u" or int(raw.min()) >= low):
        return raw
    if compressed and raw.dtype.kind == "u" and not storage.signed:
        attributes.warn(f"BitsStored: expected values of at most {high}, got {int(raw.max())}: kept as they are")
        return raw
    mask = (1 << storage.bits) - 1
    unsigned = raw.view(f"u{raw.dtype.itemsize}")
    values = (unsigned >> shift) & mask
    if not storage.signed:
        return values
    spare = values.dtype.itemsize * 8 - storage.bits
    return (values << spare).view(f"i{values.dtype.itemsize}") >> spare


def _photometric(attributes: Attributes, samples: int) -> str:
    found = attributes.code("PhotometricInterpretation")
    if found is None and samples == 1:
        attributes.warn("PhotometricInterpretation: absent, MONOCHROME2 assumed")
        return GREY[1]
    expected = GREY + COLOUR[-1:] if samples == 1 else COLOUR[:-1]
    if found is None or samples not in (1, 3) or found not in expected:
        known = ", ".join(GREY + COLOUR)
        raise UnsupportedFilm(
            f"PhotometricInterpretation: expected one of {known} with 1 or 3 samples to match, got {samples} samples"
            f"{' of ' + found if found in GREY + COLOUR else ''}"
        )
    return found


def _bits(attributes: Attributes, allocated: int) -> tuple[int, int]:
    """Bits Stored and High Bit, mended where they are impossible."""
    bits = attributes.integer("BitsStored")
    if bits is None or not 1 <= bits <= allocated:
        attributes.warn(f"BitsStored: expected 1 to {allocated}, got {bits}: {allocated} assumed")
        return allocated, allocated - 1
    high_bit = attributes.integer("HighBit")
    if high_bit is None or not bits - 1 <= high_bit < allocated:
        if high_bit is not None:
            attributes.warn(f"HighBit: expected {bits - 1} to {allocated - 1}, got {high_bit}: {bits - 1} assumed")
        high_bit = bits - 1
    return bits, high_bit


def _frames(attributes: Attributes) -> int:
    frames = attributes.integer("NumberOfFrames")
    if frames is not None and frames < 1:
        attributes.warn(f"NumberOfFrames: expected 1 or more, got {frames}: 1 assumed")
    return max(frames or 1, 1)
