"""The drawing of a measure: its trace, as the catalogue gave it, over the spine it was read on."""

import math
import textwrap
from collections.abc import Sequence

from _press import svg
from _press.aid import Aid, aid_for
from _press.case import Case, Shown
from _press.geometry import At
from _press.legend import draw_legend
from _press.names import Marks, lookup, marks_on
from _press.panel import INK, MUTED, draw_film
from _press.say import caption_of, result_of, word_of
from _press.view import Frame, fit
from measure.catalog import get
from measure.model import Role, View

WIDTH, TOP, FOOT = 600.0, 34.0, 26.0
HEIGHTS = ((110.0, 400.0), (320.0, 500.0), (math.inf, 660.0))  # of the picture, by the mm to show
GAP = 14.0


def draw(case: Case) -> str:
    """SVG of a case; two films stand side by side at one scale."""
    each = (WIDTH - GAP * (len(case.films) + 1)) / len(case.films)
    aids = [_aid(case, film) for film in case.films]
    marks = [_marks(case, film) for film in case.films]
    frames = []
    for k, film in enumerate(case.films):
        points = _neighbourhood(film, aids[k], marks[k])
        room = (GAP + k * (each + GAP), TOP if film.when else GAP, each, _height(points, len(case.films)))
        frames.append(fit(points, room, _margin(points)))
    scale = min(frame.scale for frame in frames)
    frames = [_rescaled(frame, scale, max(f.height * scale / f.scale for f in frames)) for frame in frames]
    tall = max(frame.height for frame in frames)
    parts = []
    for k, film in enumerate(case.films):
        parts += draw_film(film, frames[k], aids[k], marks[k])
    parts.append(_mat(frames))
    for k, film in enumerate(case.films):
        parts += _around(case, film, frames[k])
    items = [item for film in case.films for item in film.items]
    said, y = _caption(result_of(case), frames[0].top + tall + FOOT)
    measured = any(aid.bold for aid in aids)
    legend, height = draw_legend(items, y + 3.0, GAP, WIDTH, aid=any(aid.dashed for aid in aids), measured=measured)
    return svg.document(WIDTH, height, f"{case.measure.title}: where the marks sit", [*parts, *said, *legend])


def _caption(words: str, y: float) -> tuple[list[str], float]:
    """Lines in bold, and where the next line stands."""
    lines = textwrap.wrap(words, 66)
    said = [
        svg.text((GAP, y + 20.0 * k), line, fill=INK, font_weight="bold", font_size=15) for k, line in enumerate(lines)
    ]
    return said, y + 20.0 * len(lines)


def _rescaled(frame: Frame, scale: float, height: float) -> Frame:
    """Frame at the common scale and height, about the same middle."""
    row = frame.origin[0] + frame.height / frame.scale / 2 - height / scale / 2
    col = frame.origin[1] + frame.width / frame.scale / 2 - frame.width / scale / 2
    return Frame(frame.left, frame.top, frame.width, height, scale, (row, col))


def _mat(frames: Sequence[Frame]) -> str:
    """White paper with a window for each film: what reaches beyond a film is covered."""
    sides = [[svg.number(side) for side in (f.left, f.top, f.width, f.height)] for f in frames]
    windows = "".join(f"M{x} {y}h{wide}v{tall}h-{wide}Z" for x, y, wide, tall in sides)
    return svg.element("path", d=f"M-99-99H999V1999H-99Z{windows}", fill="#fff", fill_rule="evenodd")


def _aid(case: Case, film: Shown) -> Aid:
    ids = {value.measure for value in film.values}
    base = next(iter(ids)) if len(ids) == 1 else case.measure.id
    marks = {name: at for level, name, at in _marks(case, film) if level == case.level}
    return aid_for(base, film.items, word_of(film.values), marks)


def _marks(case: Case, film: Shown) -> Marks:
    """Marks that the measures of a film take, and those that their traces run through."""
    known = lookup(film.spine)
    found: Marks = []
    for value in film.values:
        ends = tuple(str(value.details.get(end)) for end in ("cranial_end", "caudal_end"))
        found += marks_on(get(value.measure), film.spine, case.level, ends)
    for item in film.items:
        if item.role is not Role.REGION:
            found += [(*known[point], point) for point in item.points if point in known]
    return list(dict.fromkeys(found))


def _neighbourhood(film: Shown, aid: Aid, marks: Marks) -> list[At]:
    levels = {level for level, _, _ in marks if level}
    bodies = [at for level in levels for at in film.spine.bodies[level].values()]
    return [*bodies, *(at for _, _, at in marks), *(p for item in film.items for p in item.points), *aid.points]


def _height(points: list[At], films: int) -> float:
    rows = [row for row, _ in points]
    tall = next(height for most, height in HEIGHTS if max(rows) - min(rows) <= most)
    return min(tall, 560.0) if films > 1 else tall


def _margin(points: list[At]) -> float:
    rows, cols = zip(*points, strict=True)
    return 5.0 + 0.1 * max(max(rows) - min(rows), max(cols) - min(cols))


def _around(case: Case, film: Shown, frame: Frame) -> list[str]:
    """Edge of the film, its caption, and which way it is seen."""
    edge = svg.element("rect", x=frame.left, y=frame.top, width=frame.width, height=frame.height, fill="none",
                       stroke="#e1e6eb")  # fmt: skip
    head = svg.text((frame.left + frame.width / 2, 22.0), caption_of(film), fill=INK, text_anchor="middle",
                    font_weight="bold") if film.when else ""  # fmt: skip
    return [edge, head, *_sides(film, frame)]


def _sides(film: Shown, frame: Frame) -> list[str]:
    y = frame.top + 18
    if film.spine.view is View.LATERAL:
        x = frame.left + 8
        arrow = svg.polyline(
            [(x + 7, y - 9), (x, y - 4.5), (x + 7, y), (x, y - 4.5), (x + 22, y - 4.5)],
            fill="none",
            stroke=MUTED,
            stroke_width=1.6,
        )
        return [arrow, svg.text((x + 27, y), "front", fill=MUTED, halo=True)]
    right = frame.left + frame.width - 8
    return [
        svg.text((frame.left + 8, y), "patient's right", fill=MUTED, halo=True),
        svg.text((right, y), "left", fill=MUTED, halo=True, text_anchor="end"),
    ]
