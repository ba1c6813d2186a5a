"""Which DICOM objects are films: the classes that are taken, and why the others are not."""

from measure.errors import NotAFilm, UnsupportedFilm

_STORAGE = "1.2.840.10008.5.1.4.1.1."

TAKEN = {
    "1": "CR",
    "1.1": "DX",
    "1.1.1": "DX, for processing",
    "1.3": "intra-oral",
    "1.3.1": "intra-oral, for processing",
    "7": "secondary capture",
    "7.2": "secondary capture, 8 bit, multi-frame",
    "7.3": "secondary capture, 16 bit, multi-frame",
    "7.4": "secondary capture, colour, multi-frame",
    "12.1": "XA",
    "12.2": "RF",
}
"""SOP classes that are read, by the end of their UID."""

UNSUPPORTED = {
    "1.2": "breasts are not measured here",
    "1.2.1": "breasts are not measured here",
    "7.1": "one bit per pixel",
    "12.1.1": "enhanced objects are not read by this version",
    "12.2.1": "enhanced objects are not read by this version",
}
"""Projection films that this version does not take, with the reason."""

CAPTURES = frozenset({"7", "7.1", "7.2", "7.3", "7.4"})

# A secondary capture carries any modality; a slice or a sonogram stays none of ours when captured.
_NOT_PROJECTED = frozenset({"CT", "MR", "US", "PT", "NM", "OCT", "ES", "GM", "SM", "OP", "ECG", "SR", "DOC"})
_PROJECTED = frozenset({"CR", "DX", "RF", "XA", "RG", "PX", "IO"})


def check_sop_class(uid: str | None, modality: str | None) -> tuple[bool, str | None]:
    """Refuse what is no projection film.

    Parameters
    ----------
    uid : str or None
        SOP Class UID.
    modality : str or None
        Modality; decides for secondary captures and where there is no SOP class.

    Returns
    -------
    bool
        Whether it is a secondary capture.
    str or None
        A warning.

    Raises
    ------
    NotAFilm
        For CT, MR, US, reports and all else that is no projection.
    UnsupportedFilm
        For projections that this version does not take.

    Examples
    --------
    >>> check_sop_class("1.2.840.10008.5.1.4.1.1.1.1", "DX")
    (False, None)
    >>> check_sop_class("1.2.840.10008.5.1.4.1.1.2", "CT")
    Traceback (most recent call last):
    measure.errors.NotAFilm: SOP class: expected a projection radiograph, got CT Image Storage
    """
    if uid is None:
        if modality in _PROJECTED:
            return False, f"SOPClassUID: absent; taken for a film because Modality is {modality}"
        raise NotAFilm("SOP class: expected a projection radiograph, got a DICOM file without SOPClassUID")
    kind = uid.removeprefix(_STORAGE)
    if kind in UNSUPPORTED:
        raise UnsupportedFilm(f"SOP class: {_name(uid)} is not read: {UNSUPPORTED[kind]}")
    if kind not in TAKEN:
        raise NotAFilm(f"SOP class: expected a projection radiograph, got {_name(uid)}")
    if kind in CAPTURES and modality in _NOT_PROJECTED:
        raise NotAFilm(f"SOP class: expected a projection radiograph, got {_name(uid)} of modality {modality}")
    return kind in CAPTURES, None


def _name(uid: str) -> str:
    from pydicom.uid import UID

    return str(UID(uid).name)
