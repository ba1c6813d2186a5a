"""What ``measure simulate`` does: plans, films, and a table of what has been made."""

import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from measure.cli.console import new_console
from measure.cli.simulate_options import Look, Scale, Size
from measure.simulate.films import RECIPES, Made, make_folder, restated
from measure.simulate.films import Size as FilmSize

SHOWN = 40  # films in the table


def make_films(kinds: list[str], out: Path, count: int, seed: int, size: Size, look: Look, scale: Scale | None) -> None:
    """Make the films of some recipes and say what has come of it.

    Parameters
    ----------
    kinds : list of str
        Names of recipes.
    out : Path
        Folder.
    count, seed : int
        Patients of each kind, and the seed of the first.
    size, look, scale
        As the command line names them.
    """
    wanted = list(dict.fromkeys(kinds))
    asked = {
        "kinds": wanted, "count": count, "seed": seed, "size": str(size), "look": str(look),
        "scale": str(scale) if scale else None,
    }  # fmt: skip
    plans = [
        restated(plan, look=str(look), scale=scale.name if scale else None)
        for kind in wanted
        for patient in range(seed, seed + count)
        for plan in RECIPES[kind].plan(patient, FilmSize(size))
    ]
    begun = time.perf_counter()
    screen = new_console()
    with screen.status(f"0 of {len(plans)} films") as status:
        made = make_folder(
            plans, out, asked=asked, told=lambda _, done, total: status.update(f"{done} of {total} films")
        )
    _print(screen, made, out, time.perf_counter() - begun)


def _print(screen: Console, made: list[Made], out: Path, seconds: float) -> None:
    table = Table("Film", "View", "Pixels", "Readable", box=None, header_style="bold")
    for one in made[:SHOWN]:
        plan = one.plan
        readable = [a.structure for a in one.reading.annotations if not a.not_visible]
        spine = [structure.label for structure in readable if structure.level]
        rest = ", ".join(dict.fromkeys(str(structure.kind) for structure in readable if not structure.level))
        names = f"{spine[0]} to {spine[-1]}" if spine else rest or "nothing"
        table.add_row(plan.file, str(plan.facts.view), f"{plan.beam.rows} × {plan.beam.cols}", names)
    screen.print(table)
    if len(made) > SHOWN:
        screen.print(f"and {len(made) - SHOWN} more")
    count = "1 film" if len(made) == 1 else f"{len(made)} films"
    screen.print(f"{count} in {seconds:.1f} s. Nobody is on them; what is true of them stands in truth.json.")
    if all(one.plan.facts.limb for one in made):
        screen.print("No table of landmarks is written for limbs yet: their marks stand in readings/ and truth.json.")
        return
    folder = str(out)
    screen.print(
        f"Measure them: measure batch {folder} --landmarks {folder}/landmarks.csv --cases {folder}/cases.csv"
        f" --out {folder}-results",
        soft_wrap=True,
    )
