"""Kinds of column that several row types share: constraint and explanation in one place.

A kind whose values may be absent takes None; a column is required where it has no default.
"""

from typing import Annotated

from pydantic import Field

from measure.model import Level, ObserverKind, Side, Status, ValueStatus
from measure.outcomes.vocabulary import Timepoint

_UID = r"^[0-9]+(\.[0-9]+)*$"
_OWN_UID = r"^2\.25\.(0|[1-9][0-9]*)$"
_CODED = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,15}\|[A-Za-z0-9_.:/-]{1,64}$"
_LABEL = r"^[\w .+-]{1,64}$"
_WORD = r"^[a-z][a-z0-9_]{0,63}$"
# kind[:level or #ordinal][:side][:part], as Structure.key writes it
_STRUCTURE = r"^[a-z][a-z_]*(:([CTLS][0-9]{1,2}|#[1-9][0-9]*))?(:(left|right|bilateral|midline))?(:[a-z][a-z0-9_]*)?$"

RowUid = Annotated[
    str,
    Field(
        pattern=_OWN_UID,
        max_length=64,
        description="Identity of this row, the same in every run: a DICOM UID made from what the row is about.",
    ),
]
_SUBJECT = Field(
    pattern=r"^k[0-9a-f]{8}:[A-Z2-7]{26}$",
    description="Pseudonym of the subject: the id of the key it was made with, then the keyed code.",
)
Subject = Annotated[str, _SUBJECT]
MaybeSubject = Annotated[str | None, _SUBJECT]
Site = Annotated[str | None, Field(pattern=_LABEL, description="Code of the hospital or study site.")]
VisitName = Annotated[
    str | None, Field(pattern=_LABEL, description="Label of the visit as the study names it; never a calendar day.")
]
TimepointField = Annotated[
    Timepoint | None, Field(description="Audit window of the visit; days_from_index holds the actual day.")
]
Days = Annotated[
    int | None,
    Field(
        ge=-36525,
        le=36525,
        description="Whole days from the index procedure; negative before it. No calendar dates are kept.",
    ),
]
SubjectDay = Annotated[
    int | None,
    Field(
        ge=-200000,
        le=200000,
        description="Day on a clock of this subject alone: intervals between films are true, the zero is secret"
        " (made from the key), so no calendar day is kept.",
    ),
]
FilmKey = Annotated[
    str,
    Field(
        pattern=r"^([0-9]+(\.[0-9]+)*/[1-9][0-9]*|sha256:[0-9a-f]{64}(/[1-9][0-9]*)?|unseen:[0-9a-f]{64})$",
        max_length=96,
        description="Key of the film: DICOM SOP instance UID and frame, or else the SHA-256 of the file; unseen:..."
        " stands for a film that nobody here has seen (rows imported from elsewhere).",
    ),
]
ImageUid = Annotated[str | None, Field(pattern=_UID, max_length=64)]
Digest = Annotated[
    str | None, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the file the row was read from.")
]
StructureKey = Annotated[
    str | None,
    Field(
        pattern=_STRUCTURE,
        max_length=96,
        description="Key of the structure on the film, e.g. vertebra:L1 or femur:left; empty = the film as a whole.",
    ),
]
Ordinal = Annotated[
    int | None,
    Field(ge=1, description="Place of the structure among its kind on the film, counted from the top, from 1."),
]
LevelField = Annotated[
    Level | None, Field(description="Vertebral level, C1 to S1; empty = no vertebra, or unnumbered.")
]
SideField = Annotated[
    Side | None, Field(description="Side of the patient (never of the picture): the limb, or the convexity of a curve.")
]
AnatomyCode = Annotated[
    str | None,
    Field(pattern=_CODED, description="Coded body site, scheme|code, e.g. SCT|66794005; T13 and L6 have no code."),
]
Coded = Annotated[str | None, Field(pattern=_CODED)]
Word = Annotated[str, Field(pattern=_WORD)]
MaybeWord = Annotated[str | None, Field(pattern=_WORD)]
Label = Annotated[str | None, Field(pattern=_LABEL)]
NotNegative = Annotated[float | None, Field(ge=0)]
Positive = Annotated[float | None, Field(gt=0)]
ObserverName = Annotated[
    str,
    Field(
        pattern=r"^[\w .@+-]{1,64}$",
        description="Code or login of the reader, or the algorithm, or 'imported'.",
    ),
]
ObserverKindField = Annotated[ObserverKind, Field(description="Who read: a person, an algorithm or a table.")]
AlgorithmVersion = Annotated[
    str | None, Field(pattern=r"^[\w .+:-]{1,64}$", description="Version of the algorithm that placed the marks.")
]
StatusField = Annotated[Status, Field(description="draft until a named person has confirmed it, then confirmed.")]
ConfirmedBy = Annotated[
    str | None, Field(pattern=r"^[\w .@+-]{1,64}$", description="Code or login of the person who confirmed.")
]
ReadingUid = Annotated[
    str, Field(pattern=_UID, max_length=64, description="Identity of the reading (one observer, one film, one time).")
]
ValueStatusField = Annotated[
    ValueStatus, Field(description="measured, not_measurable (with the reason) or missing (with the reason).")
]
Reason = Annotated[
    str | None,
    Field(pattern=r"^[^\r\n\t]{1,200}$", description="Why there is no value; present exactly where there is none."),
]
Flag = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:=#-]{1,80}$")]
SourceFormat = Annotated[
    str, Field(pattern=r"^[a-z0-9_]{1,16}$", description="Format of the source: dicom, png, jpeg, tiff, csv, ...")
]
Software = Annotated[
    str,
    Field(pattern=r"^[\w .+-]{1,64}$", description="Program and version that wrote the row; not part of its value."),
]
SchemaVersion = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+$", description="Version of this schema.")]
Revision = Annotated[int, Field(ge=1, description="1, then one more each time the same row is corrected.")]
Supersedes = Annotated[int | None, Field(ge=1, description="Revision that this one replaces.")]
ChangeReason = Annotated[
    str | None,
    Field(pattern=r"^[^\r\n\t]{1,200}$", description="Why the row was corrected; required from revision 2 on."),
]
