"""``measure export``: the store as files that other programs load."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """File format."""

    CSV = "csv"
    PARQUET = "parquet"


def export(
    out: Annotated[Path, typer.Option(help="Folder to write to.", show_default=False)],
    store: Annotated[str, typer.Option(help="Store, a file or a URL.")] = "results/outcomes.sqlite",
    format: Annotated[Format, typer.Option(help="File format.")] = Format.CSV,
    all_revisions: Annotated[bool, typer.Option("--all-revisions", help="Not only the newest of each row.")] = False,
    byte_order_mark: Annotated[
        bool, typer.Option("--bom", help="CSV with a byte order mark, for spreadsheet programs.")
    ] = False,
) -> None:
    """Write every table of the store, with a dictionary of its columns and its Table Schema."""
    from measure.cli.export_work import export_store
    from measure.errors import StoreError

    if "://" not in store and not Path(store).is_file():
        raise StoreError(f"store {store}: expected a store, there is none; name it with --store")
    for name, count in export_store(store, out, str(format), current=not all_revisions, bom=byte_order_mark):
        typer.echo(f"{count:>7} rows  {name}")
