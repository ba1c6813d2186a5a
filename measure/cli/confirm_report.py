"""What ``measure confirm`` says: how many drafts wait, what was decided, which lines were refused."""

from pathlib import Path

from rich.markup import escape

from measure.cli.console import new_console
from measure.outcomes.decide import Decided
from measure.outcomes.decision import Decision
from measure.outcomes.reviewed import ReviewedTable

SHOWN = 50
WORDS = {Decision.CONFIRM: "confirmed", Decision.AMEND: "amended", Decision.REJECT: "rejected"}


def report_list(count: int, path: Path) -> None:
    """Print where the list of drafts is and what to do with it."""
    console = new_console()
    console.print(f"{count} drafts wait for a decision: {escape(str(path))}", soft_wrap=True)
    if count:
        console.print(
            f"[dim]Fill in the column decision ({', '.join(Decision)}; amend also new_value), then run"
            f" measure confirm {escape(path.name)} --by READER[/]",
            soft_wrap=True,
        )


def report(table: ReviewedTable, result: Decided) -> bool:
    """Print what became of a table of decisions.

    Returns
    -------
    bool
        Whether every line was taken.
    """
    console = new_console()
    for decision, word in WORDS.items():
        if result.counts[decision]:
            console.print(f"{result.counts[decision]:>7} {word}")
    if result.already:
        console.print(f"{result.already:>7} decided so already")
    if table.undecided:
        console.print(f"{table.undecided:>7} [dim]without a decision: drafts still[/]")
    problems = [*table.problems, *result.problems]
    if problems:
        console.print(f"{len(problems):>7} [yellow]refused[/]")
    for problem in problems[:SHOWN]:
        console.print(f"  [yellow]refused[/] {escape(problem)}", soft_wrap=True)
    if len(problems) > SHOWN:
        console.print(f"  and {len(problems) - SHOWN} more")
    return not problems
