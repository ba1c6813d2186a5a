"""What lies beside the films: landmarks.csv, cases.csv, truth.json."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from _generator.column import XY, Vertebra
from _generator.plan import FilmPlan
from _generator.truth import frontal_truth, lateral_truth

Spines = Iterable[tuple[FilmPlan, Sequence[Vertebra]]]


def pixel_of(film: FilmPlan, point: XY) -> tuple[float, float]:
    """Column and row of a point given in mm, mirrored where the patient faces right."""
    col, row = point[0] / film.step[1], point[1] / film.step[0]
    return (film.cols - 1 - col if film.facing == "right" else col), row


def landmark_table(spines: Spines) -> str:
    """Landmarks of all whole films, in the format of an imported landmark table, at full precision."""
    rows = []
    for film, spine in spines:
        if film.keep < 1:
            continue
        view = "LAT" if film.lateral else "AP"
        for number, vertebra in enumerate(spine, start=1):
            for corner, point in vertebra.points.items():
                x, y = pixel_of(film, point)
                rows.append([film.file, view, number, corner, repr(x), repr(y), vertebra.level, film.facing or ""])
    return _table(["film", "view", "vertebra", "corner", "x", "y", "level", "facing"], rows)


def case_table(films: Iterable[FilmPlan]) -> str:
    """Which film belongs to whom."""
    rows = [
        [f.file, f.case.subject, f.case.visit, f.case.timepoint, f.case.posture, f.case.treated_level] for f in films
    ]
    return _table(["file", "subject", "visit", "timepoint", "posture", "treated_level"], rows)


def truth_json(spines: Spines) -> str:
    """Exact answers for every whole film, as JSON."""
    pairs = list(spines)
    answers = {
        "films": {film.file: _film_truth(film, spine) for film, spine in pairs if film.keep == 1},
        "unreadable": {film.file: "pixel data cut short" for film, _ in pairs if film.keep < 1},
    }
    return json.dumps(answers, indent=1) + "\n"


def _film_truth(film: FilmPlan, spine: Sequence[Vertebra]) -> dict:
    step = film.truth_step
    scale = 1 / film.step[0] if step is None else step[0] / film.step[0]
    return {
        "scale_class": film.scale_class,
        "unit": "{pixel}" if step is None else "mm",
        "mm_per_pixel": None if step is None else list(step),
        "view": "lateral" if film.lateral else "frontal",
        "facing": film.facing,
        "structures": lateral_truth(spine, scale) if film.lateral else {},
        "film": {} if film.lateral else frontal_truth(spine),
    }


def _table(header: list[str], rows: list[list]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
