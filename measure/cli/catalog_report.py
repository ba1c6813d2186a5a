"""How ``measure catalog`` shows the measures."""

import json
from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from measure.cli.console import new_console
from measure.model import Kind, Measure


def print_list(measures: Sequence[Measure]) -> None:
    """One line per measure."""
    console = new_console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Id", no_wrap=True)
    for column in ("Measure", "Unit", "Film", "Default"):
        table.add_column(column)
    for m in measures:
        table.add_row(m.id, m.title, m.unit, ", ".join(m.needs.views), "yes" if m.default else "")
    console.print(table)
    console.print("[dim]`measure catalog ID` explains one; `--measures ID,ID` measures what you name.[/]")


def print_one(measure: Measure) -> None:
    """Everything about one measure."""
    console = new_console()
    unit = f"{measure.unit}, in pixels on a film without a scale" if measure.kind is Kind.LENGTH else measure.unit
    floor = f"{measure.floor.absolute:g} {measure.unit}" if measure.floor.absolute else "none"
    console.print(f"[bold]{measure.title}[/]  [dim]{measure.id}, version {measure.version}[/]\n")
    console.print(escape(measure.definition) + "\n")
    facts = (
        ("unit", unit),
        ("film", ", ".join(measure.needs.views)),
        ("marks", ", ".join(measure.needs.marks)),
        ("sd", f"{measure.propagation} from the marks and the scale; model floor {floor}"),
        ("flags", ", ".join(check.flag for check in measure.checks) or "none of its own"),
        ("codes", ", ".join(f"{scheme}|{code}" for scheme, code in measure.codes.items())),
    )
    for name, fact in facts:
        console.print(f"  [dim]{name:<7}[/]{escape(fact)}")
    for reference in measure.references:
        console.print(f"  [dim]source [/]{escape(reference)}")


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
