"""How sure a measure is, in words and on the spine that is drawn; and the steps of a grade."""

import math
from itertools import pairwise

from _press.case import case_of
from _press.say import told
from _press.tables import table
from measure.catalog.observer_sd import observer_sd
from measure.catalog.words import UNITS
from measure.model import Measure, ObserverKind, Propagation, Scope, StructureKind

CARRIED = (
    "The uncertainty of every mark, by row and by column, is carried through the formula; the uncertainty of the scale "
    "is common to all lengths of a film."
)
CHOSEN = (
    "All marks are redrawn many times (seeded) and the whole choice of end vertebrae is made anew each time: its sd "
    "holds the doubt about the choice."
)
COMPARED = "Its sd comes from the sds of the values it is made of, as independent readings."
REDRAWN = (
    "The values it is made of are redrawn from their sds many times (seeded); its sd and its 95 % interval are those "
    "of the redrawn results."
)
SUMMED = "What was graded is redrawn from its sd many times (seeded) and graded anew."
GRADED = (
    " A grade has no sd: it has the probability that another reading gives the same grade. Below 95 % it is flagged."
)


def how_sure(measure: Measure) -> str:
    """How its sd comes about."""
    redrawn = measure.propagation is Propagation.RESAMPLE
    if measure.scope is Scope.COURSE:
        text = REDRAWN if redrawn else COMPARED
    elif measure.needs.values:
        text = SUMMED
    else:
        text = CHOSEN if redrawn else CARRIED
    return text + (GRADED if measure.grades else "") + _floor(measure)


def _floor(measure: Measure) -> str:
    floor = measure.floor
    if not floor.absolute:
        return ""
    unit = UNITS[measure.unit]
    text = f" To this {floor.absolute:g}{unit} are added in quadrature: what readers differ by beyond their points"
    return text + (f" ({100 * floor.relative:g} % on a film without a scale)." if floor.relative else ".")


def sds(measure: Measure) -> str:
    """Table of the value on the drawn spine with its sd, by who marked it."""
    lines, single = [], measure.scope is not Scope.COURSE and measure.grades is None
    for kind, who in ((ObserverKind.PERSON, "a reader"), (ObserverKind.TABLE, "a table of unknown authorship")):
        mark = observer_sd(StructureKind.VERTEBRA, kind).sd_mm
        row = case_of(measure, kind).row
        sd = row.quantity.sd
        line = (who, f"± {mark} mm", told(row))
        apart = f"{1.96 * math.sqrt(2) * sd:.{measure.decimals}f}{UNITS[row.quantity.unit]}" if single and sd else ""
        lines.append((*line, apart) if single else line)
    head = (
        "Marks by",
        "Each mark, by row and column",
        "On the spine drawn above",
        "Two readings differ by less in 95 %",
    )
    head = head[: len(lines[0])]
    heads = (
        ["", "Femoral heads count as ± 1.0 and ± 1.5 mm."]
        if any(m.startswith("hips.") for m in measure.needs.marks)
        else []
    )
    return "\n".join([table(head, lines), *heads])


def grade_steps(measure: Measure) -> list[str]:
    """Section with the steps of a grade."""
    steps = measure.grades
    if steps is None:
        return []
    cuts = [f"{cut:g}" for cut in (round(cut, 3) for cut in steps.cuts)]
    unit = "%" if steps.unit == "%" else "sd below the mean"
    bounds = [
        f"below {cuts[0]} {unit}",
        *(f"{a} to {b} {unit}" for a, b in pairwise(cuts)),
        f"from {cuts[-1]} {unit}",
    ]
    belongs = (
        "A value on a cut belongs to the grade below it."
        if steps.upper
        else "A value on a cut belongs to the grade above it."
    )
    return [f"### Grades\n\n{table(('Grade', 'Value'), list(zip(steps.names, bounds, strict=True)))}\n\n{belongs}"]
