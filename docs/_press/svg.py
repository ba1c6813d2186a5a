"""A small SVG writer: rounded numbers, attributes in order, the same bytes on every machine."""

from collections.abc import Iterable
from html import escape

XY = tuple[float, float]


def number(value: float) -> str:
    """Number with one decimal, without a trailing zero or a minus zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, inner: str = "", **attributes: object) -> str:
    """One element; underscores in names of attributes become hyphens."""
    pairs = sorted((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    words = "".join(
        f' {key}="{number(value) if isinstance(value, float) else escape(str(value))}"' for key, value in pairs
    )
    return f"<{name}{words}>{inner}</{name}>" if inner else f"<{name}{words}/>"


def polyline(points: Iterable[XY], *, closed: bool = False, **attributes: object) -> str:
    """Line through points, or a polygon."""
    text = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return element("polygon" if closed else "polyline", points=text, **attributes)


def curves(start: XY, *pieces: tuple[XY, XY], **attributes: object) -> str:
    """Closed path of quadratic curves, each by its control point and its end."""
    return _path(start, [("q", [control, end]) for control, end in pieces], attributes)


def smooth(start: XY, first: tuple[XY, XY], ends: Iterable[XY], **attributes: object) -> str:
    """Closed path: one quadratic curve, then curves that each go on without a kink."""
    return _path(start, [("q", list(first)), *(("t", [end]) for end in ends)], attributes)


def _path(start: XY, steps: list[tuple[str, list[XY]]], attributes: dict[str, object]) -> str:
    """Path in steps relative to the last point, which are short to write; rounding does not add up."""
    here = (round(start[0], 1), round(start[1], 1))
    words = [f"M{number(here[0])} {number(here[1])}"]
    for command, points in steps:
        numbers = [number(value) for x, y in points for value in (x - here[0], y - here[1])]
        words.append(command + " ".join(numbers))
        last = points[-1]
        here = (here[0] + float(number(last[0] - here[0])), here[1] + float(number(last[1] - here[1])))
    return element("path", d="".join(words) + "z", **attributes)


def text(at: XY, words: str, *, halo: bool = False, **attributes: object) -> str:
    """Words at a baseline; with a halo they stay readable over lines."""
    plain = element("text", escape(words), x=at[0], y=at[1], **attributes)
    if not halo:
        return plain
    behind = {**attributes, "fill": "#fff", "stroke": "#fff", "stroke_width": 4, "stroke_linejoin": "round"}
    return element("text", escape(words), x=at[0], y=at[1], **behind) + plain


def group(parts: Iterable[str], **attributes: object) -> str:
    """Parts with what they have in common; nothing where there are none."""
    inner = "\n".join(parts)
    return element("g", f"\n{inner}\n", **attributes) if inner else ""


def document(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """Whole file on white paper, so that it reads on a dark page too."""
    body = "\n".join(part for part in parts if part)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="img" '
        'font-family="Helvetica, Arial, \'DejaVu Sans\', sans-serif" font-size="13">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect fill="#fff" height="{number(height)}" rx="6" width="{number(width)}"/>\n{body}\n</svg>\n'
    )
