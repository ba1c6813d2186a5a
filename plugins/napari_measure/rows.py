"""Measurements as rows of words, grouped by level, and as text to paste into a spreadsheet."""

from dataclasses import dataclass

from measure.catalog import get
from measure.catalog.words import SCALES, UNITS, say_flag, say_reason, say_title, say_value, say_where
from measure.model import Measurement, Side, Status
from napari_measure.session import VIEWS, OpenedFilm

DISCLAIMER = "Research and audit software, not a validated medical device."
# Flags that say that the value itself may mislead; the others only say what was not checked.
LOUD = frozenset({"crush_masks_beck", "beck_above_norm", "pixel_aspect_unknown"})
COLUMNS = (
    "where", "measure", "value", "sd", "unit", "side", "status", "reason", "flags", "scale_class", "reading_status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in words.

    Attributes
    ----------
    where, title : str
        Level or span, and the name of the measure.
    value, unit : str
        ``18.3 ± 4.3`` and ``°``; the value is empty where there is none.
    remark : str
        Flags in words, or the reason why there is no value.
    measured, loud : bool
        Whether there is a value, and whether a flag says that it may mislead.
    first : bool
        Whether it is the first of its level.
    tip : str
        Definition, flags and side results, for whoever asks.
    measurement : Measurement
        Where it comes from.
    """

    where: str
    title: str
    value: str
    unit: str
    remark: str
    measured: bool
    loud: bool
    first: bool
    tip: str
    measurement: Measurement


def rows_of(film: OpenedFilm) -> list[Row]:
    """Rows of a film: what is of the whole film first, then level by level from the head down."""
    order = {body.structure.key: place for place, body in enumerate(film.chain.bodies)} if film.chain else {}

    def place(measurement: Measurement) -> int:
        return -1 if measurement.structure is None else order.get(measurement.structure.key, len(order))

    ordered = sorted(film.measurements, key=place)
    rows: list[Row] = []
    for measurement in ordered:
        where = say_where(measurement)
        rows.append(_row(measurement, where, first=not rows or rows[-1].where != where))
    return rows


def _row(measurement: Measurement, where: str, *, first: bool) -> Row:
    quantity = measurement.quantity
    measured = quantity.value is not None
    remarks = [say_flag(flag) for flag in measurement.flags]
    if not measured:
        remarks.insert(0, say_reason(quantity.reason or ""))
    elif measurement.side in (Side.LEFT, Side.RIGHT) and measurement.structure is None:
        remarks.insert(0, f"convex {measurement.side}")
    return Row(
        where=where,
        title=say_title(measurement).partition(" (")[0],
        value=say_value(measurement, with_unit=False) if measured else "",
        unit=UNITS.get(quantity.unit, quantity.unit).strip() if measured else "",
        remark="; ".join(remarks),
        measured=measured,
        loud=bool(LOUD & set(measurement.flags)),
        first=first,
        tip=_tip(measurement, remarks),
        measurement=measurement,
    )


def _tip(measurement: Measurement, remarks: list[str]) -> str:
    measure = get(measurement.measure)
    lines = [measure.title, measure.definition, *(f"• {remark}" for remark in remarks)]
    if "straight_spine_reads" in measurement.details:
        lines.append(f"• a straight spine reads {measurement.details['straight_spine_reads']:.1f}° from noise alone")
    if measurement.quantity.sd is not None:
        lines.append("± is one standard deviation: marks, scale and what readers differ by.")
    return "\n".join(lines)


def say_scale(film: OpenedFilm) -> str:
    """Scale of the film as one line.

    Examples
    --------
    >>> from measure.model import FilmHeader
    >>> from napari_measure.session import open_with
    >>> say_scale(open_with(FilmHeader("sha256:0", 2, 2), None, ""))
    'Lengths in pixels: no scale'
    """
    scale = film.calibration
    words = f"Lengths in {SCALES[scale.scale_class]}"
    if scale.row_mm is None or scale.col_mm is None:
        return words
    size = f"{scale.row_mm:.3g}" if scale.row_mm == scale.col_mm else f"{scale.row_mm:.3g} × {scale.col_mm:.3g}"
    return f"{words} ({size} mm per pixel)"


def say_film(film: OpenedFilm) -> str:
    """What is on the table: view, levels, which way the patient faces."""
    words = film.name[:1].upper() + film.name[1:]
    if film.facing is not None and film.view is not None and VIEWS[film.view] == "lateral":
        words += f", facing {film.facing}"
    if film.header.frames > 1:
        words += f", frame {film.header.frame} of {film.header.frames}"
    return words


def say_status(film: OpenedFilm) -> str:
    """Badge of the reading: DRAFT until a person has confirmed all of it."""
    return {Status.DRAFT: "DRAFT", Status.CONFIRMED: "CONFIRMED", None: "NO READING"}[film.status]


def as_text(film: OpenedFilm) -> str:
    """All rows with full precision, tab between cells, ready for a spreadsheet. No identity in it."""
    lines = ["\t".join(COLUMNS)]
    for row in rows_of(film):
        m, q = row.measurement, row.measurement.quantity
        cells = (
            row.where, m.measure, q.value, q.sd, q.unit, m.side, q.status, q.reason, " ".join(m.flags),
            m.scale_class, film.status,
        )  # fmt: skip
        lines.append("\t".join("" if cell is None else str(cell) for cell in cells))
    return "\n".join(lines) + "\n"
