"""``measure simulate``: films with known truth."""

from pathlib import Path
from typing import Annotated

import typer

from measure.cli.simulate_options import Kind, Look, Scale, Size


def simulate(
    kinds: Annotated[
        list[Kind] | None, typer.Argument(help="What to make; lateral and frontal unless said.", show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder to write to.", show_default=False)] = ...,  # type: ignore[assignment]
    count: Annotated[int, typer.Option(min=1, max=9999, help="Patients of each kind.")] = 1,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="Of the first patient; the next ones follow.")] = 0,
    size: Annotated[Size, typer.Option(help="About 1000 or 2500 pixels along the longer side.")] = Size.SMALL,
    look: Annotated[Look, typer.Option(help="Film station: a clean digital one, raw, or any sort at random.")] = (
        Look.CLINICAL
    ),
    scale: Annotated[
        Scale | None, typer.Option(help="What headers say of the size of a pixel; else as suits.", show_default=False)
    ] = None,
) -> None:
    """Make radiographs of simulated patients, with what is true of them beside.

    Nobody is on them. The same seed gives the same films. The folder gets the films (DICOM), landmarks.csv and
    cases.csv for `measure batch`, a reading of each film, and truth.json.
    """
    from measure.cli.simulate_work import make_films

    make_films([str(kind) for kind in kinds or (Kind.LATERAL, Kind.FRONTAL)], out, count, seed, size, look, scale)
