"""How ``measure explain`` shows one row."""

from rich.markup import escape

from measure.catalog import MEASURES
from measure.catalog.observer_sd import observer_sd
from measure.catalog.words import SCALES, say_flag, say_reason, say_value, say_where
from measure.cli.console import new_console
from measure.model import Measurement, ObserverKind, ScaleClass, StructureKind
from measure.outcomes.rows import from_row
from measure.outcomes.schema import MeasurementRow


def print_row(row: MeasurementRow, history: list[MeasurementRow]) -> None:
    """Print one number with everything it rests on."""
    console = new_console()
    measurement = from_row(row)
    measure = next((m for m in MEASURES if m.id == row.measure), None)
    title = measure.title if measure else row.measure
    console.print(f"[bold]{title}[/], {say_where(measurement)}: [bold]{say_value(measurement)}[/]")
    if measure:
        console.print(f"  {escape(measure.definition)}")
    for name, fact in _facts(row, measurement):
        console.print(f"  [dim]{name:<22}[/]{escape(fact)}")
    for item in measurement.trace.items:
        points = "  ".join(f"({r:.2f}, {c:.2f})" for r, c in item.points)
        console.print(f"  [dim]{item.role:<22}[/]{escape(item.name)}: {points}")
    for reference in measure.references if measure else ():
        console.print(f"  [dim]{'source':<22}[/]{escape(reference)}")
    for flag in measurement.flags:
        console.print(f"  [yellow]flag[/]                  {escape(say_flag(flag))}")
    for old in history if len(history) > 1 else []:
        value = say_value(from_row(old))
        console.print(f"  [dim]revision {old.revision:<13}[/]{value}  {escape(old.change_reason or 'first')}")
    console.print("  [dim]points are (row, col) in film pixels, pixel centres at integers[/]")


def _facts(row: MeasurementRow, measurement: Measurement) -> list[tuple[str, str]]:
    quantity = measurement.quantity
    facts = [("film", row.film_key or "none"), ("measured by", f"{row.observer} ({row.observer_kind}), {row.method}")]
    facts.append(("status", f"{row.status}; definition version {row.definition_version}; revision {row.revision}"))
    if quantity.reason:
        facts.append(("no value", say_reason(quantity.reason)))
    if quantity.sd is not None:
        facts.append((
            "sd", f"{quantity.sd:.3g}: {quantity.propagated_sd or 0:.3g} from the marks and the scale, "
            f"{quantity.floor_sd:.3g} model floor, in quadrature ({row.sd_basis})",
        ))  # fmt: skip
        facts += _spread(row, quantity.value or 0.0, quantity.sd)
    if row.scale_class is not None:
        facts.append(("scale", SCALES[ScaleClass(row.scale_class)]))
    if row.mm_per_pixel_row is not None:
        sd = f", relative sd {row.scale_sd_rel:.2g}" if row.scale_sd_rel is not None else ""
        facts.append((
            "calibration", f"{row.mm_per_pixel_row:.5g} × {row.mm_per_pixel_col:.5g} mm per pixel, "
            f"rule {row.calibration_source}{sd}",
        ))  # fmt: skip
    facts += [(str(name).replace("_", " "), str(value)) for name, value in measurement.details.items()]
    return [*facts, ("row", row.measurement_uid)]


def _spread(row: MeasurementRow, value: float, sd: float) -> list[tuple[str, str]]:
    """What the sd means for the value, and what was assumed of each mark."""
    facts = [("95 % interval", f"{value - 1.96 * sd:.4g} to {value + 1.96 * sd:.4g} {row.unit}")]
    if row.sd_basis == "literature" and row.observer_kind is not None:
        one = observer_sd(StructureKind.VERTEBRA, ObserverKind(row.observer_kind))
        size = f"{one.sd_mm} mm" if row.mm_per_pixel_row is not None else f"{one.sd_percent} % of the local height"
        facts.append(("each mark", f"± {size} by row and by column, as it states none: {one.source}"))
    return facts
