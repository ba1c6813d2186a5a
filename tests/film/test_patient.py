"""Age, sex and day."""

import pytest
from pydicom import Dataset

from measure.film.attributes import Attributes
from measure.film.patient import read_age, read_day, read_sex

from .conftest import put


def read(function, **attributes):
    dataset = Dataset()
    for keyword, value in attributes.items():
        put(dataset, keyword, value)
    found = Attributes(dataset)
    return function(found), found.warnings


@pytest.mark.parametrize(
    ("age", "years"),
    [("045Y", 45), ("090Y", 90), ("099Y", 90), ("006M", 0), ("030M", 2), ("060W", 1), ("800D", 2)],
)
def test_age(age: str, years: int) -> None:
    assert read(read_age, PatientAge=age) == (years, [])


@pytest.mark.parametrize(
    ("born", "taken", "years"),
    [
        ("20000615", "20200614", 19),
        ("20000615", "20200615", 20),
        ("19000101", "20200101", 90),
        ("2000.06.15", "20200615", 20),
    ],
)
def test_age_by_dates(born: str, taken: str, years: int) -> None:
    assert read(read_age, PatientBirthDate=born.encode(), StudyDate=taken)[0] == years


@pytest.mark.parametrize(
    ("attributes", "keyword"),
    [
        ({"PatientAge": b"JONES"}, "PatientAge"),
        ({"PatientBirthDate": b"JONES1960", "StudyDate": "20200101"}, "PatientBirthDate"),
        ({"PatientBirthDate": b"19991332", "StudyDate": "20200101"}, "PatientBirthDate"),
        ({"PatientBirthDate": "20210101", "StudyDate": "20200101"}, "PatientBirthDate"),
    ],
)
def test_malformed_age_is_named_and_not_repeated(attributes: dict, keyword: str) -> None:
    age, warnings = read(read_age, **attributes)
    assert age is None
    assert warnings[0].startswith(keyword)
    assert not any(secret in warnings[0] for secret in ("JONES", "1960", "1999", "2021"))


def test_day() -> None:
    assert read(read_day, AcquisitionDate="20240229", StudyDate="20240301")[0] == "2024-02-29"
    assert read(read_day, AcquisitionDateTime="20240229101500.00", StudyDate="20240301")[0] == "2024-02-29"
    assert read(read_day, AcquisitionDate=b"20230229", StudyDate="20240301") == (
        "2024-03-01", ["AcquisitionDate: expected a date (YYYYMMDD), got something else"],
    )  # fmt: skip
    assert read(read_day) == (None, [])


def test_sex() -> None:
    assert read(read_sex, PatientSex="F") == ("F", [])
    assert read(read_sex, PatientSex=b"Jones") == (None, ["PatientSex: expected M, F or O, got something else"])
