"""The standard outcomes schema: five row types, defined here once and nowhere else.

The order of the fields is the order of the columns: first what a reader looks for, last what
an auditor needs. Rules that span columns stand in ``rules.py``. No column holds a name, a
number of a patient or of an examination, a calendar day, or a place in a file system.
"""

from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from measure.model import ObserverKind, Posture, ScaleClass, Status, ValueStatus, View
from measure.outcomes import fields as f
from measure.outcomes import rules
from measure.outcomes.vocabulary import Answer, Method, PostureVsBaseline, SdBasis, Unit

SCHEMA_VERSION = "1.0"


class Row(BaseModel):
    """What all row types share: they cannot change, and know no unknown column."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    table: ClassVar[str]
    uid_column: ClassVar[str]
    sort_columns: ClassVar[tuple[str, ...]]
    checks: ClassVar[tuple[rules.Rule, ...]] = ()

    @model_validator(mode="after")
    def _keep_the_rules(self) -> Self:
        for check in self.checks:
            check(self)
        return self

    @property
    def uid(self) -> str:
        """Identity of the row, whatever its column is called."""
        value: str = getattr(self, self.uid_column)
        return value


class MeasurementRow(Row):
    """One number read on one film (or why there is none), with its doubt and its origin."""

    table = "measurement"
    uid_column = "measurement_uid"
    sort_columns = ("subject", "days_from_index", "film_key", "reading_uid", "structure_ordinal", "measure")
    checks = (
        rules.revision,
        rules.visit,
        rules.value,
        rules.uncertainty,
        rules.scale,
        rules.spacing,
        rules.confirmation,
        rules.algorithm,
        rules.method,
        rules.structure,
    )

    measurement_uid: f.RowUid
    subject: f.MaybeSubject = None
    site: f.Site = None
    visit: f.VisitName = None
    timepoint: f.TimepointField = None
    days_from_index: f.Days = None
    subject_day: f.SubjectDay = None
    structure: f.StructureKey = None
    structure_ordinal: f.Ordinal = None
    level: f.LevelField = None
    level_from: f.LevelField = Field(None, description="Upper end of a span of vertebrae.")
    level_to: f.LevelField = Field(None, description="Lower end of a span of vertebrae.")
    level_confidence: Annotated[float | None, Field(ge=0, le=1)] = Field(
        None, description="Probability that the level is right, where a reader or an algorithm gives one."
    )
    side: f.SideField = None
    measure: f.Word = Field(description="What was measured: id in the catalogue of measures, e.g. anterior_height.")
    definition_version: Annotated[str, Field(pattern=r"^[\w.+-]{1,32}$")] = Field(
        description="Version of that definition; values of two versions are not mixed."
    )
    measure_code: f.Coded = Field(None, description="Code of the measure in a public scheme, scheme|code.")
    value: float | None = Field(None, description="The value, in the unit given beside it.")
    unit: Unit = Field(description="UCUM unit; {pixel} where the film has no scale.")
    value_status: f.ValueStatusField
    reason: f.Reason = None
    sd: f.NotNegative = Field(
        None, description="Standard deviation (1 sigma) of the value, in its unit; floor included."
    )
    floor_sd: Annotated[float, Field(ge=0)] = Field(
        0.0, description="Part of sd by which readers vary beyond the doubt about their points."
    )
    sd_basis: SdBasis | None = Field(None, description="Where sd comes from; present exactly where sd is.")
    scale_class: ScaleClass | None = Field(
        None, description="How far millimetres can be trusted; none = pixels; empty = scale plays no part."
    )
    flags: tuple[f.Flag, ...] = Field((), description="What a reader of the value should know; joined by ; in CSV.")
    status: f.StatusField
    confirmed_by: f.ConfirmedBy = None
    posture: Posture | None = Field(None, description="How the patient was held.")
    posture_vs_baseline: PostureVsBaseline = Field(
        PostureVsBaseline.UNKNOWN, description="Whether the patient was held as on the baseline film."
    )
    view: View | None = Field(None, description="Projection of the film; frontal is AP or PA.")
    site_modifier: f.MaybeWord = Field(None, description="Part of the structure: anterior, middle, posterior, ...")
    anatomy_code: f.AnatomyCode = None
    method: Method = Field(description="manual, semi-automatic, automatic or imported.")
    observer: f.ObserverName
    observer_kind: f.ObserverKindField
    algorithm: f.Label = Field(None, description="Algorithm that placed the marks, also where a person confirmed them.")
    algorithm_version: f.AlgorithmVersion = None
    read_number: Annotated[int, Field(ge=1)] = Field(
        1, description="First, second, ... reading of the same film by the same observer."
    )
    reading_uid: f.ReadingUid
    film_key: f.FilmKey
    study_uid: f.ImageUid = Field(None, description="DICOM study instance UID.")
    series_uid: f.ImageUid = Field(None, description="DICOM series instance UID.")
    sop_instance_uid: f.ImageUid = Field(None, description="DICOM SOP instance UID of the image.")
    frame_number: Annotated[int, Field(ge=1)] = Field(1, description="Frame of the image, from 1.")
    calibration_source: f.MaybeWord = Field(None, description="Rule that gave the scale, e.g. pixel_spacing_fiducial.")
    mm_per_pixel_row: f.Positive = Field(None, description="Millimetres between pixel rows, in the plane of the scale.")
    mm_per_pixel_col: f.Positive = Field(None, description="Millimetres between pixel columns.")
    scale_sd_rel: f.NotNegative = Field(
        None, description="Relative sd of the scale, common to all lengths of the film."
    )
    magnification: f.Positive = Field(None, description="Magnification that was divided out, where one was.")
    trace: str = Field("[]", description="Points and lines the value was read on: JSON, (row, col) in film pixels.")
    details: str = Field("{}", description="Side results, e.g. the end vertebrae chosen: JSON.")
    source_format: f.SourceFormat
    source_sha256: f.Digest = None
    software: f.Software
    schema_version: f.SchemaVersion = SCHEMA_VERSION
    revision: f.Revision = 1
    supersedes_revision: f.Supersedes = None
    change_reason: f.ChangeReason = None


class AssessmentRow(Row):
    """One judgement of a film by a person that no landmark gives: a grade, a type, a leak site."""

    table = "assessment"
    uid_column = "assessment_uid"
    sort_columns = ("subject", "days_from_index", "film_key", "reading_uid", "structure", "scheme")
    checks = (rules.revision, rules.visit, rules.confirmation, rules.algorithm, rules.structure)

    assessment_uid: f.RowUid
    subject: f.MaybeSubject = None
    site: f.Site = None
    visit: f.VisitName = None
    timepoint: f.TimepointField = None
    days_from_index: f.Days = None
    subject_day: f.SubjectDay = None
    structure: f.StructureKey = None
    structure_ordinal: f.Ordinal = None
    level: f.LevelField = None
    anatomy_code: f.AnatomyCode = None
    scheme: f.Word = Field(description="Scale of the judgement: genant_visual, li_type, rust, leak_site, ...")
    value: Annotated[str, Field(pattern=r"^[\w .,;+<>=/()-]{1,128}$")] = Field(
        description="Code or grade, in the words of the scheme, several joined by ;. withdrawn where its table no"
        " longer gives it, rejected_by_reader where a reader has rejected it."
    )
    note: f.Label = Field(None, description="Coded remark; no free text.")
    status: f.StatusField
    confirmed_by: f.ConfirmedBy = None
    observer: f.ObserverName
    observer_kind: f.ObserverKindField
    algorithm_version: f.AlgorithmVersion = None
    read_number: Annotated[int, Field(ge=1)] = Field(1, description="First, second, ... reading by this observer.")
    reading_uid: f.ReadingUid
    film_key: f.FilmKey
    study_uid: f.ImageUid = Field(None, description="DICOM study instance UID.")
    series_uid: f.ImageUid = Field(None, description="DICOM series instance UID.")
    sop_instance_uid: f.ImageUid = Field(None, description="DICOM SOP instance UID of the image.")
    frame_number: Annotated[int, Field(ge=1)] = Field(1, description="Frame of the image, from 1.")
    source_format: f.SourceFormat
    source_sha256: f.Digest = None
    software: f.Software
    schema_version: f.SchemaVersion = SCHEMA_VERSION
    revision: f.Revision = 1
    supersedes_revision: f.Supersedes = None
    change_reason: f.ChangeReason = None


class ScoreRow(Row):
    """One patient-reported or clinical score: totals and subscales, never the items."""

    table = "score"
    uid_column = "score_uid"
    sort_columns = ("subject", "days_from_index", "instrument", "subscale")
    checks = (rules.revision, rules.visit, rules.value, rules.score_range)

    score_uid: f.RowUid
    subject: f.Subject
    site: f.Site = None
    visit: f.VisitName = None
    timepoint: f.TimepointField = None
    days_from_index: f.Days = None
    instrument: f.Word = Field(description="vas_pain, nrs_pain, odi, sf36, eq5d, ...; a VAS in mm is no NRS of 0-10.")
    instrument_version: f.Label = Field(None, description="Version and scoring, e.g. v2 norm-based.")
    subscale: f.MaybeWord = Field(None, description="Subscale, e.g. physical_functioning; empty = the total.")
    value: float | None = Field(None, description="The score, in the unit given beside it.")
    unit: Unit = Field(Unit.SCORE, description="{score}, mm (a visual analogue scale) or %.")
    value_status: f.ValueStatusField
    reason: f.Reason = None
    range_low: float | None = Field(None, description="Lowest score there can be.")
    range_high: float | None = Field(None, description="Highest score there can be.")
    higher_is_better: bool | None = Field(None, description="Which way the scale runs.")
    items_answered: Annotated[int | None, Field(ge=0)] = Field(None, description="How many items were answered.")
    respondent: f.MaybeWord = Field(None, description="patient, proxy or clinician.")
    source_format: f.SourceFormat
    source_sha256: f.Digest = None
    software: f.Software
    schema_version: f.SchemaVersion = SCHEMA_VERSION
    revision: f.Revision = 1
    supersedes_revision: f.Supersedes = None
    change_reason: f.ChangeReason = None


class EventRow(Row):
    """Something that happened on a known day: a step of the treatment, or a complication."""

    table = "event"
    uid_column = "event_uid"
    sort_columns = ("subject", "day", "kind")
    checks = (rules.revision, rules.interval, rules.structure)

    event_uid: f.RowUid
    subject: f.Subject
    site: f.Site = None
    kind: f.Word = Field(description="Code of the event: osteotomy, full_weight_bearing, adjacent_fracture, ...")
    number: Annotated[int, Field(ge=1)] = Field(1, description="First, second, ... event of this kind in this subject.")
    day: float = Field(
        description="Days from the index procedure; the middle of the interval where only that is known."
    )
    earliest: float | None = Field(None, description="First day on which it can have happened.")
    latest: float | None = Field(None, description="Last day on which it can have happened.")
    structure: f.StructureKey = None
    structure_ordinal: f.Ordinal = None
    level: f.LevelField = None
    anatomy_code: f.AnatomyCode = None
    detail: f.MaybeWord = Field(None, description="Coded detail, e.g. the site of a leak.")
    severity: f.MaybeWord = Field(None, description="Grade in the scheme of the audit, e.g. iiia.")
    serious: Answer | None = Field(None, description="Whether it is a serious adverse event.")
    device_related: Answer | None = Field(None, description="Whether the device caused it.")
    procedure_related: Answer | None = Field(None, description="Whether the procedure caused it.")
    outcome: f.MaybeWord = Field(None, description="Coded outcome: resolved, ongoing, fatal, ...")
    procedure_uid: f.ImageUid = Field(None, description="Row of the procedure it belongs to.")
    source_format: f.SourceFormat
    source_sha256: f.Digest = None
    software: f.Software
    schema_version: f.SchemaVersion = SCHEMA_VERSION
    revision: f.Revision = 1
    supersedes_revision: f.Supersedes = None
    change_reason: f.ChangeReason = None


class ProcedureRow(Row):
    """One operation on one structure, with the device that was put in."""

    table = "procedure"
    uid_column = "procedure_uid"
    sort_columns = ("subject", "day", "structure")
    checks = (rules.revision, rules.structure)

    procedure_uid: f.RowUid
    subject: f.Subject
    site: f.Site = None
    kind: f.Word = Field(description="Code of the procedure: vertebral_implant, lengthening_nail, ...")
    procedure_code: f.Coded = Field(None, description="Code in a public scheme, scheme|code.")
    number: Annotated[int, Field(ge=1)] = Field(1, description="First, second, ... procedure of this kind.")
    day: float = Field(0.0, description="Days from the index procedure; 0 for the index procedure itself.")
    structure: f.StructureKey = None
    structure_ordinal: f.Ordinal = None
    level: f.LevelField = None
    anatomy_code: f.AnatomyCode = None
    indication: f.MaybeWord = Field(None, description="osteoporotic, traumatic, metastatic, myeloma, ...")
    approach: f.MaybeWord = Field(None, description="Coded approach: antegrade, retrograde, transpedicular, ...")
    anaesthesia: f.MaybeWord = Field(None, description="general, regional or local.")
    device_name: f.Label = Field(None, description="Product name of the device.")
    device_udi_di: Annotated[str | None, Field(pattern=r"^[0-9A-Za-z]{6,40}$")] = Field(
        None, description="Device identifier part of the UDI; never the serial or lot number."
    )
    device_count: Annotated[int | None, Field(ge=0)] = Field(None, description="How many were put in.")
    cement_volume_ml: f.NotNegative = Field(None, description="Volume of cement, in ml.")
    nail_diameter_mm: f.Positive = Field(None, description="Diameter of the nail, in mm.")
    source_format: f.SourceFormat
    source_sha256: f.Digest = None
    software: f.Software
    schema_version: f.SchemaVersion = SCHEMA_VERSION
    revision: f.Revision = 1
    supersedes_revision: f.Supersedes = None
    change_reason: f.ChangeReason = None


ROW_TYPES: tuple[type[Row], ...] = (MeasurementRow, AssessmentRow, ScoreRow, EventRow, ProcedureRow)

__all__ = [
    "ROW_TYPES", "SCHEMA_VERSION", "AssessmentRow", "EventRow", "MeasurementRow", "ObserverKind",
    "ProcedureRow", "Row", "ScoreRow", "Status", "ValueStatus",
]  # fmt: skip
