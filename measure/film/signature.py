"""What a file is, from its first bytes and never from its name."""

import re
from os import PathLike

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),  # BigTIFF
    (b"MM\x00+", "tiff"),
)
HEAD = 132
"""Bytes that are enough to tell: a DICOM preamble and its DICM."""

# Without a preamble a DICOM stream starts with group 0002 or 0008: a short element number, then
# either two letters of a VR (explicit) or a small length (implicit little endian).
_EXPLICIT = re.compile(rb"(?:[\x02\x08]\x00..|\x00[\x02\x08]..)(?:AE|CS|DA|DT|LO|OB|SH|TM|UI|UL|US|UT)", re.DOTALL)
_IMPLICIT = re.compile(rb"[\x02\x08]\x00.\x00.[\x00\x01]\x00\x00", re.DOTALL)


def sniff(path: str | PathLike[str]) -> str | None:
    """Format of a file by its content: ``dicom``, ``png``, ``jpeg``, ``tiff``, or None.

    Parameters
    ----------
    path : path-like
        With any name, with or without an extension.

    Returns
    -------
    str or None
        None also for a folder and for what cannot be opened.

    Examples
    --------
    >>> sniff(__file__) is None
    True
    """
    try:
        with open(path, "rb") as file:
            return sniff_bytes(file.read(HEAD))
    except OSError:
        return None


def sniff_bytes(head: bytes) -> str | None:
    """Format by the first bytes of a file.

    Parameters
    ----------
    head : bytes
        At least the first 132 bytes, or all there are.

    Examples
    --------
    >>> sniff_bytes(bytes(128) + b"DICM"), sniff_bytes(b"II*" + bytes(9)), sniff_bytes(b"PK")
    ('dicom', 'tiff', None)
    """
    if head[128:132] == b"DICM":
        return "dicom"
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    return "dicom" if _EXPLICIT.match(head) or _IMPLICIT.match(head) else None


def has_preamble(head: bytes) -> bool:
    """Whether a DICOM stream starts as PS3.10 asks."""
    return head[128:132] == b"DICM"
