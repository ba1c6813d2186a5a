"""One film, start to end, inside a worker: read, measure, draw. Never raises for a bad film."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from measure.batch.assess import assessment_rows
from measure.batch.drafts import NO_MARKS, by_level, draft
from measure.batch.options import Options, Overlays
from measure.batch.outcome import FileStatus, Marks, Outcome
from measure.batch.prepare import Task
from measure.catalog import Job, measure_job, prepare
from measure.catalog.evidence import settle
from measure.drawing import draw_overlay, encode_png
from measure.errors import BatchError, CatalogError, FilmError, MeasureError, ReadingError
from measure.film import read_film
from measure.model import (
    Assessment,
    Film,
    FilmHeader,
    Measurement,
    Origin,
    Reading,
    Statement,
    Structure,
    Topic,
    View,
)
from measure.outcomes.rows import to_rows
from measure.outcomes.uids import table_reading_uid
from measure.readings import TableReading, encode_reading, file_name, landmark_rows


def measure_film(task: Task, options: Options, overlays: Overlays) -> Outcome:
    """Measure one film and write its picture and its readings.

    Parameters
    ----------
    task : Task
        The film with its landmarks and its case.
    options : Options
        What to measure, where to write.
    overlays : Overlays
        none, flagged or all.

    Returns
    -------
    Outcome
        Rows and counts, or the reason why there are none.
    """
    start = time.perf_counter()
    outcome = Outcome(task.name, FileStatus.SKIPPED, NO_MARKS, film_key=task.header.film_key)
    outcome.notes = [*task.header.calibration.notes, *task.header.warnings]
    try:
        _clear(options.out, file_name(task.header.film_key))
        judged = settle(task.assessments, _vertebrae(task, options)) if task.assessments else ()
        outcome.judged = assessment_rows(judged, task.header, task.context)
        _measure(task, options, overlays, outcome, judged)
    except FilmError as error:
        _give_up(outcome, FileStatus.UNREADABLE, str(error))
    except (CatalogError, BatchError):
        raise  # the run as a whole cannot go on: an unknown measure, a full disk
    except MeasureError as error:
        _give_up(outcome, FileStatus.REFUSED, str(error))
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch
        # Only the type: a foreign message may quote what stands in the file.
        _give_up(outcome, FileStatus.UNREADABLE, f"unexpected {type(error).__name__}; please report this film")
    outcome.milliseconds = round((time.perf_counter() - start) * 1000, 1)
    return outcome


def _clear(out: Path, name: str) -> None:
    """Take away pictures and readings of an earlier run, which may say something else by now."""
    for folder, suffix in (("readings", ".json"), ("overlays", ".png")):
        (out / folder / f"{name}{suffix}").unlink(missing_ok=True)
        number = 1
        while (path := out / folder / f"{name}-{number}{suffix}").exists():
            path.unlink()
            number += 1


def _give_up(outcome: Outcome, status: FileStatus, reason: str) -> None:
    outcome.status, outcome.reason = status, reason
    outcome.rows, outcome.uids, outcome.landmarks, outcome.reasons = [], [], [], {}
    outcome.readings, outcome.marks = [], Marks.NONE
    outcome.values = outcome.gaps = outcome.flagged = 0


def _vertebrae(task: Task, options: Options) -> list[Structure]:
    """Vertebrae as all readings of the film name them; one that contradicts itself is refused later."""
    found: list[Structure] = []
    for table in task.readings:
        with suppress(ReadingError):
            bodies = prepare(task.header, _from_table(task, options, task.header, table)).chain.bodies
            found.extend(body.structure for body in bodies)
    return found


def _measure(
    task: Task, options: Options, overlays: Overlays, outcome: Outcome, judged: tuple[Assessment, ...]
) -> None:
    film = read_film(task.found.path, task.header.frame) if options.pixels else None
    header = film.header if film else task.header
    readings = _readings(task, options, film, header, outcome, judged)
    for number, reading in enumerate(readings, 1):
        name = file_name(header.film_key) + (f"-{number}" if len(readings) > 1 else "")
        _measure_reading(task, options, overlays, outcome, (film, header), reading, name)
    if outcome.values:
        outcome.status, outcome.reason = FileStatus.MEASURED, ""
    elif readings:
        outcome.status, outcome.reason = FileStatus.REFUSED, _why_nothing(outcome)
    elif judged:
        outcome.reason = f"its assessments are kept; {outcome.reason}"


def _readings(
    task: Task, options: Options, film: Film | None, header: FilmHeader, outcome: Outcome,
    judged: tuple[Assessment, ...],
) -> list[Reading]:  # fmt: skip
    """Readings of the landmark tables, by observer; without any, the draft of the film."""
    if task.readings:
        outcome.marks = Marks.TABLE
        return [replace(_from_table(task, options, header, t), assessments=judged) for t in task.readings]
    drafted = draft(film, _stated(task, options, header), options, outcome)
    return [] if drafted is None else [replace(drafted, assessments=by_level(judged))]


def _measure_reading(
    task: Task, options: Options, overlays: Overlays, outcome: Outcome,
    film_and_header: tuple[Film | None, FilmHeader], reading: Reading, name: str,
) -> None:  # fmt: skip
    film, header = film_and_header
    job = prepare(header, reading, options.norms)
    if job.facts.view is None:
        raise MeasureError(_view_unknown(job))
    rows = measure_job(job, options.measures)
    context = replace(task.context, view=job.facts.view, posture=job.facts.posture, calibration=job.facts.calibration)
    outcome.rows.extend(to_rows(rows, header=header, reading=reading, context=context))
    outcome.readings.append(reading.uid)
    outcome.uids = [row.measurement_uid for row in outcome.rows]
    _count(outcome, rows, job)
    outcome.landmarks.extend(
        list(cells) for cells in landmark_rows(reading, header.film_key, job.facts.view, job.chain.facing)
    )
    _write(options.out / "readings" / f"{name}.json", encode_reading(reading).encode())
    if film is not None and _wants_picture(overlays, rows):
        outcome.picture = _draw(film, rows, job, options, f"overlays/{name}.png", outcome)


def _view_unknown(job: Job) -> str:
    if "view_statements_contradict" in job.facts.flags:
        return "view: the landmark table and the cases table state different ones"
    return "view not known: expected AP or LAT in the landmark table, the cases table or the header"


def _draw(film: Film, rows: Sequence[Measurement], job: Job, options: Options, place: str, outcome: Outcome) -> str:
    """Draw the overlay; where it cannot be drawn the numbers stand all the same."""
    try:
        picture = encode_png(
            draw_overlay(
                film,
                rows,
                title=_title(film.header, job),
                calibration=job.facts.calibration,
                whole_film=options.whole_film,
                draft=outcome.marks is Marks.DRAFT,
            )
        )
    except Exception as error:  # noqa: BLE001 - a picture is worth less than the values it shows
        outcome.notes.append(f"no picture: unexpected {type(error).__name__}; please report this film")
        return ""
    _write(options.out / place, picture)
    return place


def _from_table(task: Task, options: Options, header: FilmHeader, table: TableReading) -> Reading:
    """Reading with all that is stated about the film."""
    reading = table.reading(table_reading_uid(header.film_key, table.observer), header.film_key)
    return replace(reading, statements=_stated(task, options, header, reading.statements))


def _stated(task: Task, options: Options, header: FilmHeader, own: tuple[Statement, ...] = ()) -> tuple[Statement, ...]:
    """What is stated about the film: by its landmark table, by the cases table, then by the command."""
    statements = (*own, *task.statements())
    facing_known = header.facing is not None or any(s.topic is Topic.FACING for s in statements)
    if options.facing is None or facing_known:
        return statements
    return (*statements, Statement(Topic.FACING, str(options.facing), Origin.COMMAND))


def _count(outcome: Outcome, rows: Sequence[Measurement], job: Job) -> None:
    measured = [row for row in rows if row.quantity.value is not None]
    outcome.values += len(measured)
    outcome.gaps += len(rows) - len(measured)
    outcome.flagged += sum(bool(row.flags) for row in measured)
    for row in rows:
        if row.quantity.reason:
            outcome.reasons[row.quantity.reason] = outcome.reasons.get(row.quantity.reason, 0) + 1
    outcome.notes = list(dict.fromkeys([*outcome.notes, *job.facts.calibration.notes]))


def _why_nothing(outcome: Outcome) -> str:
    from measure.catalog.words import say_reason

    if not outcome.reasons:
        return "none of the measures asked for applies to this view and these marks"
    commonest = max(outcome.reasons, key=lambda reason: outcome.reasons[reason])
    return f"nothing could be measured: {say_reason(commonest)}"


def _wants_picture(overlays: Overlays, rows: Sequence[Measurement]) -> bool:
    if overlays is Overlays.FLAGGED:
        return any(row.flags or row.quantity.value is None for row in rows)
    return overlays is Overlays.ALL and bool(rows)


def _title(header: FilmHeader, job: Job) -> str:
    """Top line of the picture: the film by the end of its key, view, facing, posture."""
    key = header.film_key.removesuffix("/1")
    parts = [f"…{key[-10:]}", f"{job.facts.view} film"]
    if job.chain.facing and job.facts.view is View.LATERAL:
        parts.append(f"facing {job.chain.facing}")
    if job.facts.posture:
        parts.append(str(job.facts.posture).replace("_", " "))
    return " · ".join(parts)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise BatchError(f"results folder: {path.name} cannot be written: {error.strerror}") from None
