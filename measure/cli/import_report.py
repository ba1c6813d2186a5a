"""What ``measure import`` says at the end: what went in, what did not and why, where it is."""

from rich.console import Console
from rich.markup import escape

from measure.cli.console import new_console
from measure.outcomes.importing.intake import Summary


def report(summary: Summary, store: str) -> None:
    """Print what became of a table."""
    console = new_console()
    added, would = summary.added, "would be " if summary.dry_run else ""
    article = "an" if summary.table[0] in "aeiou" else "a"
    console.print(f"{summary.lines} {_plural('line', summary.lines)} of {article} {summary.table} table:")
    _count(console, added.inserted, "row", "green", f"{would}added")
    _count(console, added.revised, "row", "cyan", f"{would}revised: the store had another value, which is kept beside")
    _count(console, added.unchanged, "row", "dim", "already there")
    _count(console, summary.empty, "line", "dim", "without any value")
    _count(console, summary.rejected, "line", "red", f"{would}rejected")
    _problems(console, summary)
    if summary.compared and (added.inserted or added.revised):
        found = f"{summary.compared} {_plural('row', summary.compared)}"
        console.print(f"[cyan]note[/] {found} on what changed between visits: `measure series` shows it")
    if summary.unread:
        console.print(f"[cyan]note[/] columns that are not read: {escape(', '.join(summary.unread))}")
    if summary.dry_run:
        console.print("Nothing was written (--dry-run).")
        return
    if summary.kept:
        console.print(f"[cyan]note[/] the rejects file of an earlier import is kept as {escape(str(summary.kept))}")
    if summary.rejects:
        console.print(f"  rejects  {escape(str(summary.rejects))}")
    console.print(f"  store    {escape(store)}")
    if summary.rejects:
        console.print("Correct the lines in the rejects file and feed it to the same command; it names every problem.")


def _count(console: Console, number: int, what: str, colour: str, became: str) -> None:
    if number:
        console.print(f"{number:>8} {_plural(what, number)} [{colour}]{became}[/]")


def _plural(what: str, number: int) -> str:
    return what if number == 1 else f"{what}s"


def _problems(console: Console, summary: Summary) -> None:
    for problem in summary.problems:
        console.print(f"  [yellow]line {problem.line}[/], column {escape(problem.column)}: {escape(problem.message)}")
    if summary.more:
        console.print(f"  [dim]and {summary.more} more {_plural('problem', summary.more)}[/]")
