"""``measure doctor``: what is installed, what is missing, what clashes, with the remedy."""

import typer


def doctor() -> None:
    """Check this installation. Exit code 1 if something needs mending."""
    from rich.markup import escape

    from measure.cli.checkup import Verdict, examine
    from measure.cli.console import new_console

    console = new_console()
    signs = {Verdict.GOOD: "[green]ok[/]     ", Verdict.ABSENT: "[dim]absent[/] ", Verdict.BAD: "[red]mend[/]   "}
    worst = False
    for finding in examine():
        console.print(f"{signs[finding.verdict]} {finding.what:<22} [dim]{escape(finding.detail)}[/]")
        worst = worst or finding.verdict is Verdict.BAD
    if worst:
        raise typer.Exit(1)
