"""How ``measure explain`` finds and shows one row."""

from rich.markup import escape

from measure.catalog import MEASURES, get
from measure.catalog.words import SCALES, say_flag, say_reason, say_value, say_where
from measure.cli.console import new_console
from measure.errors import StoreError
from measure.model import Measurement, ScaleClass
from measure.outcomes.rows import from_row
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store

SHOWN = 5


def find_row(store: Store, name: str, film: str | None) -> MeasurementRow:
    """Row that a name stands for.

    Raises
    ------
    StoreError
        If no row, or more than one, fits; the message lists some that do.
    """
    where, slash, measure = name.partition("/")
    if slash:
        rows = store.rows(MeasurementRow, measure=get(measure).id)
        found = [row for row in rows if where.lower() in (say_where(from_row(row)).lower(), "film")]
    else:
        found = [row for row in store.rows(MeasurementRow) if row.measurement_uid.endswith(name)]
    if film is not None:
        found = [
            row for row in found if row.film_key and row.film_key.removesuffix("/1").endswith(film.removesuffix("/1"))
        ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise StoreError(f"row {name!r}: none in the store fits; measurements.csv lists their measurement_uid")
    some = ", ".join(f"…{row.measurement_uid[-8:]} (film …{(row.film_key or '')[-12:]})" for row in found[:SHOWN])
    raise StoreError(f"row {name!r}: {len(found)} rows fit; name one by uid or with --film: {some}")


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
