"""The tables at the end of a run, made from the store and the journal alone."""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from measure.batch.journal import NAME
from measure.batch.outcome import Outcome
from measure.errors import BatchError
from measure.outcomes.csvio import write_csv, write_dictionary
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store
from measure.readings import write_landmarks

CHUNK = 500  # rows asked of the store at a time

FILMS_COLUMNS = (
    "path", "film_key", "status", "reason", "files", "marks", "values", "not_measurable", "flagged", "picture",
    "milliseconds", "notes",
)  # fmt: skip


def write_tables(out: Path, outcomes: Sequence[Outcome], store: Store, over_time: Sequence[str] = ()) -> None:
    """Write measurements.csv with its dictionary, films.csv and landmarks.csv.

    Parameters
    ----------
    out : Path
        Folder of the results.
    outcomes : sequence of Outcome
        One per film, in the order of the tables.
    store : Store
        Holds the rows; the table is what the store holds.
    over_time : sequence of str
        UIDs of the rows about what changed between films; they come last.
    """
    write_csv(chain(_rows(outcomes, store), _compared(over_time, store)), out / "measurements.csv")
    write_dictionary(out / "measurements_dictionary.csv")
    write_landmarks(out / "landmarks.csv", (tuple(row) for o in outcomes for row in o.landmarks))
    write_films(out / "films.csv", outcomes)


def _rows(outcomes: Sequence[Outcome], store: Store) -> Iterator[MeasurementRow]:
    """Rows of the run, film by film, in the order they were measured."""
    for outcome in outcomes:
        if outcome.uids:
            found = {row.measurement_uid: row for row in store.rows(MeasurementRow, measurement_uid=outcome.uids)}
            if len(found) < len(outcome.uids):
                raise BatchError(f"store: rows of film {outcome.film_key} are gone; delete {NAME} and run again")
            yield from (found[uid] for uid in outcome.uids)


def _compared(uids: Sequence[str], store: Store) -> Iterator[MeasurementRow]:
    for start in range(0, len(uids), CHUNK):
        some = uids[start : start + CHUNK]
        found = {row.measurement_uid: row for row in store.rows(MeasurementRow, measurement_uid=list(some))}
        yield from (found[uid] for uid in some)


def write_films(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Write one line per film, and per file, series or folder of what is no film. Local: it names paths."""
    part = path.with_name(path.name + ".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FILMS_COLUMNS)
        for o in outcomes:
            notes = " | ".join(o.notes)
            writer.writerow(
                [
                    o.relative,
                    o.film_key,
                    o.status,
                    o.reason,
                    o.files,
                    o.marks,
                    o.values,
                    o.gaps,
                    o.flagged,
                    o.picture,
                    o.milliseconds,
                    notes,
                ]
            )
    part.replace(path)
