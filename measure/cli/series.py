"""``measure series``: one subject's course as a table and a small plot."""

from pathlib import Path
from typing import Annotated

import typer


def series(
    subject: Annotated[
        str | None,
        typer.Argument(help="Pseudonym or its end, or a patient number. Without one: the list.", show_default=False),
    ] = None,
    store: Annotated[str, typer.Option(help="Store, a file or a URL.")] = "results/outcomes.sqlite",
    level: Annotated[
        str | None, typer.Option(help="Only these vertebrae: L1 or L1;L3. Default: those that were treated.")
    ] = None,
    treated: Annotated[
        str | None, typer.Option(help="Levels to count as treated where the store does not say: L1 or L1;L3.")
    ] = None,
    measures: Annotated[str, typer.Option(help="default, all, or ids from `measure catalog`.")] = "default",
    any_posture: Annotated[
        bool, typer.Option("--any-posture", help="Compare films of different postures too; they are flagged.")
    ] = False,
    issuer: Annotated[str, typer.Option(help="Who issued the patient number, where the films say.")] = "",
) -> None:
    """Show one subject over time: values at each visit, what changed, and whether that is more than error."""
    from measure.cli.series_report import print_list, print_subject
    from measure.cli.series_work import choose, levels_of, overview
    from measure.errors import StoreError
    from measure.outcomes.courses import read_subjects
    from measure.outcomes.decision import REJECTED
    from measure.outcomes.schema import AssessmentRow
    from measure.outcomes.store import Store
    from measure.outcomes.withdraw import REASON

    if "://" not in store and not Path(store).is_file():
        raise StoreError(f"store {store}: expected a store, there is none; name it with --store")
    with Store.open(store) as opened:
        if subject is None:
            print_list(overview(opened))
            return
        name = choose(opened, subject, issuer)
        found = next(iter(read_subjects(opened, [name], treated=levels_of(treated))))
        judged = [row for row in opened.rows(AssessmentRow, subject=name) if row.value not in (REASON, REJECTED)]
        judged.sort(key=lambda row: (row.days_from_index or 0, row.subject_day or 0, row.uid))
    print_subject(found, judged, only=levels_of(level), measures=measures, any_posture=any_posture)
