"""The panel beside the film: levels down, measures across, then what to keep in mind."""

from collections.abc import Sequence

import numpy as np

from measure.catalog import get
from measure.catalog.words import SCALES, in_order, root_reason, say_flag, say_reason, say_title, say_value, say_where
from measure.drawing.ink import AMBER, GREY, PANEL, STRIPE, WHITE, Picture, text_size, write
from measure.model import Measurement, ScaleClass, Structure

PAD, ROW, LEVEL_WIDTH, COLUMN_WIDTH, NARROWEST = 18, 26, 62, 108, 430
ACROSS = 7  # Columns beside each other; more than these go below, so that the film keeps its room.
WHERE_WIDTH, VALUE_WIDTH = 86, 130
BODY, SMALL, HEAD = 15, 13, 18

MASKED = "Film masked around the marks: burned-in text is not excluded."
DRAFT = "DRAFT: an algorithm placed these marks. Look at each before you use a number."
DISCLAIMER = "Research and audit software, not a medical device. Values as read, drafts until a reader decides."


def panel_width(measurements: Sequence[Measurement]) -> int:
    """Width that the table needs, in pixels."""
    columns = min(ACROSS, len(_columns(measurements)))
    titles = [text_size(_title(m), SMALL)[0] for m in measurements if m.structure is None]
    lines = WHERE_WIDTH + VALUE_WIDTH + max(titles) if titles else 0
    return 2 * PAD + max(NARROWEST - 2 * PAD, LEVEL_WIDTH + columns * COLUMN_WIDTH, lines)


def draw_panel(
    measurements: Sequence[Measurement], title: str, height: int, *, masked: bool = False, draft: bool = False
) -> Picture:
    """Table of all values with their sd, then scale, flags and reasons in words.

    Parameters
    ----------
    measurements : sequence of Measurement
        Rows of one film.
    title : str
        What stands on top; no identity in it.
    height : int
        Height wanted; the panel grows where its text needs more.
    masked : bool
        Whether to say that the film is masked around the marks.
    draft : bool
        Whether to say that nobody has looked at the marks yet.

    Returns
    -------
    ndarray of uint8, shape (rows, panel_width, 3)
        BGR picture.
    """
    notes = [*_notes(measurements), *([MASKED] if masked else []), DISCLAIMER]
    structures = in_order(measurements)
    films = [m for m in measurements if m.structure is None]
    wrapped = [line for note in notes for line in _wrap(note, panel_width(measurements) - 2 * PAD)]
    columns = _columns(measurements)
    blocks = [columns[start : start + ACROSS] for start in range(0, len(columns), ACROSS)]
    tables = [(_rows_with(measurements, structures, block), block) for block in blocks]
    lines = sum(2 + len(rows) for rows, _ in tables)
    warned = _wrap(DRAFT, panel_width(measurements) - 2 * PAD) if draft else []
    need = PAD * 5 + ROW * (2 + len(films) + lines + len(warned)) + (ROW - 6) * len(wrapped)
    panel: Picture = np.full((max(height, need), panel_width(measurements), 3), PANEL, np.uint8)
    y = PAD + HEAD
    write(panel, title, (PAD, y), WHITE, HEAD, 600)
    y += ROW + 6
    for line in warned:
        write(panel, line, (PAD, y), AMBER, SMALL, 600)
        y += ROW
    for measurement in films:
        y = _film_line(panel, measurement, y)
    y += PAD // 2 if films else 0
    for rows, block in tables:
        y = _table(panel, measurements, rows, block, y) + PAD
    for line in wrapped:
        write(panel, line, (PAD, y), AMBER if line.startswith("!") else GREY, SMALL)
        y += ROW - 6
    return panel


def _columns(measurements: Sequence[Measurement]) -> list[str]:
    return list(dict.fromkeys(m.measure for m in measurements if m.structure is not None))


def _title(measurement: Measurement) -> str:
    return say_title(measurement) + (f", convex {measurement.side}" if measurement.side else "")


