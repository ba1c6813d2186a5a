"""What ``measure batch`` says at the end: what was measured, what was not and why, where it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from measure.batch.options import Overlays
from measure.batch.outcome import FileStatus, Outcome
from measure.batch.prepare import Plan
from measure.batch.run import Summary
from measure.catalog.words import root_reason, say_reason
from measure.cli.console import new_console

EXAMPLES = 3
NOTES = 8
MARKS = {
    FileStatus.MEASURED: "[green]measured[/]",
    FileStatus.REFUSED: "[yellow]refused[/]",
    FileStatus.UNREADABLE: "[red]unreadable[/]",
    FileStatus.SKIPPED: "[dim]skipped[/]",
}


def report(summary: Summary) -> bool:
    """Print the closing summary.

    Returns
    -------
    bool
        Whether there was any file at all.
    """
    console = new_console()
    if not _anything(console, summary.plan):
        return False
    counts = summary.counts()
    console.print(_status_table(summary.outcomes, counts))
    _not_measured(console, [o for o in summary.outcomes if o.status is not FileStatus.MEASURED])
    _gaps(console, summary.outcomes)
    _notes(console, summary)
    _tables_notes(console, summary.plan)
    _places(console, summary)
    return True


def report_plan(plan: Plan) -> bool:
    """Print what a run would do."""
    console = new_console()
    if not _anything(console, plan):
        return False
    ready = sum(bool(task.readings) for task in plan.tasks)
    console.print(f"{len(plan.order)} files: {len(plan.tasks)} films, {ready} of them with landmarks.")
    _not_measured(console, plan.settled)
    _tables_notes(console, plan)
    console.print("Nothing was measured or written (--dry-run).")
    return True


def _anything(console: Console, plan: Plan) -> bool:
    if not plan.order:
        console.print("No files found: expected films (DICOM, PNG, JPEG, TIFF) in the folders given.")
    return bool(plan.order)


def _status_table(outcomes: list[Outcome], counts: Counter[FileStatus]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("Files", "", "Values", "Not measurable", "Flagged"):
        table.add_column(column, justify="right" if column != "" else "left")
    for status in FileStatus:
        if counts[status]:
            group = [o for o in outcomes if o.status is status]
            totals = (sum(o.values for o in group), sum(o.gaps for o in group), sum(o.flagged for o in group))
            table.add_row(str(counts[status]), MARKS[status], *(str(n) if n else "" for n in totals))
    return table


def _not_measured(console: Console, outcomes: Iterable[Outcome]) -> None:
    """One line per reason, with the first files it holds for."""
    groups: dict[tuple[FileStatus, str], list[str]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.status, outcome.reason].append(outcome.relative)
    for (status, reason), files in sorted(groups.items(), key=lambda item: list(FileStatus).index(item[0][0])):
        more = f" and {len(files) - EXAMPLES} more" if len(files) > EXAMPLES else ""
        console.print(f"  {MARKS[status]} {escape(reason)}: [dim]{escape(', '.join(files[:EXAMPLES]))}{more}[/]")


def _gaps(console: Console, outcomes: Iterable[Outcome]) -> None:
    reasons: Counter[str] = Counter()
    for outcome in outcomes:
        for code, count in outcome.reasons.items():
            reasons[root_reason(code)] += count
    for reason, count in reasons.most_common(6):
        console.print(f"  [yellow]not measurable[/] {count}× {escape(say_reason(reason))}")


def _notes(console: Console, summary: Summary) -> None:
    """Doubts about films, each sentence once with the number of films."""
    notes: Counter[str] = Counter(note for o in summary.outcomes for note in o.notes)
    # What was refused may cost the user his millimetres: first.
    ranked = sorted(notes.items(), key=lambda item: ("refused" not in item[0], -item[1]))
    for note, count in ranked[:NOTES]:
        console.print(f"  [cyan]note[/] {count}× {escape(note)}")
    if len(ranked) > NOTES:
        console.print(f"  [cyan]note[/] {len(ranked) - NOTES} more in films.csv")


def _tables_notes(console: Console, plan: Plan) -> None:
    for note in plan.notes:
        console.print(f"  [cyan]note[/] {escape(note)}")
    if plan.unmatched:
        shown = ", ".join(plan.unmatched[:EXAMPLES])
        more = f" and {len(plan.unmatched) - EXAMPLES} more" if len(plan.unmatched) > EXAMPLES else ""
        console.print(f"  [yellow]no film for[/] {escape(shown)}{more}")


def _places(console: Console, summary: Summary) -> None:
    out, added = summary.options.out, summary.added
    if summary.already_done:
        console.print(f"{summary.already_done} films were finished by an earlier run and not measured again.")
    gone = f", {summary.withdrawn} withdrawn" if summary.withdrawn else ""
    console.print(
        f"Store: {added.inserted} rows added, {added.revised} revised{gone}, {added.unchanged} already there."
    )
    places = [("table", out / "measurements.csv"), ("files", out / "films.csv"), ("store", summary.options.store_url)]
    if summary.options.overlays is not Overlays.NONE and (out / "overlays").is_dir():
        places.insert(2, ("pictures", out / "overlays"))
    for name, place in places:
        console.print(f"  {name:<9}{escape(str(place))}", soft_wrap=True)
    console.print("[dim]Drafts until a person confirms them. Research and audit software, not a medical device.[/]")
