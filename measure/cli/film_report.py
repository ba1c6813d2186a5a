"""How ``measure film`` shows one film."""

import json

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from measure.catalog import MEASURES, Job, get, get_scheme
from measure.catalog.words import SCALES, in_order, root_reason, say_flag, say_reason, say_title, say_value, say_where
from measure.cli.console import new_console
from measure.cli.film_work import OneFilm
from measure.model import Assessment, FilmHeader, Measurement, Observer, ObserverKind, Status
from measure.readings.rows import UNKNOWN

LABEL, COLUMN = 4, 11  # characters that the names of vertebrae and one column of values take


def print_film(one: OneFilm) -> None:
    """Print facts, values and doubts."""
    console = new_console()
    _print_header(console, one.header)
    for job, rows in one.jobs:
        _print_rows(console, one, job, rows)
    _print_assessments(console, one.assessments)
    if not one.jobs:
        console.print(
            "\nNo marks for this film: give --landmarks TABLE or --reading JSON, or open it with `measure view`."
        )
    if one.undrafted:
        console.print(f"[yellow]no draft[/]: {escape(one.undrafted)}")
    console.print("[dim]± is one standard deviation. Drafts until a person confirms them. Not a medical device.[/]")


def _print_header(console: Console, header: FilmHeader) -> None:
    calibration = header.calibration
    console.print(f"[bold]{header.rows} × {header.cols}[/] {header.source_format} {header.modality or ''}".rstrip())
    known = [str(fact) for fact in (header.view, header.posture) if fact]
    if header.facing:
        known.append(f"facing {header.facing}")
    console.print(f"  view     {', '.join(known) or 'not stated in the file'}")
    scale = SCALES[calibration.scale_class]
    if calibration.row_mm is not None:
        scale = f"{calibration.row_mm:.4g} × {calibration.col_mm:.4g} mm per pixel: {scale}"
    console.print(f"  scale    {scale} [dim]({calibration.source})[/]")
    for note in (*calibration.notes, *header.warnings):
        console.print(f"  [cyan]note[/]     {escape(note)}")


def _print_rows(console: Console, one: OneFilm, job: Job, rows: list[Measurement]) -> None:
    observer = job.reading.observer
    if observer.kind is ObserverKind.ALGORITHM:
        _print_draft(console, job, observer)
    else:
        by = "" if observer.name == UNKNOWN else f"by {escape(observer.name)} "
        console.print(f"\nMarks {by}from {escape(one.source)}:")
    if job.facts.view is None:
        console.print("[yellow]view not known[/]: expected AP or LAT in the landmark table or in the header")
        return
    if not rows:
        console.print("[yellow]none of the measures asked for applies to this view and these marks[/]")
        return
    for row in rows:
        if row.structure is None:
            _print_film_value(console, row)
    _print_grid(console, rows)
    _print_doubts(console, rows)


def _print_draft(console: Console, job: Job, observer: Observer) -> None:
    """What was drafted, by what, and what it is worth."""
    seen = f" of a {job.facts.view} film" if job.facts.view else ""
    seen += f" facing {job.chain.facing}" if job.chain.facing else ""
    console.print(
        f"\n[yellow]DRAFT[/]{seen}, marks by {escape(observer.name)} {escape(observer.version or '')}:"
        " look at its picture before you use a number (--overlay PICTURE.png)"
    )


def _print_film_value(console: Console, row: Measurement) -> None:
    """A value of the whole film: what it is, between which vertebrae, how large."""
    if row.quantity.value is None:
        console.print(f"  {say_title(row)}: [yellow]{escape(say_reason(row.quantity.reason or ''))}[/]")
        return
    side = f", convex {row.side}" if row.side else ""
    console.print(f"  {say_title(row)}: {say_where(row)}  [bold]{say_value(row)}[/]{side}")


def _print_grid(console: Console, rows: list[Measurement]) -> None:
    """Vertebrae down, measures across."""
    cells = {(row.structure, row.measure): row for row in rows if row.structure is not None}
    columns = list(dict.fromkeys(measure for _, measure in cells))
    across = max(1, (console.width - LABEL) // COLUMN)
    for start in range(0, len(columns), across):
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column("")
        for measure in columns[start : start + across]:
            unit = next(row.quantity.unit for row in rows if row.measure == measure)
            suffix = {"mm": " mm", "{pixel}": " px", "deg": " °", "%": " %"}.get(unit, "")
            table.add_column(get(measure).short + suffix, justify="right", no_wrap=True)
        for structure in in_order(rows):
            values = [_cell(cells.get((structure, measure))) for measure in columns[start : start + across]]
            if any(values):
                table.add_row(f"[bold]{structure.label}[/]", *values)
        console.print(table)


def _cell(row: Measurement | None) -> str:
    if row is None:
        return ""
    return "[yellow]–[/]" if row.quantity.value is None else say_value(row, with_unit=False).replace(" ± ", "±")


def _print_doubts(console: Console, rows: list[Measurement]) -> None:
    """Reasons and flags, each once, with the vertebrae they are about."""
    doubts: dict[str, list[str]] = {}
    for row in rows:
        said = [say_flag(flag) for flag in row.flags]
        if row.quantity.reason and row.structure is not None:
            said.append(f"–  {say_reason(root_reason(row.quantity.reason))}")
        for doubt in said:
            places = doubts.setdefault(doubt, [])
            if say_where(row) not in places:
                places.append(say_where(row))
    for doubt, places in doubts.items():
        console.print(f"  [yellow]{escape(doubt)}[/]: {', '.join(places)}")


def _print_assessments(console: Console, assessments: tuple[Assessment, ...]) -> None:
    """What people judged, a line for each vertebra and observer: ``L1  visual Genant 2, wedge (reader-1)``."""
    lines: dict[tuple[str, str], list[str]] = {}
    for one in assessments:
        where = one.structure.label if one.structure else "film"
        who = one.observer.name if one.status is Status.CONFIRMED else f"{one.observer.name}, draft"
        lines.setdefault((where, who), []).append(get_scheme(one.scheme).tell(one.value))
    if lines:
        console.print("\nJudged by people, not measured:")
    for (where, who), words in lines.items():
        console.print(f"  [bold]{where:<4}[/] {escape(', '.join(words))} [dim]({escape(who)})[/]")


def print_json(one: OneFilm) -> None:
    """Print the rows of the outcomes schema: measurements, then assessments."""
    from measure.batch.assess import assessment_rows
    from measure.outcomes.context import RowContext, codes_of, site_modifiers_of
    from measure.outcomes.rows import to_rows

    rows = []
    for job, measurements in one.jobs:
        context = RowContext(
            view=job.facts.view,
            posture=job.facts.posture,
            calibration=job.facts.calibration,
            codes=codes_of(MEASURES),
            site_modifiers=site_modifiers_of(MEASURES),
        )
        rows += [
            row.model_dump(mode="json", exclude_none=True)
            for row in to_rows(measurements, header=one.header, reading=job.reading, context=context)
        ]
    rows += [row.model_dump(mode="json", exclude_none=True) for row in assessment_rows(one.assessments, one.header)]
    print(json.dumps(rows, indent=2, ensure_ascii=False))  # noqa: T201
