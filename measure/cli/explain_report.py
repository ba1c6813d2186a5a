"""How ``measure explain`` shows one row."""

from collections.abc import Mapping

from rich.markup import escape

from measure.catalog import MEASURES
from measure.catalog.observer_sd import observer_sd
from measure.catalog.words import SCALES, say_flag, say_reason, say_value, say_where
from measure.cli.console import new_console
from measure.model import Measurement, ObserverKind, ScaleClass, Scope, StructureKind
from measure.outcomes.decision import AMENDED
from measure.outcomes.rows import from_row
from measure.outcomes.schema import MeasurementRow

# Of side results these come first: what a change is counted from.
_FIRST = ("compared with", "days between", "posture vs compared", "before", "first")


def print_row(row: MeasurementRow, history: list[MeasurementRow], names: Mapping[str, str] | None = None) -> None:
    """Print one number with everything it rests on; ``names`` are file names by film key, where known."""
    console = new_console()
    measurement = from_row(row)
    measure = next((m for m in MEASURES if m.id == row.measure), None)
    title = measure.title if measure else row.measure
    console.print(f"[bold]{title}[/], {say_where(measurement)}: [bold]{say_value(measurement)}[/]")
    if measure:
        console.print(f"  {escape(measure.definition)}")
    for name, fact in _facts(row, measurement, names or {}):
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
        by = f": {old.confirmed_by}" if old.confirmed_by else ""
        console.print(f"  [dim]revision {old.revision:<13}[/]{value}  {escape((old.change_reason or 'first') + by)}")
    console.print("  [dim]points are (row, col) in film pixels, pixel centres at integers[/]")


def _facts(row: MeasurementRow, measurement: Measurement, names: Mapping[str, str]) -> list[tuple[str, str]]:
    quantity = measurement.quantity
    facts = [
        ("film", _film(row.film_key, names)),
        ("measured by", f"{row.observer} ({row.observer_kind}), {row.method}"),
    ]
    by = f" by {row.confirmed_by}" if row.confirmed_by else ""
    facts.append(("status", f"{row.status}{by}; definition version {row.definition_version}; revision {row.revision}"))
    if quantity.reason:
        facts.append(("no value", say_reason(quantity.reason)))
    if quantity.sd is not None and AMENDED in row.flags:
        facts.append(("sd", f"{quantity.sd:.3g}: that of the draft, kept as the reader's own ({row.sd_basis})"))
        facts += _spread(row, quantity.value or 0.0, quantity.sd)
    elif quantity.sd is not None and _is_of_course(row):
        facts.append(("sd", f"{quantity.sd:.3g}: from the sd of the values it compares ({row.sd_basis})"))
        facts.append(_interval(row, measurement))
    elif quantity.sd is not None:
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
    facts += _details(measurement, names)
    return [*facts, ("row", row.measurement_uid)]


def _is_of_course(row: MeasurementRow) -> bool:
    return any(measure.id == row.measure and measure.scope is Scope.COURSE for measure in MEASURES)


def _interval(row: MeasurementRow, measurement: Measurement) -> tuple[str, str]:
    """95 % interval: as it was drawn, where the value is a quotient, else by the sd."""
    value, sd = measurement.quantity.value or 0.0, measurement.quantity.sd or 0.0
    low, high = (
        float(measurement.details.get(f"interval_{end}", value + sign * 1.96 * sd))
        for end, sign in (("low", -1), ("high", 1))
    )
    return "95 % interval", f"{low:.4g} to {high:.4g} {row.unit}"


def _film(key: str, names: Mapping[str, str]) -> str:
    return f"{names[key]} ({key})" if key in names else key


def _details(measurement: Measurement, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Side results: a value beside its sd, and the film that a change is counted from by its name."""
    details = measurement.details
    spreads = {name for name in details if name.endswith("_sd") and name.removesuffix("_sd") in details}
    spreads |= {"interval_low", "interval_high"}
    facts = []
    for name, value in details.items():
        if name in spreads:
            continue
        text = f"{value:.4g}" if isinstance(value, float) else str(value)
        if f"{name}_sd" in spreads:
            text += f" ± {float(details[f'{name}_sd']):.3g}"
        facts.append((name.replace("_", " "), _film(text, names) if name == "compared_with" else text))
    return sorted(facts, key=lambda fact: _FIRST.index(fact[0]) if fact[0] in _FIRST else len(_FIRST))


def _spread(row: MeasurementRow, value: float, sd: float) -> list[tuple[str, str]]:
    """What the sd means for the value, and what was assumed of each mark."""
    facts = [("95 % interval", f"{value - 1.96 * sd:.4g} to {value + 1.96 * sd:.4g} {row.unit}")]
    if row.sd_basis == "literature" and row.observer_kind is not None:
        one = observer_sd(StructureKind.VERTEBRA, ObserverKind(row.observer_kind))
        size = f"{one.sd_mm} mm" if row.mm_per_pixel_row is not None else f"{one.sd_percent} % of the local height"
        facts.append(("each mark", f"± {size} by row and by column, as it states none: {one.source}"))
    return facts
