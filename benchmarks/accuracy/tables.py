"""Tables: the figures of one section, printed, kept, and pasted into the page between its markers."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ready cells.

    Attributes
    ----------
    name : str
        Of its markers in the page.
    title : str
        What it shows.
    columns : sequence of str
        Heads.
    rows : sequence of sequence of str
        Cells.
    note : str
        What a reader must know to read it.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def plain(self) -> str:
        """For the screen."""
        lines = [list(map(str, row)) for row in (self.columns, *self.rows)]
        widths = [max(len(line[k]) for line in lines) for k in range(len(self.columns))]
        body = "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines)
        return f"\n{self.title}\n{body}\n" + (f"{self.note}\n" if self.note else "")

    def markdown(self) -> str:
        """For the page.

        Examples
        --------
        >>> print(Table("t", "Title", ["a", "b"], [["1", "2"]]).markdown())
        | a | b |
        |---|---|
        | 1 | 2 |
        """
        lines = [self.columns, ["---"] * len(self.columns), *self.rows]
        text = "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines).replace("| --- ", "|---")
        text = text.replace("|--- |", "|---|").replace("--- |", "---|")
        return text + (f"\n\n{self.note}" if self.note else "")


def keep(table: Table, folder: Path) -> None:
    """Write a table where ``fill`` finds it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{table.name}.json").write_text(json.dumps(asdict(table)), encoding="utf-8")


def fill(page: Path, folder: Path) -> list[str]:
    """Put every kept table between its markers in the page; names of those that the page has no place for."""
    text, homeless = page.read_text(encoding="utf-8"), []
    for path in sorted(folder.glob("*.json")):
        table = Table(**json.loads(path.read_text(encoding="utf-8")))
        marker = re.compile(rf"(<!-- {re.escape(table.name)} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not marker.search(text):
            homeless.append(table.name)
        body = f"\n{table.markdown()}\n\n"
        text = marker.sub(lambda found, body=body: found[1] + body + found[2], text)
    page.write_text(text, encoding="utf-8")
    return homeless
