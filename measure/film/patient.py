"""Age, sex and day of a film: what a measurement needs of the person, and no more."""

import datetime as dt
import re

from measure.film.attributes import Attributes

OLDEST = 90
"""Ages are capped here, so that the very old cannot be told apart (HIPAA safe harbor)."""

_AGE = re.compile(r"(\d{1,3})([DWMY])")
_YEARS = {"D": 1 / 365.25, "W": 7 / 365.25, "M": 1 / 12, "Y": 1.0}


def read_age(attributes: Attributes) -> int | None:
    """Whole years at the day of the film, at most 90; the birth date is used here and kept nowhere.

    Examples
    --------
    >>> from pydicom import Dataset
    >>> dataset = Dataset()
    >>> dataset.PatientAge = "093Y"
    >>> read_age(Attributes(dataset))
    90
    """
    text = attributes.code("PatientAge")
    match = _AGE.fullmatch(text or "")
    if text and not match:
        attributes.warn("PatientAge: expected three digits and D, W, M or Y, got something else")
    if match:
        return min(int(int(match[1]) * _YEARS[match[2]]), OLDEST)
    return _age_by_dates(attributes)


def read_sex(attributes: Attributes) -> str | None:
    """M, F or O."""
    sex = attributes.code("PatientSex")
    if sex and sex not in ("M", "F", "O"):
        attributes.warn("PatientSex: expected M, F or O, got something else")
        return None
    return sex


def read_day(attributes: Attributes) -> str | None:
    """ISO day of the acquisition, else of the study."""
    for keyword in ("AcquisitionDate", "AcquisitionDateTime", "StudyDate", "SeriesDate"):
        day = _day(attributes, keyword)
        if day is not None:
            return day.isoformat()
    return None


def _age_by_dates(attributes: Attributes) -> int | None:
    born, taken = _day(attributes, "PatientBirthDate"), read_day(attributes)
    if born is None or taken is None:
        return None
    day = dt.date.fromisoformat(taken)
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if years < 0:
        attributes.warn("PatientBirthDate: after the day of the film")
        return None
    return min(years, OLDEST)


def _day(attributes: Attributes, keyword: str) -> dt.date | None:
    """Date of an attribute; also in the dotted form of old files."""
    text = attributes.text(keyword)
    if text is None:
        return None
    digits = text.replace(".", "")[:8]
    try:
        if len(digits) == 8 and digits.isascii() and digits.isdigit():
            return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        pass
    attributes.warn(f"{keyword}: expected a date (YYYYMMDD), got something else")
    return None
