"""What sort of file a thing is that is no film: by its first bytes, for people who look through a CD."""

HEAD = 512
"""Bytes that are enough to tell."""

VIEWER_PICTURE = "picture of the CD's viewer"
"""Sort of a PNG, JPEG or TIFF beside the index of a DICOM CD: a logo, a scanned form."""

_SIGNATURES = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"%PDF", "PDF document"),
    (b"{\\rtf", "document"),
    (b"\xd0\xcf\x11\xe0", "document"),  # Word, Excel and installers before 2007
    (b"GIF8", "picture of another sort"),
    (b"BM", "picture of another sort"),
    (b"\x00\x00\x01\x00", "picture of another sort"),
    (b"ITSF", "help file"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"MSCF", "archive"),
    (b"(\xb5/\xfd", "archive"),
)
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<xsl", b"<svg")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_REASONS = {
    "archive": "an archive of another sort: unpack it, or give a zip",
    VIEWER_PICTURE: "a picture of the CD's viewer, not a DICOM film (a film? give the file itself)",
    "picture of another sort": "a picture of another sort: expected DICOM, PNG, JPEG or TIFF",
}


def is_zip(head: bytes) -> bool:
    r"""Whether a file begins as a zip archive does.

    Examples
    --------
    >>> is_zip(b"PK\x03\x04..."), is_zip(b"MZ...")
    (True, False)
    """
    return head.startswith(_ZIP)


def is_index_name(name: str) -> bool:
    """Whether a file has the name of the index of a DICOM CD, as disks and copies of disks write it.

    Examples
    --------
    >>> is_index_name("dicomdir"), is_index_name("DICOMDIR.;1"), is_index_name("dicomdir.pdf")
    (True, True, False)
    """
    return name.casefold().partition(";")[0].rstrip(".") == "dicomdir"


def sort_of(head: bytes) -> str:
    r"""Sort of a file by its first bytes.

    Examples
    --------
    >>> sort_of(b"MZ\x90"), sort_of(b"<HTML><body>"), sort_of(b"[autorun]\r\n"), sort_of(b"\x00\x07\xfe")
    ('program', 'web page', 'text', 'file of another sort')
    """
    for signature, sort in _SIGNATURES:
        if head.startswith(signature):
            return sort
    if head[257:262] == b"ustar":
        return "archive"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGES):
        return "web page"
    return "text" if head and not head.translate(None, _TEXT) else "file of another sort"


def reason_of(sort: str) -> str:
    """Why a file of a sort is not measured.

    Examples
    --------
    >>> reason_of("program")
    'not a film: a program'
    """
    return _REASONS.get(sort, f"not a film: {with_article(sort)}")


def with_article(sort: str) -> str:
    """Name with its article; the letters of an abbreviation are spoken one by one.

    Examples
    --------
    >>> with_article("MR image"), with_article("CT image"), with_article("office document")
    ('an MR image', 'a CT image', 'an office document')
    """
    if sort.startswith("the "):
        return sort
    first = sort.split()[0]
    vowels = "AEFHILMNORSX" if first.isupper() and len(first) < 4 else "aeioAEIO"
    return f"{'an' if first[0] in vowels else 'a'} {sort}"


def counted(count: int, sort: str) -> str:
    """Number of files of a sort.

    Examples
    --------
    >>> counted(1, "web page"), counted(3, "file of another sort"), counted(2, "report of radiation dose")
    ('1 web page', '3 files of another sort', '2 reports of radiation dose')
    """
    if count == 1:
        return f"1 {sort}"
    noun, of, rest = sort.partition(" of ")
    if not of:
        noun, of, rest = sort.partition(" in ")
    plural = {"raw data": "raw data", "index": "indexes"}.get(noun, f"{noun}s")
    return f"{count} {plural}{of}{rest}"


# Letters of any Latin page, and the control signs of lines.
_TEXT = bytes(range(32, 127)) + b"\t\r\n\f\x1b" + bytes(range(128, 256))
