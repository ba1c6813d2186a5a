"""Plain names of marks and where each mark of a measure lies on a drawn spine."""

from collections.abc import Iterator

from _press.geometry import At, middle
from _press.spine import Spine
from measure.model import Measure, View

Marks = list[tuple[str, str, At]]  # level, name and place of each

ENDS = {"anterior": "anterior corner", "middle": "middle point", "posterior": "posterior corner",
        "left": "left corner", "right": "right corner"}  # fmt: skip
WHOSE = {
    "above": " of the vertebra above",
    "below": " of the vertebra below",
    "each": " of every vertebra that is marked",
    "cranial_end": " of the stated upper end vertebra",
    "caudal_end": " of the stated lower end vertebra",
    "expected": " of the vertebrae that predict the height",
    "predicted": " of up to four neighbours",
}


def short(mark: str) -> str:
    """Two letters of a mark: SA, IM."""
    edge, _, end = mark.rpartition(".")[2].partition("_")
    return (edge[0] + end[0]).upper()


def plain_marks(measure: Measure) -> list[str]:
    """Marks of a measure in words, whole groups of the same vertebra in one line."""
    groups: dict[str, list[str]] = {}
    for mark in measure.needs.marks:
        prefix, _, name = mark.rpartition(".")
        groups.setdefault(prefix, []).append(name)
    return [_group(prefix, names) for prefix, names in groups.items()]


def _group(prefix: str, names: list[str]) -> str:
    if prefix == "hips":
        return "hip axis: the middle between the centres of both femoral heads"
    whose = WHOSE.get(prefix, f" of {prefix}" if prefix else " of the vertebra itself")
    if {"superior_left", "superior_right", "inferior_left", "inferior_right"} <= set(names):
        return f"all four corners{whose}"
    if len(names) == 6:
        return f"all six points (SA, SM, SP, IA, IM, IP){whose}"
    words = []
    for edge in ("superior", "inferior"):
        ends = [name.partition("_")[2] for name in names if name.startswith(edge)]
        words += [f"{edge} {ENDS[end]} ({short(f'{edge}_{end}')})" for end in ends]
    return f"{', '.join(words)}{whose}"


def marks_on(
    measure: Measure, spine: Spine, level: str | None, ends: tuple[str, str] | None
) -> Iterator[tuple[str, str, At]]:
    """Level, name and place of every mark that the measure takes by name."""
    order = list(spine.bodies)
    for mark in measure.needs.marks:
        prefix, _, name = mark.rpartition(".")
        if prefix == "hips":
            yield "", "hip axis", middle(*spine.heads)
            continue
        if prefix in ("each", "expected", "predicted"):
            continue
        where = prefix or level or ""
        if prefix in ("above", "below"):
            where = order[order.index(level or "") + (1 if prefix == "below" else -1)]
        if prefix in ("cranial_end", "caudal_end") and ends:
            where = ends[prefix == "caudal_end"]
        name = as_named(spine, name)
        yield where, name, spine.bodies[where][name]


def as_named(spine: Spine, name: str) -> str:
    """Name after the body of a mark that is named as seen: the front is on the left of every drawing."""
    if spine.view is View.LATERAL:
        name = name.replace("left", "anterior").replace("right", "posterior")
    return name


def lookup(spine: Spine) -> dict[At, tuple[str, str]]:
    """Level and name of a mark by its place."""
    return {at: (level, name) for level, body in spine.bodies.items() for name, at in body.items()}
