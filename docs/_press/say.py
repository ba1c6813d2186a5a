"""Words of a drawing: values with their sd, captions, results."""

from collections.abc import Sequence

from _press.case import Case, Shown
from measure.catalog.words import UNITS, say_value
from measure.model import Measurement

WHEN = {"before": "before", "first": "first after", "after": "at this visit"}


def told(row: Measurement) -> str:
    """Value with its sd; a grade by its name, with what it rests on."""
    if "grade" not in row.details:
        return say_value(row)
    value, sd = (float(row.details[key]) for key in ("graded_value", "graded_sd"))
    sure = min(99, round(100 * float(row.details["grade_probability"])))
    unit = " SD below the mean" if row.measure in ("eastell_grade", "mccloskey_kanis") else " %"
    return f"{row.details['grade']} ({value:.1f} ± {sd:.1f}{unit}; {sure} % sure)"


def word_of(values: Sequence[Measurement]) -> str:
    """Short value to stand at an arc or a distance."""
    if len(values) != 1:
        return ""
    row = values[0]
    if "graded_value" in row.details:
        return f"{float(row.details['graded_value']):.0f} %"
    return f"{row.quantity.value:z.0f}{UNITS[row.quantity.unit]}".replace("-", "−")


def caption_of(film: Shown) -> str:
    """Line over one film of several: when it was taken, and what was read on it."""
    values = ", ".join(told(value) for value in film.values)
    return f"{WHEN[film.when]}: {values}" if len(film.values) == 1 else f"{WHEN[film.when]}: {_bare(film.values)}"


def _bare(values: Sequence[Measurement]) -> str:
    return " / ".join(say_value(value, with_unit=False).partition(" ")[0] for value in values) + " mm"


def result_of(case: Case) -> str:
    """Line below the drawing: what the catalogue reads on it."""
    where = f", {case.level}" if case.level and case.measure.needs.values == () else ""
    value = told(case.row).replace(" %", "\u00a0%").replace(" mm", "\u00a0mm").replace(" ± ", "\u00a0±\u00a0")
    return f"{case.measure.title}{where}: {value}"
