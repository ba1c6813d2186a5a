"""Who is on the film: read for one purpose only, to make a keyed pseudonym of it."""

from dataclasses import dataclass, field
from os import PathLike

from measure.film.attributes import Attributes
from measure.film.dicom_file import parse
from measure.film.quiet import quiet
from measure.film.source import opened


@dataclass(frozen=True, slots=True)
class Identity:
    """Patient number as the hospital writes it; never stored, and hidden from ``repr``.

    Attributes
    ----------
    patient_id, issuer : str or None
        None where the file does not say.

    Examples
    --------
    >>> Identity("123")
    Identity()
    """

    patient_id: str | None = field(default=None, repr=False)
    issuer: str | None = field(default=None, repr=False)


def read_identity(path: str | PathLike[str]) -> Identity | None:
    """Patient number and its issuer, for pseudonymising; None for pictures that carry none.

    Parameters
    ----------
    path : path-like
        A film.

    Returns
    -------
    Identity or None
        None for PNG, JPEG and TIFF.

    Raises
    ------
    FilmError
        As ``read_header``.
    """
    with opened(path) as (file, source_format, head), quiet():
        if source_format != "dicom":
            return None
        dataset = parse(file, head, pixels=False, tags=("PatientID", "IssuerOfPatientID"))
        attributes = Attributes(dataset)
        return Identity(attributes.decoded("PatientID"), attributes.decoded("IssuerOfPatientID"))
