"""``measure batch``: folders of films in, tables of measurements out."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class FacingChoice(StrEnum):
    """Side of the picture that the patients face."""

    LEFT = "left"
    RIGHT = "right"


class OverlayChoice(StrEnum):
    """Which films get a picture."""

    AUTO = "auto"
    NONE = "none"
    FLAGGED = "flagged"
    ALL = "all"


def batch(
    paths: Annotated[
        list[Path], typer.Argument(help="Films, folders, CDs and zip archives of films.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="Folder for the results.", show_default=False)],
    landmarks: Annotated[
        list[Path] | None, typer.Option(help="Landmark table: film,view,vertebra,corner,x,y[,level,facing,observer].")
    ] = None,
    assessments: Annotated[
        list[Path] | None,
        typer.Option(help="What people judged: film,level,scheme,value[,observer]; docs/tables.md lists the schemes."),
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(help="Table that ties films to subjects, visits, posture; docs/tables.md lists its columns."),
    ] = None,
    store: Annotated[str | None, typer.Option(help="Store, a file or a URL. Default: OUT/outcomes.sqlite.")] = None,
    measures: Annotated[
        str, typer.Option(help="default, deformity, alignment, all, or ids from `measure catalog`.")
    ] = "default",
    norms: Annotated[
        Path | None, typer.Option(help="Norms for grades by standard deviations; docs/norms.md lists the columns.")
    ] = None,
    facing: Annotated[
        FacingChoice | None, typer.Option(help="Side of the picture the patients face, where nothing else says.")
    ] = None,
    overlays: Annotated[
        OverlayChoice, typer.Option(help="Pictures. auto: all up to 200 films, then the flagged ones.")
    ] = OverlayChoice.AUTO,
    whole_film: Annotated[
        bool, typer.Option("--whole-film", help="Draw whole films although burned-in text is not excluded.")
    ] = False,
    headers_only: Annotated[
        bool, typer.Option("--headers-only", help="Do not decode pixels: faster, no pictures, damage is not found.")
    ] = False,
    detect: Annotated[
        bool, typer.Option("--detect/--no-detect", help="Draft the marks of spine films that no landmark table marks.")
    ] = True,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 = as many as processors.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")] = False,
) -> None:
    """Measure every film below PATHS into one table, with a reason for each that could not be measured.

    Marks come from --landmarks. Spine films that it has no rows of are drafted: look at the picture of every draft.
    A killed run goes on where it was; a second run adds nothing.
    """
    from measure.batch.options import Options, Overlays
    from measure.batch.run import plan_run, run
    from measure.catalog import read_norms
    from measure.cli.batch_report import report, report_plan
    from measure.cli.progress import Bars
    from measure.model import Facing

    options = Options(
        inputs=tuple(paths),
        out=out,
        landmarks=tuple(landmarks or ()),
        assessments=tuple(assessments or ()),
        cases=cases,
        store=store,
        measures=measures,
        norms=read_norms(norms) if norms else None,
        facing=Facing(facing) if facing else None,
        overlays=Overlays(overlays),
        whole_film=whole_film,
        pixels=not headers_only,
        detect=detect,
        workers=workers,
    )
    with Bars() as bars:
        if dry_run:
            plan = plan_run(options, bars)
        else:
            summary = run(options, bars)
    found = report_plan(plan, drafts=options.drafts) if dry_run else report(summary)
    if not found:
        raise typer.Exit(1)
