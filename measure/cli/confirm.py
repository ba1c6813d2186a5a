"""``measure confirm``: a named reader confirms, amends or rejects drafts, by a table."""

from pathlib import Path
from typing import Annotated

import typer


def confirm(
    table: Annotated[
        Path | None, typer.Argument(help="Table of drafts with decisions filled in.", show_default=False)
    ] = None,
    store: Annotated[str, typer.Option(help="Store, a file or a URL.")] = "results/outcomes.sqlite",
    by: Annotated[
        str | None, typer.Option(help="Reader: code or login of the person who decided.", show_default=False)
    ] = None,
    drafts: Annotated[
        Path | None, typer.Option(help="Write the drafts that wait into this new table.", show_default=False)
    ] = None,
    film: Annotated[
        list[str] | None, typer.Option(help="Only drafts of this film: file name or film key, or its end.")
    ] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Only drafts of this measure.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also decide anew what is confirmed already.")] = False,
) -> None:
    """Confirm, amend or reject drafts by name; nothing automatic counts as confirmed.

    First `measure confirm --drafts drafts.csv` lists the drafts that wait. Fill in the column decision: confirm, amend
    (with new_value) or reject; an empty cell leaves the draft a draft. Then `measure confirm drafts.csv --by READER`.
    """
    from measure.cli.confirm_report import report, report_list
    from measure.cli.confirm_work import decide_table, list_drafts
    from measure.cli.find_row import film_names
    from measure.errors import StoreError

    if (table is None) == (drafts is None):
        raise typer.BadParameter("expected either a table with decisions or --drafts, to write a list of drafts")
    if "://" not in store and not Path(store).is_file():
        raise StoreError(f"store {store}: expected a store, there is none; name it with --store")
    if drafts is not None:
        report_list(list_drafts(store, drafts, film or (), measure or ()), drafts)
        return
    if table is None or by is None:
        raise typer.BadParameter("expected --by: the code or login of the reader who decided")
    if film or measure:
        raise typer.BadParameter("--film and --measure choose what --drafts lists; a table has its own lines")
    if not report(*decide_table(store, table, by, again=again), film_names(store)):
        raise typer.Exit(1)
