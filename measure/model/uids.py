"""Identities that stay the same between runs: of what is derived, and of drafts."""

import hashlib
import uuid

# Fixed for ever: another namespace would give every row of every store another identity.
NAMESPACE = uuid.UUID("9a4f3c52-6f0e-5d7b-8f3e-2f6f1c7f5a11")


def derived_uid(*parts: str) -> str:
    r"""DICOM UID (2.25) made from texts: the same texts always give the same UID.

    Parameters
    ----------
    *parts : str
        What the UID stands for, in order. Joined by a unit separator (0x1f), so that
        ("ab", "c") and ("a", "bc") differ.

    Returns
    -------
    str
        ``2.25.`` and the UUID (version 5) as one decimal number; at most 44 characters
        (DICOM PS3.5 B.2).

    Examples
    --------
    >>> derived_uid("a") == derived_uid("a"), derived_uid("ab", "c") == derived_uid("a", "bc")
    (True, False)
    """
    # As uuid.uuid5 does it, without the object: one is made for every row.
    digest = hashlib.sha1(NAMESPACE.bytes + chr(31).join(parts).encode(), usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16], "big")
    number = number & ~(0xF << 76) & ~(0xC << 60) | (5 << 76) | (8 << 60)
    return f"2.25.{number}"


def draft_reading_uid(film_digest: str, detector: str, version: str, frame: int = 1) -> str:
    """Identity of a draft by an algorithm: the same film and the same version, the same draft.

    Parameters
    ----------
    film_digest : str
        SHA-256 of the file.
    detector, version : str
        Name and version of the algorithm.
    frame : int, optional
        Frame of a file that holds several films.

    Returns
    -------
    str
        A DICOM UID.
    """
    return derived_uid("draft", film_digest, str(frame), detector, version)
