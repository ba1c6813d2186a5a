"""Folder: many films with the tables that say who is on them and what is true of them."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from measure.errors import SimulationError
from measure.model import View
from measure.readings.landmarks import landmark_rows
from measure.simulate.films.make import Made, make
from measure.simulate.films.plan import FilmPlan
from measure.simulate.truth.document import FORMAT, VERSION

TRUTH, LANDMARKS, CASES = "truth.json", "landmarks.csv", "cases.csv"
_LANDMARK_COLUMNS = ("film", "view", "vertebra", "corner", "x", "y", "level", "facing", "observer")


def make_folder(
    plans: Sequence[FilmPlan],
    out: Path,
    *,
    asked: dict[str, Any] | None = None,
    told: Callable[[Made, int, int], None] | None = None,
) -> list[Made]:
    """Make films and write them into a folder, with landmarks, cases and truth.

    Parameters
    ----------
    plans : sequence of FilmPlan
        Films with different file names.
    out : Path
        Folder; made if it is not there.
    asked : dict, optional
        What was asked for. It stands in ``truth.json``; a folder that holds films of another request is refused.
    told : callable, optional
        Called after each film with the film, how many are done, and of how many.

    Returns
    -------
    list of Made

    Raises
    ------
    SimulationError
        If the folder holds other films, or is a file.
    """
    names = [plan.file for plan in plans]
    if len(set(names)) != len(names):
        raise SimulationError("films: expected a file name for each, some come twice")
    refuse_strangers(out, asked or {}, names)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SimulationError(f"{out.name}: the folder cannot be made: {error.strerror}") from None
    # A run that is cut short can be asked for again: the folder knows from the start what it is for.
    write_tables([], out, asked or {})
    made = []
    try:
        for done, plan in enumerate(plans, start=1):
            made.append(make(plan, out))
            if told is not None:
                told(made[-1], done, len(plans))
    except OSError as error:
        raise SimulationError(f"{out.name}: a film cannot be written: {error.strerror}") from None
    finally:  # stopped half-way, the tables hold what there is
        write_tables(made, out, asked or {})
    return made


def refuse_strangers(out: Path, asked: dict[str, Any], names: Iterable[str]) -> None:
    """Refuse a folder in which films would be mixed with other ones, or overwritten."""
    if out.exists() and not out.is_dir():
        raise SimulationError(f"{out.name}: expected a folder to write films to, it is a file")
    if not out.is_dir():
        return
    truth = out / TRUTH
    if truth.is_file():
        before = _asked_before(truth)
        if before != json.loads(json.dumps(asked)):
            raise SimulationError(
                f"{out.name}: the folder holds films that were asked for in another way ({_told(before)}; now"
                f" {_told(asked)}): name another --out"
            )
        return
    wanted = {*names, LANDMARKS, CASES}
    there = sorted(path.name for path in out.iterdir() if path.name in wanted)
    if there:
        raise SimulationError(f"the folder holds {there[0]}, which was not made here: name another --out")


def _asked_before(truth: Path) -> dict[str, Any] | None:
    """What the films of a folder were asked for with."""
    try:
        asked: dict[str, Any] | None = json.loads(truth.read_text(encoding="utf-8"))["asked"]
    except (ValueError, KeyError, TypeError):
        raise SimulationError(f"{truth.parent.name}: its {TRUTH} is damaged: name another --out") from None
    return asked


def _told(asked: dict[str, Any] | None) -> str:
    """What was asked for, in a few words."""
    return ", ".join(f"{name} {value}" for name, value in (asked or {}).items() if value is not None)


def write_tables(made: Sequence[Made], out: Path, asked: dict[str, Any]) -> None:
    """Write ``landmarks.csv``, ``cases.csv`` and ``truth.json``, each whole or not at all."""
    whole = [one for one in made if one.plan.keep == 1]
    films = ",\n".join(f"  {json.dumps(one.plan.file)}: {json.dumps(one.truth)}" for one in whole)
    facts = {"format": FORMAT, "version": VERSION, "asked": asked}
    facts["unreadable"] = {one.plan.file: "pixel data cut short" for one in made if one.plan.keep < 1}
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in facts.items()]
    # One film a line: a table of truth is long, and is to be read by programs.
    document = "{\n" + ",\n".join([*lines, f' "films": {{\n{films}\n }}']) + "\n}\n"
    _write(out / LANDMARKS, _table(_LANDMARK_COLUMNS, (row for one in whole for row in _landmarks(one))))
    columns = ("file", *dict.fromkeys(column for one in made for column in one.plan.case))
    _write(out / CASES, _table(columns, ([one.plan.file, *_case(one, columns[1:])] for one in made)))
    _write(out / TRUTH, document)


def _landmarks(one: Made) -> list[tuple[str, ...]]:
    """Rows of the landmark table, which is about spines; on frontal films the four corners only."""
    facts = one.plan.facts
    if facts.limb:
        return []
    facing = facts.facing if facts.view is View.LATERAL else None
    rows = landmark_rows(one.reading, one.plan.file, facts.view, facing)
    return [row for row in rows if not row[3].startswith("pedicle")]


def _case(one: Made, columns: Iterable[str]) -> list[str]:
    return [one.plan.case.get(column, "") for column in columns]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)
