"""How good automatic drafts of spine films are: on real films, on simulated ones with known truth, and how fast.

Run ``python benchmarks/accuracy.py [--only NAME ...] [--films N] [--patients N] [--shelf DIR] [--out DIR] [--write]``.
Real films come from MEASURE_FILMS, else ``../shared/films`` beside the checkout; sections that need them are left out
without. Simulated films are made once and kept on the shelf. ``--out`` draws every real film with its draft; the folder
must lie outside the checkout. ``--write`` pastes all tables that the shelf holds into ``docs/accuracy.md``, so that no
figure there is typed by hand.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
from accuracy import ct, frontal, implants, lateral, odd_films, pictures, sheets, shelf, simulated, speed
from accuracy.cohort import simulated as simulated_film
from accuracy.implanted import implanted
from accuracy.real import CHECKOUT, FILMS
from accuracy.records import records
from accuracy.tables import Table, fill, keep

from measure.detect import missing_weights

PAGE = CHECKOUT / "docs" / "accuracy.md"
REAL = ("frontal", "lateral", "ct", "odd")


def main() -> int:
    options = parsed()
    if lacking := missing_weights():
        print(f"no weights here: {', '.join(lacking)}")
        return 0
    cv2.setNumThreads(1)
    tables = options.shelf / "tables"
    for name, section in sections(options).items():
        if options.only and name not in options.only:
            continue
        if name in REAL and not FILMS.is_dir():
            print(f"{name}: the real films are not here; MEASURE_FILMS names their folder")
            continue
        begun = time.perf_counter()
        for table in section():
            print(table.plain())
            keep(table, tables)
        print(f"{name}: {time.perf_counter() - begun:.0f} s")
    if options.out is not None and FILMS.is_dir():
        sheets.real(options.out)
    if options.write:
        pictures.draw(options.shelf / "films", CHECKOUT / "docs" / "pictures")
        for homeless in fill(PAGE, tables):
            print(f"{PAGE.name} has no place for {homeless}")
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="*", default=[], help="frontal lateral ct odd simulated implants speed; none")
    parser.add_argument("--films", type=int, default=200, help="simulated films, half of each view; 2000 for the page")
    parser.add_argument("--patients", type=int, default=30, help="simulated patients with an implant; 300 for the page")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--shelf", type=Path, default=Path(tempfile.gettempdir()) / "radiograph-measure-accuracy")
    parser.add_argument("--out", type=Path, help="folder for sheets of real films, outside the checkout")
    parser.add_argument("--write", action="store_true", help="paste tables and pictures into docs/accuracy.md")
    options = parser.parse_args()
    for name in ("out", "shelf"):
        folder = getattr(options, name)
        if folder is not None and folder.resolve().is_relative_to(CHECKOUT):
            parser.error(f"--{name}: expected a folder outside the checkout")
    return options


def sections(options: argparse.Namespace) -> dict[str, Callable[[], list[Table]]]:
    """Every section by its name."""
    films, jobs = options.shelf / "films", options.jobs

    def of_simulated() -> list[Table]:
        shelf.fill(films, simulated_film, range(options.films), jobs=jobs)
        found = records(films, range(options.films), jobs)
        for name in ("films", "vertebrae", "values"):
            getattr(found, name).to_csv(options.shelf / f"{name}.csv", index=False)
        return simulated.tables(found)

    def of_implants() -> list[Table]:
        shelf.fill(films, implanted, range(2 * options.patients), jobs=jobs)
        return implants.tables(films, range(options.patients), jobs)

    return {
        "frontal": frontal.tables, "lateral": lateral.tables, "ct": ct.tables, "odd": odd_films.tables,
        "simulated": of_simulated, "implants": of_implants, "speed": lambda: speed.tables(films),
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
