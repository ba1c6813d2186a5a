"""``measure key``: the pseudonym key that joins the rows of one patient."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Action(StrEnum):
    """What to do with the key."""

    SHOW = "show"
    EXPORT = "export"
    IMPORT = "import"


def key(
    action: Annotated[Action, typer.Argument(help="show its id, export a copy, or import one.")] = Action.SHOW,
    file: Annotated[Path | None, typer.Argument(help="File to export to or import from.", show_default=False)] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Import in place of another key, which is kept beside it.")
    ] = False,
) -> None:
    """Show, export or import the pseudonym key. Who has it can find out patients by trying numbers."""
    from measure.errors import StoreError
    from measure.outcomes.keyfile import export_key, import_key, key_path, load

    if action is Action.SHOW:
        found = load()
        typer.echo(
            f"key {found.id} in {key_path()}" if found else f"no key yet; the first run makes one in {key_path()}"
        )
        return
    if file is None:
        raise StoreError(f"key {action}: expected a file")
    done = export_key(file) if action is Action.EXPORT else import_key(file, replace=replace)
    typer.echo(f"key {done.id} {'exported to' if action is Action.EXPORT else 'imported from'} {file}")
