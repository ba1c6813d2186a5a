"""Whose row it is and of which visit: the columns that all tables share, and the film nobody has seen."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from measure.errors import quoted
from measure.model import ObserverKind
from measure.outcomes import cells
from measure.outcomes.importing.entry import Entry
from measure.outcomes.importing.people import People, plausible_day
from measure.outcomes.importing.readers import reader
from measure.outcomes.schema import Row
from measure.outcomes.uids import table_reading_uid
from measure.outcomes.vocabulary import Timepoint, timepoint_of

_UID = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*))+")
_FILM_KEY = re.compile(rf"{_UID.pattern}/[1-9][0-9]*|sha256:[0-9a-f]{{64}}(?:/[1-9][0-9]*)?|unseen:[0-9a-f]{{64}}")
IMPORTED = "imported"
_NAMES_A_VISIT = ("visit", "timepoint", "days_from_index", "exam_date")
_ON_NO_SIDE = (Timepoint.INTRA_OP, Timepoint.UNSCHEDULED)
ANY_OF = "visit, timepoint, days_from_index or exam_date"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whose row, and when.

    Attributes
    ----------
    subject, site, visit, timepoint, days_from_index, subject_day
        As in the schema.
    name : str or None
        What the visit is known by: its label, else its window, else its day.
    """

    subject: str | None
    site: str | None
    visit: str | None
    timepoint: Timepoint | None
    days_from_index: int | None
    subject_day: int | None
    name: str | None

    def columns(self, row_type: type[Row]) -> dict[str, Any]:
        """Columns of a row, as far as its type has them."""
        names = ("subject", "site", "visit", "timepoint", "days_from_index", "subject_day")
        return {name: getattr(self, name) for name in names if name in row_type.model_fields}


def read_occasion(entry: Entry, row_type: type[Row], people: People) -> Occasion:
    """Subject and visit of an entry; what is wrong is noted in it.

    Parameters
    ----------
    entry : Entry
        The cells.
    row_type : type
        What they are to become.
    people : People
        Makes the pseudonyms.
    """
    subject = entry.read("subject", lambda text: people.subject(text, entry.text("issuer")))
    visit = entry.read("visit", cells.visit)
    written = entry.read("timepoint", cells.timepoint)
    exam = _day(entry, "exam_date")
    days = _days(entry, row_type, exam)
    _check_window(entry, written, days)
    clock = entry.read("subject_day", reader(row_type, "subject_day", entry.decimal_comma))
    if clock is None and subject is not None and exam is not None:
        clock = people.clock(subject, exam)
    return Occasion(
        subject=subject,
        site=entry.read("site", cells.site),
        visit=visit,
        timepoint=written or timepoint_of(days),
        days_from_index=days,
        subject_day=clock,
        name=_name(visit, written, days, clock),
    )


def _day(entry: Entry, target: str) -> dt.date | None:
    return entry.read(target, lambda text: plausible_day(cells.day(text)))


def _days(entry: Entry, row_type: type[Row], exam: dt.date | None) -> int | None:
    """Days from the index procedure, as written or counted; both must agree."""
    written: int | None = entry.read("days_from_index", reader(row_type, "days_from_index", entry.decimal_comma))
    index = _day(entry, "index_date")
    if exam is None or index is None:
        return written
    counted = (exam - index).days
    if written is not None and written != counted:
        entry.fail("days_from_index", f"expected {counted} (exam_date - index_date), got {written}")
    return counted


def _check_window(entry: Entry, timepoint: Timepoint | None, days: int | None) -> None:
    """Note a window on the wrong side of the index day; how far each reaches is for a centre to say."""
    if timepoint is None or days is None or timepoint in _ON_NO_SIDE:
        return
    before = timepoint is Timepoint.BASELINE
    if days > 0 if before else days < 0:
        target = "days_from_index" if entry.text("days_from_index") else "exam_date"
        expected = f"a day of 0 or {'less' if before else 'more'} in column {entry.cells[target].column}"
        entry.fail("timepoint", f"expected {expected} beside {timepoint}, got {days} days from the index procedure")


def _name(visit: str | None, timepoint: Timepoint | None, days: int | None, clock: int | None) -> str | None:
    if visit is not None:
        return f"visit:{visit}"
    if timepoint is not None and timepoint is not Timepoint.UNSCHEDULED:
        return f"timepoint:{timepoint}"
    if days is not None:
        return f"day:{days}"
    return None if clock is None else f"clock:{clock}"


def need_subject(entry: Entry, occasion: Occasion) -> None:
    """Note where no patient is named."""
    if occasion.subject is None and not entry.text("subject"):
        entry.fail("subject", "expected a patient number or a pseudonym, the cell is empty")


def need_visit(entry: Entry, occasion: Occasion) -> None:
    """Note where no visit is named, unless the cell that would name it is wrong itself."""
    if occasion.name is not None:
        return
    written = [target for target in _NAMES_A_VISIT if entry.text(target)]
    wrong = {problem.column for problem in entry.problems}
    if not written:
        target = next((one for one in _NAMES_A_VISIT if one in entry.cells), "visit")
        entry.fail(target, f"expected {ANY_OF}, got none")
    elif occasion.timepoint is Timepoint.UNSCHEDULED:
        entry.fail("timepoint", "expected a visit or a day beside unscheduled, got neither")
    elif occasion.subject is not None and not any(entry.cells[target].column in wrong for target in written):
        entry.fail("exam_date", "expected days_from_index or a visit beside a pseudonym whose key is not here")


def read_film(entry: Entry, occasion: Occasion, view: str | None) -> str | None:
    """Key of the film: as written, else that of a film which nobody here has seen.

    All numbers of one view at one visit share one unseen film.

    Returns
    -------
    str or None
        None where it cannot be told; the entry says why.
    """
    for target in ("film_key", "film", "sop_instance_uid"):
        if entry.text(target):
            return entry.read(target, lambda text: _film_key(text, entry.text("frame_number")))
    need_subject(entry, occasion)
    need_visit(entry, occasion)
    if occasion.subject is None or occasion.name is None:
        return None
    parts = (occasion.subject, occasion.site or "", occasion.name, view or "")
    return f"unseen:{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()}"


def _film_key(text: str, frame: str) -> str:
    if _FILM_KEY.fullmatch(text):
        return text
    if _UID.fullmatch(text):
        return f"{text}/{frame or 1}"
    raise ValueError(f"expected a film key or a DICOM SOP instance UID, got {quoted(text)}")


def film_columns(film_key: str | None) -> dict[str, Any]:
    """Columns that name the film: its key, and the DICOM image and frame that the key is of."""
    place, _, frame = (film_key or "").partition("/")
    return {
        "film_key": film_key,
        "sop_instance_uid": place if _UID.fullmatch(place) else None,
        "frame_number": int(frame) if frame else None,
    }


def read_reading(entry: Entry, row_type: type[Row], film_key: str | None) -> dict[str, Any]:
    """Columns of who read the film, which time, and the identity of that reading."""
    named = entry.text("observer")
    kind = entry.read("observer_kind", reader(row_type, "observer_kind", entry.decimal_comma))
    turn = entry.read("read_number", reader(row_type, "read_number", entry.decimal_comma)) or 1
    observer = named or IMPORTED
    return {
        "observer": observer,
        "observer_kind": kind or (ObserverKind.TABLE if observer == IMPORTED else ObserverKind.PERSON),
        "read_number": turn,
        "reading_uid": table_reading_uid(film_key or "", observer, turn),
    }
