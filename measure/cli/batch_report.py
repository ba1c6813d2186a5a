"""What ``measure batch`` says at the end: what was measured, what was not and why, where it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from measure.batch.bystanders import OTHER
from measure.batch.media import counted
from measure.batch.options import Overlays
from measure.batch.outcome import FileStatus, Marks, Outcome
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
    console.print(_status_table(summary.outcomes))
    _drafts(console, summary.outcomes)
    _not_measured(console, [o for o in summary.outcomes if o.status is not FileStatus.MEASURED])
    _beside(console, summary.outcomes)
    _gaps(console, summary.outcomes)
    _notes(console, summary)
    _tables_notes(console, summary.plan)
    _places(console, summary)
    return True


def report_plan(plan: Plan, *, drafts: bool = False) -> bool:
    """Print what a run would do, and whether it would draft films without landmarks."""
    console = new_console()
    if not _anything(console, plan):
        return False
    ready = sum(bool(task.readings) for task in plan.tasks)
    judged = sum(bool(task.assessments) for task in plan.tasks)
    words = f", {judged} with assessments" if judged else ""
    words += f", {len(plan.tasks) - ready} to be looked at for a draft" if drafts and ready < len(plan.tasks) else ""
    console.print(f"{plan.files} files: {len(plan.tasks)} films, {ready} of them with landmarks{words}.")
    _not_measured(console, plan.settled)
    _beside(console, plan.settled, len(plan.tasks))
    _tables_notes(console, plan)
    console.print("Nothing was measured or written (--dry-run).")
    return True


def _anything(console: Console, plan: Plan) -> bool:
    if not plan.order:
        console.print("No files found: expected films (DICOM, PNG, JPEG, TIFF) in the folders given.")
    return bool(plan.order)


def _status_table(outcomes: list[Outcome]) -> Table:
    """Files by what became of them; what is no film stands last, for it is no film that was missed."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    judged = any(o.assessments for o in outcomes)
    for column in ("Files", "", "Values", "Not measurable", "Flagged", *(["Assessments"] if judged else [])):
        table.add_column(column, justify="right" if column != "" else "left")
    groups = [(MARKS[status], [o for o in outcomes if o.status is status and not o.sort]) for status in FileStatus]
    groups.append((f"{MARKS[FileStatus.SKIPPED]}[dim], no films[/]", [o for o in outcomes if o.sort]))
    for mark, group in groups:
        if group:
            totals = [sum(o.values for o in group), sum(o.gaps for o in group), sum(o.flagged for o in group)]
            totals += [sum(len(o.assessments) for o in group)] if judged else []
            table.add_row(str(sum(o.files for o in group)), mark, *(str(n) if n else "" for n in totals))
    return table


def _drafts(console: Console, outcomes: Sequence[Outcome]) -> None:
    """How many films were drafted, by what, and what a draft is worth."""
    drafted = [o for o in outcomes if o.marks is Marks.DRAFT]
    if drafted:
        versions = ", ".join(dict.fromkeys(o.detector for o in drafted))
        films = counted(len(drafted), "film")
        console.print(f"  [cyan]draft[/] {films}, marks by detector {escape(versions)}: look at every picture")


def _not_measured(console: Console, outcomes: Iterable[Outcome]) -> None:
    """One line per reason, with the first files it holds for."""
    groups: dict[tuple[FileStatus, str], list[str]] = defaultdict(list)
    for outcome in outcomes:
        if not outcome.sort:
            # A thousand films sent twice are one line, not a thousand.
            reason = outcome.reason.replace(outcome.same_as, "another file") if outcome.same_as else outcome.reason
            name = f"{outcome.relative} ({outcome.same_as})" if outcome.same_as else outcome.relative
            groups[outcome.status, reason].append(name)
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column()
    for (status, reason), files in sorted(groups.items(), key=lambda item: list(FileStatus).index(item[0][0])):
        table.add_row(f"  {MARKS[status]}", f"{escape(plain(reason))}: [dim]{escape(_some(files))}[/]")
    if groups:
        console.print(table)


