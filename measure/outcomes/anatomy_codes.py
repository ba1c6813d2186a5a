"""Codes of body sites, from a data file that says where each code comes from."""

import csv
from functools import cache
from importlib.resources import files

from measure.model import Level, Structure


@cache
def level_codes() -> dict[Level, str]:
    """Code of every level that has one, as ``scheme|code``.

    Returns
    -------
    dict
        T13 and L6 are not in it: the schemes have no code for a transitional vertebra, and
        that of a neighbour would be wrong.

    Examples
    --------
    >>> level_codes()[Level.L1], Level.T13 in level_codes()
    ('SCT|66794005', False)
    """
    text = files("measure.outcomes").joinpath("data/anatomy_codes.csv").read_text(encoding="utf-8")
    return {Level(row["level"]): f"{row['scheme']}|{row['code']}" for row in csv.DictReader(text.splitlines())}


def anatomy_code(structure: Structure | None) -> str | None:
    """Code of the body site of a structure, where it has one."""
    if structure is None or structure.level is None:
        return None
    return level_codes().get(structure.level)