def _film_line(panel: Picture, measurement: Measurement, y: int) -> int:
    """One film-level value: where, the number, what it is; why there is none is said below."""
    write(panel, say_where(measurement), (PAD, y), WHITE, BODY, 600)
    _cell(panel, measurement, PAD + WHERE_WIDTH, y, with_unit=True)
    write(panel, _title(measurement), (PAD + WHERE_WIDTH + VALUE_WIDTH, y), GREY, SMALL)
    return y + ROW


def _table(
    panel: Picture, measurements: Sequence[Measurement], structures: list[Structure], columns: list[str], y: int
) -> int:
    cells = {(m.structure, m.measure): m for m in measurements if m.structure is not None}
    for place, column in enumerate(columns):
        unit = next(m.quantity.unit for m in measurements if m.measure == column)
        suffix = {"mm": " mm", "{pixel}": " px", "deg": " °", "%": " %"}.get(unit, "")
        write(panel, get(column).short + suffix, (_x(place), y), GREY, SMALL)
    y += ROW - 4
    for row, structure in enumerate(structures):
        if row % 2 == 0:
            panel[y - ROW + 9 : y + 9] = STRIPE
        write(panel, structure.label, (PAD, y), WHITE, BODY, 600)
        for place, column in enumerate(columns):
            if (structure, column) in cells:
                _cell(panel, cells[structure, column], _x(place), y)
        y += ROW
    return y


def _rows_with(measurements: Sequence[Measurement], structures: list[Structure], columns: list[str]) -> list[Structure]:
    """Vertebrae that any of these columns is about: what is read at treated levels has no row elsewhere."""
    there = {m.structure for m in measurements if m.measure in columns}
    return [structure for structure in structures if structure in there]


def _x(place: int) -> int:
    return PAD + LEVEL_WIDTH + place * COLUMN_WIDTH


def _cell(panel: Picture, measurement: Measurement, x: int, y: int, *, with_unit: bool = False) -> None:
    """Value in white, its sd in grey where it has one, an exclamation mark where a flag asks for a look."""
    if measurement.quantity.value is None:
        write(panel, "–", (x, y), AMBER, BODY)
        return
    value, sign, sd = say_value(measurement, with_unit=with_unit).partition(" ± ")
    write(panel, value, (x, y), WHITE, BODY, 600)
    x += text_size(value, BODY, 600)[0] + 4
    if sign:
        write(panel, f"±{sd}", (x, y), GREY, SMALL)
        x += text_size(f"±{sd}", SMALL)[0] + 4
    if set(measurement.flags) & LOUD:
        write(panel, "!", (x, y), AMBER, BODY, 600)


# Flags that say the value itself may mislead; the others only say what was not checked.
LOUD = frozenset({
    "crush_masks_beck", "beck_above_norm", "pixel_aspect_unknown", "spine_not_upright", "within_noise_of_straight",
})  # fmt: skip


def _notes(measurements: Sequence[Measurement]) -> list[str]:
    """Scale, reasons and flags of the film, each once."""
    scales = {m.scale_class for m in measurements if m.scale_class is not None}
    notes = [_legend(measurements)] if _columns(measurements) else []
    notes += [f"Lengths in {SCALES[ScaleClass(scale)]}." for scale in sorted(scales)]
    reasons = dict.fromkeys(root_reason(m.quantity.reason) for m in measurements if m.quantity.reason)
    notes += [f"– {say_reason(reason)}" for reason in list(reasons)[:8]]
    flags: dict[str, list[str]] = {}
    for measurement in measurements:
        for flag in measurement.flags:
            where = flags.setdefault(flag, [])
            if say_where(measurement) not in where:
                where.append(say_where(measurement))
    for flag, where in flags.items():
        notes.append(f"{'!' if flag in LOUD else '·'} {say_flag(flag)} ({', '.join(where)})")
    return [*notes, "± is one standard deviation."]


def _legend(measurements: Sequence[Measurement]) -> str:
    """What the narrow headings stand for, where they do not say it themselves."""
    entries = [get(column) for column in _columns(measurements)]
    unclear = [entry for entry in entries if entry.short.lower() not in entry.title.lower()]
    return " · ".join(f"{entry.short}: {entry.title[0].lower()}{entry.title[1:]}" for entry in unclear)


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` pixels."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_size(longer, SMALL)[0] > width:
            lines.append(line)
            line = f"   {word}"
        else:
            line = longer
    return [*lines, line]
