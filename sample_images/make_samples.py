"""Makes the sample films: ``python sample_images/make_samples.py [--out DIR]``."""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from _generator.dicom import write_dicom  # noqa: E402
from _generator.films import FILMS  # noqa: E402
from _generator.frontal_column import frontal_column  # noqa: E402
from _generator.lateral_column import LateralPlan, lateral_column  # noqa: E402
from _generator.render import render  # noqa: E402
from _generator.tables import case_table, landmark_table, truth_json  # noqa: E402


def main(arguments: list[str] | None = None) -> None:
    """Write all films and their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--only", default="", help="render only films whose name contains this")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    columns = [lateral_column(f.plan) if isinstance(f.plan, LateralPlan) else frontal_column(f.plan) for f in FILMS]
    spines = list(zip(FILMS, columns, strict=True))
    for name, text in (
        ("landmarks.csv", landmark_table(spines)),
        ("cases.csv", case_table(FILMS)),
        ("truth.json", truth_json(spines)),
    ):
        (options.out / name).write_text(text, encoding="utf-8", newline="\n")
    for film, spine in spines:
        if options.only in film.file:
            write_dicom(options.out / film.file, film, render(film, spine))


if __name__ == "__main__":
    main()
