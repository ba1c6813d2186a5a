"""``measure explain``: one number, back to the points it was read on."""

from pathlib import Path
from typing import Annotated

import typer


def explain(
    row: Annotated[
        str, typer.Argument(help="Row: its measurement_uid (or the end of it), or LEVEL/MEASURE such as L1/beck_index.")
    ],
    store: Annotated[str, typer.Option(help="Store, a file or a URL.")] = "results/outcomes.sqlite",
    film: Annotated[str | None, typer.Option(help="File name or film key, or its end, where several fit.")] = None,
) -> None:
    """Explain one stored number: definition, marks, scale, uncertainty, flags, revisions."""
    from measure.cli.explain_report import print_row
    from measure.cli.find_row import film_names, find_row
    from measure.errors import StoreError
    from measure.outcomes.schema import MeasurementRow
    from measure.outcomes.store import Store

    if "://" not in store and not Path(store).is_file():
        raise StoreError(f"store {store}: expected a store, there is none; name it with --store")
    with Store.open(store) as opened:
        found = find_row(opened, row, film, film_names(store))
        history = list(opened.rows(MeasurementRow, current=False, measurement_uid=found.measurement_uid))
    print_row(found, history, film_names(store))
