"""The key below a drawing: which colour is which piece of the trace."""

from collections.abc import Sequence

from _press import svg
from measure.model import Role, TraceItem

ARM = "#c2410c"
COLOURS = {Role.PATH: "#0b5cad", Role.ARM: ARM, Role.REGION: "#00796b", Role.POINT: "#7b1fa2"}
WORDS = {Role.PATH: "path", Role.ARM: "arm", Role.REGION: "region", Role.POINT: "point"}
LETTER, LINE, STEP = 6.6, 24.0, 19.0


def draw_legend(
    items: Sequence[TraceItem], top: float, left: float, width: float, *, aid: bool, measured: bool
) -> tuple[list[str], float]:
    """Key, and the height of the picture with it."""
    entries: dict[tuple[Role | None, str], None] = dict.fromkeys((item.role, _name(item, items)) for item in items)
    if aid:
        entries[None, "auxiliary"] = None
    if measured:
        entries[None, "measured along here"] = None
    x, y, parts = left, top, []
    for role, name in entries:
        words = f"{WORDS[role]}: {name}" if role else name
        need = LINE + 6 + len(words) * LETTER + 18
        if x + need > width and x > left:
            x, y = left, y + STEP
        parts += [_sample(role, name, x, y), svg.text((x + LINE + 6, y), words, fill="#3e4c59", font_size=12)]
        x += need
    return parts, y + 14.0


def _name(item: TraceItem, items: Sequence[TraceItem]) -> str:
    if item.name.startswith("reference"):
        return "reference height"
    if item.role is Role.REGION:
        return "outlines to choose the ends among" if _many(items) else f"outline of {item.name}"
    return item.name


def _many(items: Sequence[TraceItem]) -> bool:
    return len({item.name for item in items if item.role is Role.REGION}) > 2


def _sample(role: Role | None, name: str, x: float, y: float) -> str:
    if role is Role.POINT:
        return svg.element(
            "circle", cx=x + LINE / 2, cy=y - 4, r=5.0, fill="none", stroke=COLOURS[role], stroke_width=2
        )
    dash = "7 3" if name.startswith("reference") else None
    colour = COLOURS[role] if role else "#1f2933"
    if name == "measured along here":
        return svg.polyline([(x, y - 4), (x + LINE, y - 4)], stroke=ARM, stroke_width=3)
    wide = 3.0 if role in (Role.PATH, Role.ARM) else 1.4
    return svg.polyline(
        [(x, y - 4), (x + LINE, y - 4)], stroke=colour, stroke_width=wide, stroke_dasharray=dash if role else "5 4"
    )
