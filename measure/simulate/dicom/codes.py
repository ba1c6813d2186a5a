"""Codes: regions, views and postures as coded entries of a data set."""

import csv
from functools import cache
from importlib.resources import files

from pydicom.dataset import Dataset


@cache
def _table() -> dict[tuple[str, str], dict[str, str]]:
    text = files("measure.simulate.dicom").joinpath("codes.csv").read_text(encoding="utf-8")
    return {(row["kind"], row["name"]): row for row in csv.DictReader(text.splitlines())}


def coded(kind: str, name: str) -> Dataset:
    """Coded entry of ``codes.csv``.

    Examples
    --------
    >>> coded("region", "femur").CodeMeaning
    'Femur'
    """
    row = _table()[kind, name]
    return dataset(CodeValue=row["value"], CodingSchemeDesignator=row["scheme"], CodeMeaning=row["meaning"])


def body_part(region: str) -> str:
    """Body Part Examined of a region."""
    return _table()["region", region]["body_part"]


def dataset(**elements: object) -> Dataset:
    """Data set of elements by keyword."""
    made = Dataset()
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return made
