"""RowContext: what a row needs to know that neither the film nor the reading says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from measure import __version__
from measure.model import Calibration, FrozenMap, Measure, Posture, View
from measure.outcomes.vocabulary import PostureVsBaseline, SdBasis, Timepoint

SOFTWARE = f"radiograph-measure {__version__}"


@dataclass(frozen=True, slots=True)
class RowContext:
    """Who, when and how, for all rows of one film.

    Attributes
    ----------
    subject : str or None
        Pseudonym; never a patient number.
    site, visit : str or None
        Codes of the hospital and the visit.
    timepoint : Timepoint or None
        Audit window.
    days_from_index : int or None
        Whole days from the index procedure.
    subject_day : int or None
        Day on the subject's own clock; see ``keys.subject_day``.
    posture, view : optional
        As stated; None = as the header says.
    posture_vs_baseline : PostureVsBaseline
        Whether the patient was held as on the baseline film.
    calibration : Calibration or None
        Scale in force after the statements; None = that of the header.
    source_sha256 : str or None
        Digest of the file; None = that of the header.
    codes : mapping of str to str
        Id of a measure to its public code, ``scheme|code``.
    site_modifiers : mapping of str to str
        Id of a measure to the part of the structure it is about: anterior, middle, posterior.
    sd_basis : SdBasis or None
        Where the sd comes from; None = told by whether the marks state a covariance.
    confirmed_by : str or None
        Who confirmed; None = told by the reading.
    read_number : int
        First, second, ... reading of the film by this observer.
    software : str
        Program and version.

    Examples
    --------
    >>> RowContext(timepoint=Timepoint.M3, days_from_index=92).subject is None
    True
    """

    subject: str | None = None
    site: str | None = None
    visit: str | None = None
    timepoint: Timepoint | None = None
    days_from_index: int | None = None
    subject_day: int | None = None
    posture: Posture | None = None
    view: View | None = None
    posture_vs_baseline: PostureVsBaseline = PostureVsBaseline.UNKNOWN
    calibration: Calibration | None = None
    source_sha256: str | None = None
    codes: Mapping[str, str] = field(default_factory=FrozenMap)
    site_modifiers: Mapping[str, str] = field(default_factory=FrozenMap)
    sd_basis: SdBasis | None = None
    confirmed_by: str | None = None
    read_number: int = 1
    software: str = SOFTWARE

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", FrozenMap(self.codes))
        object.__setattr__(self, "site_modifiers", FrozenMap(self.site_modifiers))


# A measure may carry codes of several schemes; a row holds the first of these it has.
_SCHEMES = ("SCT", "LN", "RADLEX", "DCM")


def codes_of(measures: Iterable[Measure]) -> dict[str, str]:
    """Public code of each measure that has one, for ``RowContext.codes``.

    Parameters
    ----------
    measures : iterable of Measure
        The catalogue.

    Returns
    -------
    dict of str to str
        Id of the measure to ``scheme|code``; SNOMED CT before LOINC before RadLex before DICOM.
    """
    found = {}
    for measure in measures:
        for scheme in (*_SCHEMES, *measure.codes):
            if scheme in measure.codes:
                found[measure.id] = f"{scheme}|{measure.codes[scheme]}"
                break
    return found


def site_modifiers_of(measures: Iterable[Measure]) -> dict[str, str]:
    """Topographical modifier of each measure that has one, for ``RowContext.site_modifiers``."""
    return {measure.id: measure.site for measure in measures if measure.site is not None}
