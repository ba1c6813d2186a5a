"""``measure film``: one film, as a table or as JSON."""

from pathlib import Path
from typing import Annotated

import typer

from measure.cli.batch import FacingChoice


def film(
    file: Annotated[Path, typer.Argument(help="A film: DICOM, PNG, JPEG or TIFF.", show_default=False)],
    landmarks: Annotated[
        Path | None,
        typer.Option(help="Landmark table. Default: landmarks.csv beside the film, else a draft.", show_default=False),
    ] = None,
    reading: Annotated[Path | None, typer.Option(help="Reading JSON, instead of a table.", show_default=False)] = None,
    assessments: Annotated[
        Path | None, typer.Option(help="What people judged: film,level,scheme,value[,observer].", show_default=False)
    ] = None,
    norms: Annotated[Path | None, typer.Option(help="Norms for grades by standard deviations.")] = None,
    facing: Annotated[FacingChoice | None, typer.Option(help="Side of the picture the patient faces.")] = None,
    measures: Annotated[
        str, typer.Option(help="default, deformity, alignment, all, or ids from `measure catalog`.")
    ] = "default",
    frame: Annotated[int, typer.Option(min=1, help="Frame of a multi-frame file.")] = 1,
    detect: Annotated[
        bool, typer.Option("--detect/--no-detect", help="Draft the marks of a spine film that has none.")
    ] = True,
    overlay: Annotated[Path | None, typer.Option(help="Also draw the film with its lines into this PNG.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Rows of the outcomes schema as JSON.")] = False,
) -> None:
    """Say what is known about one film and measure what is marked on it, or a draft of that."""
    from measure.cli.film_report import print_film, print_json
    from measure.cli.film_work import draw, measure_one

    one = measure_one(file, landmarks, reading, facing, measures, frame, assessments, norms, detect=detect)
    if overlay is not None:
        draw(one, overlay)
    if json:
        print_json(one)
    else:
        print_film(one)
