"""DICOM RLE: one frame taken apart into its segments, each unpacked, and put together as samples.

``imagecodecs.dicomrle_decode`` is as fast but trusts the segment table of the file: a damaged one ends the process
(imagecodecs 2026.3.6). Its PackBits does not, so the table is checked here.
"""

from itertools import pairwise

import numpy as np

_TABLE = 64  # Bytes of the segment table: a count and 15 offsets.


def decode_rle(src: bytes, *, pixels: int, samples: int, allocated: int) -> np.ndarray:
    """Samples of one RLE frame.

    Parameters
    ----------
    src : bytes
        The frame: a table of segments, then one PackBits segment per byte of a sample, high byte first.
    pixels : int
        Rows times columns.
    samples : int
        Per pixel.
    allocated : int
        Bits per sample.

    Returns
    -------
    ndarray of bytes, flat
        Little-endian samples, colour by pixel.

    Raises
    ------
    ValueError
        If the table or a segment is damaged.

    References
    ----------
    DICOM PS3.5, annex G.

    Examples
    --------
    >>> table = np.array([2, 64, 66] + 13 * [0], "<u4").tobytes()
    >>> decode_rle(table + bytes([255, 1]) + bytes([255, 2]), pixels=2, samples=1, allocated=16).view("<u2")
    array([258, 258], dtype=uint16)
    """
    import cv2
    import imagecodecs

    width = allocated // 8
    planes = []
    for number, (start, stop) in enumerate(_segments(src, samples * width), start=1):
        plane = np.frombuffer(imagecodecs.packbits_decode(src[start:stop]), np.uint8)
        if len(plane) < pixels:
            raise ValueError(f"RLE segment {number}: expected {pixels} bytes, got {len(plane)}")
        planes.append(plane[:pixels].reshape(1, pixels))
    if len(planes) == 1:
        return planes[0].ravel()
    # Within a sample the high byte comes first in the file and last in memory.
    order = [sample * width + byte for sample in range(samples) for byte in reversed(range(width))]
    return np.asarray(cv2.merge([planes[place] for place in order])).ravel()


def _segments(src: bytes, expected: int) -> list[tuple[int, int]]:
    """Start and end of each segment, checked against the frame."""
    if len(src) < _TABLE:
        raise ValueError(f"RLE frame: expected at least {_TABLE} bytes, got {len(src)}")
    count, *offsets = np.frombuffer(src[:_TABLE], "<u4").tolist()
    if count != expected:
        raise ValueError(f"RLE frame: expected {expected} segments, got {count}")
    bounds = [*offsets[:count], len(src)]
    if bounds[0] != _TABLE or any(a >= b for a, b in pairwise(bounds)):
        raise ValueError("RLE frame: expected segments one after another, got a damaged table of them")
    return list(pairwise(bounds))
