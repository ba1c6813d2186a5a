"""Outcome: what became of one file, as it travels from a worker to the journal and the tables."""

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any


class FileStatus(StrEnum):
    """What became of a file.

    ==========  ==========================================================
    measured    at least one value
    refused     read without faults, but nothing could be measured
    unreadable  it should be a film and cannot be read
    skipped     not a film, the same film again, or nothing to measure on it
    ==========  ==========================================================
    """

    MEASURED = "measured"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    SKIPPED = "skipped"


class Marks(StrEnum):
    """Where the marks of a film come from."""

    TABLE = "table"
    DRAFT = "draft"
    NONE = ""


@dataclass(slots=True)
class Outcome:
    """What became of one file, or of several that are no films.

    Attributes
    ----------
    relative : str
        Path relative to the input; of several files their folder, with a ``/`` at its end. Local: not
        for research outputs.
    status : FileStatus
        measured, refused, unreadable or skipped.
    reason : str
        Why not measured, in words.
    film_key : str
        Empty where none could be made.
    notes : list of str
        Warnings about the film, in words.
    readings : list of str
        UIDs of the readings that were measured.
    uids : list of str
        UIDs of the rows, in order.
    hashes : list of str
        Content hash of each row, as it went to the store.
    values, gaps, flagged : int
        Measured rows, rows that are not measurable, measured rows with a flag.
    reasons : dict of str to int
        Reason code of each gap, and how often.
    assessments : dict of str to str
        UID of each assessment, in order, and its content hash as it went to the store.
    rows : list of MeasurementRow
        Rows for the store; not kept in the journal.
    judged : list of AssessmentRow
        Assessments for the store; not kept in the journal.
    landmarks : list of list of str
        Rows for landmarks.csv.
    picture : str
        Overlay of the film, relative to the results; empty = none.
    milliseconds : float
        Time it took.
    files : int
        Files that this is about: 1, but for a series or a folder of what is no film.
    sort : str
        What it is where it is no film, in plain words; empty for films and for what should be one.
    same_as : str
        Name of the file of the same film that is measured in its place, as it stands in the reason.
    marks : Marks
        Where its marks come from.
    detector : str
        Version of the detector that looked at it; empty = none did.
    """

    relative: str
    status: FileStatus
    reason: str = ""
    film_key: str = ""
    notes: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    uids: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    values: int = 0
    gaps: int = 0
    flagged: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)
    landmarks: list[list[str]] = field(default_factory=list)
    picture: str = ""
    milliseconds: float = 0.0
    files: int = 1
    sort: str = ""
    same_as: str = ""
    assessments: dict[str, str] = field(default_factory=dict)
    judged: list[Any] = field(default_factory=list)
    marks: Marks = Marks.NONE
    detector: str = ""

    def record(self) -> dict[str, Any]:
        """Plain values for the journal; the rows are in the store by then."""
        return asdict(replace(self, rows=[], judged=[]))

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Outcome":
        """Outcome from what ``record`` gave."""
        return cls(**{**record, "status": FileStatus(record["status"]), "marks": Marks(record.get("marks", ""))})