def _beside(console: Console, outcomes: Sequence[Outcome], films: int = 0) -> None:
    """What lies beside the films, one line per sort: series of slices, reports, the viewer of a CD."""
    sorts: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.sort:
            sorts[outcome.sort].append(outcome)
    if not sorts:
        return
    if not films and all(o.sort for o in outcomes):
        console.print("No film among these files: expected DICOM, PNG, JPEG or TIFF, or a zip of them.")
    console.print("Beside the films [dim](each with its reason in films.csv)[/]")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    for sort, group in sorted(sorts.items(), key=lambda item: (item[0] == OTHER, -sum(o.files for o in item[1]))):
        number, _, what = counted(sum(o.files for o in group), sort.removeprefix("the ")).partition(" ")
        series = f" in {len(group)} series" if sort.endswith(" image") else ""
        advice = ": unpack them, or give a zip" if sort == "archive" else ""
        table.add_row(f"  {number}", f"{what}{series}{advice}", escape(_some([o.relative for o in group])))
    console.print(table)


def _some(files: list[str]) -> str:
    """First files of a list, and how many more there are."""
    more = f" and {len(files) - EXAMPLES} more" if len(files) > EXAMPLES else ""
    return f"{plain(', '.join(files[:EXAMPLES]))}{more}"


def plain(text: str) -> str:
    r"""Text without signs that move the cursor or colour the terminal: names of files may hold any.

    Examples
    --------
    >>> plain("a\x1b[2Jb\n.dcm")
    'a?[2Jb?.dcm'
    """
    return "".join(sign if sign.isprintable() else "?" for sign in text)


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
    # What was refused may cost the user his millimetres, a film sent twice the right ones: first.
    urgent = ("refused", "sent twice")
    ranked = sorted(notes.items(), key=lambda item: (not any(word in item[0] for word in urgent), -item[1]))
    for note, count in ranked[:NOTES]:
        console.print(f"  [cyan]note[/] {count}× {escape(note)}")
    if len(ranked) > NOTES:
        console.print(f"  [cyan]note[/] {len(ranked) - NOTES} more in films.csv")


def _tables_notes(console: Console, plan: Plan) -> None:
    for note in plan.notes:
        console.print(f"  [cyan]note[/] {escape(note)}")
    sorts: dict[str, list[str]] = defaultdict(list)
    for name in plan.unmatched:
        sorts[name.partition(" table")[0]].append(name)
    for names in sorts.values():  # a line for each sort of table: one must not hide the other
        console.print(f"  [yellow]no film for[/] {escape(_some(names))}")


def _places(console: Console, summary: Summary) -> None:
    out, added = summary.options.out, summary.added
    if summary.already_done:
        console.print(f"{summary.already_done} films were finished by an earlier run and not measured again.")
    gone = f", {summary.withdrawn} withdrawn" if summary.withdrawn else ""
    console.print(
        f"Store: {added.inserted} rows added, {added.revised} revised{gone}, {added.unchanged} already there."
    )
    if summary.compared:
        store = str(summary.options.store_url)
        where = "" if store == "results/outcomes.sqlite" else f" --store {escape(store)}"
        console.print(f"{summary.compared} rows compare films of the same patient: `measure series{where}` shows them.")
    places = [("table", out / "measurements.csv"), ("files", out / "films.csv"), ("store", summary.options.store_url)]
    if summary.options.overlays is not Overlays.NONE and (out / "overlays").is_dir():
        places.insert(2, ("pictures", out / "overlays"))
    if any(outcome.assessments for outcome in summary.outcomes):
        places.insert(1, ("judged", out / "assessments.csv"))
    for name, place in places:
        console.print(f"  {name:<9}{escape(str(place))}", soft_wrap=True)
    console.print("[dim]Drafts until a person confirms them. Research and audit software, not a medical device.[/]")
