"""``measure import``: rows that were made elsewhere, into the store."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class TableName(StrEnum):
    """Table of the schema."""

    MEASUREMENT = "measurement"
    ASSESSMENT = "assessment"
    SCORE = "score"
    EVENT = "event"
    PROCEDURE = "procedure"


def import_(
    file: Annotated[
        Path, typer.Argument(help="Table: CSV with commas, semicolons or tabs, UTF-8.", show_default=False)
    ],
    store: Annotated[str, typer.Option(help="Store, a file or a URL.")] = "results/outcomes.sqlite",
    map: Annotated[
        Path | None, typer.Option(help="YAML file that says what the columns mean; see docs/importing.md.")
    ] = None,
    table: Annotated[
        TableName | None, typer.Option(help="What the rows are, where the columns do not tell.", show_default=False)
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="File for the rows that do not go in. Default: FILE_rejects.csv, here.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look through everything; write nothing.")] = False,
) -> None:
    """Import measurements, assessments, scores, events or procedures from a table, each row once.

    Rows that cannot go in are written to a rejects file, each with what is wrong with it: correct them there and feed
    that file to the same command. Exit code 1 if there are any; the good rows are in all the same.
    """
    from measure.cli.import_report import report
    from measure.outcomes.importing.intake import import_table
    from measure.outcomes.importing.mapping import read_mapping
    from measure.outcomes.importing.rejects import default_place
    from measure.outcomes.importing.targets import BY_TABLE

    summary = import_table(
        file,
        store,
        rejects=rejects or default_place(file, Path()),
        table=BY_TABLE[table] if table else None,
        mapping=read_mapping(map) if map else None,
        dry_run=dry_run,
    )
    report(summary, store)
    if summary.rejected:
        raise typer.Exit(1)
