"""Constants of the naming of levels: a table, so that they can be fitted on simulated films."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Constants = Mapping[str, float]


@cache
def constants() -> Constants:
    """Constants by name; what each means and where it comes from stands in ``constants.csv``.

    Examples
    --------
    >>> constants()["four_lumbar"]
    0.027
    """
    text = files("measure.detect.levels").joinpath("constants.csv").read_text(encoding="utf-8")
    return {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
