"""How ``measure catalog`` shows the measures."""

import json
from collections.abc import Sequence
from itertools import groupby

from rich.markup import escape
from rich.table import Table

from measure.catalog import SCHEMES, SETS
from measure.cli.console import new_console
from measure.model import Kind, Measure, Scope

HINT = (
    "`measure catalog ID` explains one; `--measures default,ID` adds what you name; `deformity` and `alignment` are "
    "sets.\n`measure catalog schemes` lists the scales of judgement."
)


def print_list(measures: Sequence[Measure]) -> None:
    """One line per measure, by the film it is read on."""
    console = new_console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("Id", "Measure", "Unit", "Measured"):
        table.add_column(column, no_wrap=True)
    for place, group in groupby(measures, key=_place):
        table.add_row(f"[bold]{place}[/]")
        for m in group:
            table.add_row(m.id, m.title, m.unit, _when(m))
    console.print(table)
    console.print(f"[dim]{HINT}[/]")


def _place(measure: Measure) -> str:
    """Heading of a group: what a measure is read on."""
    if measure.scope is Scope.COURSE:
        return "Between two films of a patient"
    what = "one vertebra" if measure.scope is Scope.STRUCTURE else "the whole film"
    return f"{' or '.join(measure.needs.views).capitalize()} film, {what}"


def _when(measure: Measure) -> str:
    """When a measure is read without being asked for."""
    sets = [name for name, ids in SETS.items() if measure.id in ids]
    return "always" if measure.default else "at treated levels" if measure.treated else ", ".join(sets)


def print_schemes() -> None:
    """One line per scale of judgement."""
    console = new_console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("Scheme", "Title", "Words"):
        table.add_column(column, no_wrap=column != "Words")
    for scheme in SCHEMES:
        table.add_row(scheme.id, scheme.title, escape(", ".join(scheme.values)))
    console.print(table)
    console.print("[dim]What people judge and no landmark gives: --assessments FILE, see docs/tables.md.[/]")


def print_one(measure: Measure) -> None:
    """Everything about one measure."""
    console = new_console()
    unit = f"{measure.unit}, in pixels on a film without a scale" if measure.kind is Kind.LENGTH else measure.unit
    floor = f"{measure.floor.absolute:g} {measure.unit}" if measure.floor.absolute else "none"
    console.print(f"[bold]{measure.title}[/]  [dim]{measure.id}, version {measure.version}[/]\n")
    console.print(escape(measure.definition) + "\n")
    facts = (
        ("unit", unit),
        ("film", _place(measure)),
        ("marks", ", ".join(measure.needs.marks)),
        ("values", ", ".join(measure.needs.values)),
        ("norms", ", ".join(measure.needs.norms)),
        ("grades", _grades(measure)),
        ("sd", f"{measure.propagation} from what it is read on; model floor {floor}"),
        ("flags", ", ".join(check.flag for check in measure.checks) or "none of its own"),
        ("codes", ", ".join(f"{scheme}|{code}" for scheme, code in measure.codes.items())),
    )
    for name, fact in ((name, fact) for name, fact in facts if fact):
        console.print(f"  [dim]{name:<7}[/]{escape(fact)}")
    for reference in measure.references:
        console.print(f"  [dim]source [/]{escape(reference)}")


def _grades(measure: Measure) -> str:
    steps = measure.grades
    if steps is None:
        return ""
    cuts = zip(steps.names[1:], steps.cuts, strict=True)
    edge = "above" if steps.upper else "from"
    return f"{steps.names[0]}, then " + ", ".join(f"{name} {edge} {cut:.6g}" for name, cut in cuts)


def print_json(measures: Sequence[Measure]) -> None:
    """Measures as plain data."""
    plain = [
        {
            "id": m.id, "title": m.title, "kind": m.kind, "scope": m.scope, "unit": m.unit, "version": m.version,
            "definition": m.definition, "marks": m.needs.marks, "views": m.needs.views, "default": m.default,
            "propagation": m.propagation, "floor": m.floor.absolute, "codes": dict(m.codes), "references": m.references,
        }
        for m in measures
    ]  # fmt: skip
    print(json.dumps(plain, indent=2, ensure_ascii=False))  # noqa: T201
