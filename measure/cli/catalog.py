"""``measure catalog``: every measure with its definition, unit, codes and sources."""

from typing import Annotated

import typer


def catalog(
    measure: Annotated[
        str | None,
        typer.Argument(help="One measure, in full; or `schemes`, the scales of judgement.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the measures, or explain one."""
    from measure.catalog import MEASURES, get

    if measure == "schemes":
        from measure.cli.catalog_report import print_schemes

        print_schemes()
        return
    chosen = [get(measure)] if measure else list(MEASURES)
    if json:
        from measure.cli.catalog_report import print_json

        print_json(chosen)
    else:
        from measure.cli.catalog_report import print_list, print_one

        if measure:
            print_one(chosen[0])
        else:
            print_list(chosen)
