"""A small plot in text: values with their sd over time, for a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 56, 9


@dataclass(frozen=True, slots=True)
class Dot:
    """One value.

    Attributes
    ----------
    day : float
        When, or which visit.
    value, sd : float
        What, and how sure.
    """

    day: float
    value: float
    sd: float


def plot(
    dots: Sequence[Dot], *, decimals: int = 1, mark: float | None = None, ends: tuple[str, str] | None = None
) -> list[str]:
    """Lines of a plot: ``●`` a value, ``│`` one sd up and down.

    Parameters
    ----------
    dots : sequence of Dot
        One or more.
    decimals : int
        Of the numbers beside the axis.
    mark : float, optional
        A day to mark with a dotted line: that of the procedure.
    ends : tuple of str, optional
        What to write below the first and the last value; None = their days.

    Returns
    -------
    list of str
        From the top down; the last line is the axis of time.

    Examples
    --------
    >>> lines = plot([Dot(0, 10.0, 1.0), Dot(90, 14.0, 1.0)])
    >>> lines[0].strip().startswith("15.0"), lines[-1].split()
    (True, ['day', '0', 'day', '90'])
    """
    low, high = min(dot.value - dot.sd for dot in dots), max(dot.value + dot.sd for dot in dots)
    if high == low:  # one value without spread would lie on the upper edge
        low, high = low - 0.5, high + 0.5
    first, last = min(dot.day for dot in dots), max(dot.day for dot in dots)
    grid = [[" "] * WIDTH for _ in range(HEIGHT)]

    def row(value: float) -> int:
        return round((high - value) / (high - low) * (HEIGHT - 1))

    def column(day: float) -> int:
        return round((day - first) / ((last - first) or 1.0) * (WIDTH - 1))

    if mark is not None and first < mark < last:
        for line in grid:
            line[column(mark)] = "┊"
    for dot in dots:
        for place in range(row(dot.value + dot.sd), row(dot.value - dot.sd) + 1):
            grid[place][column(dot.day)] = "│"
    for dot in dots:  # after all bars, that none hides a value of the same day
        grid[row(dot.value)][column(dot.day)] = "●"
    labels = {0: high, HEIGHT - 1: low, (HEIGHT - 1) // 2: (high + low) / 2}
    texts = {place: f"{value:z.{decimals}f}".replace("-", "−") for place, value in labels.items()}
    margin = max(map(len, texts.values()))
    lines = [f"{texts.get(k, ''):>{margin}} ┤{''.join(line)}".rstrip() for k, line in enumerate(grid)]
    left, right = ends or tuple(f"day {day:g}".replace("-", "−") for day in (first, last))
    right = right if last > first else ""
    return [*lines, (" " * (margin + 2) + left + right.rjust(WIDTH - len(left))).rstrip()]
