"""Tables in Markdown."""

from collections.abc import Sequence


def table(head: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    """Table with a head; a bar within a cell is escaped."""
    rows = [head, ("---",) * len(head), *lines]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
