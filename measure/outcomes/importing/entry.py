"""Entry: the cells that are to become one row, each with the place it came from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from measure.errors import CatalogError
from measure.outcomes.importing.readers import reader
from measure.outcomes.problems import in_words
from measure.outcomes.schema import Row

R = TypeVar("R", bound=Row)
T = TypeVar("T")


class Cell(NamedTuple):
    """Text of a cell, and the column of the table (or key of the mapping) it came from."""

    text: str
    column: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell.

    Examples
    --------
    >>> print(Problem(17, "unit", "expected mm, got 'cm'"))
    line 17, column unit: expected mm, got 'cm'
    """

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


@dataclass(slots=True)
class Entry:
    """One row to be.

    Attributes
    ----------
    line : int
        Line of the table.
    cells : mapping of str to Cell
        By column of the schema, or one of the few columns that stand for several (``film``).
    decimal_comma : bool
        Whether a comma in a number is a decimal sign.
    problems : list of Problem
        What was found wrong so far.
    """

    line: int
    cells: Mapping[str, Cell]
    decimal_comma: bool = False
    problems: list[Problem] = field(default_factory=list)

    def text(self, target: str) -> str:
        """Text of a cell; empty where there is none."""
        cell = self.cells.get(target)
        return cell.text if cell else ""

    def fail(self, target: str, message: str) -> None:
        """Note a problem with a column."""
        cell = self.cells.get(target)
        self.problems.append(Problem(self.line, cell.column if cell else target, message))

    def read(self, target: str, how: Callable[[str], T]) -> T | None:
        """Value of a cell, or None where it is empty or wrong; what is wrong is noted."""
        text = self.text(target)
        if not text:
            return None
        try:
            return how(text)
        except (ValueError, CatalogError) as error:
            self.fail(target, str(error))
            return None

    def need(self, target: str, how: Callable[[str], T], expected: str) -> T | None:
        """As ``read``; an empty cell is a problem too."""
        if not self.text(target):
            self.fail(target, f"expected {expected}, the cell is empty")
        return self.read(target, how)

    def besides(self, row_type: type[Row], names: Iterable[str]) -> dict[str, Any]:
        """Values of those of the columns that the table has, each read as the schema has it."""
        there = [name for name in names if name in self.cells]
        return {name: self.read(name, reader(row_type, name, self.decimal_comma)) for name in there}

    def finish(self, row_type: type[R], record: Mapping[str, Any]) -> R | None:
        """Row of a record, or None; what the schema finds wrong is noted beside the rest.

        Parameters
        ----------
        row_type : type
            Type of the row.
        record : mapping
            Column to value; None = not given.
        """
        try:
            row = row_type.model_validate({name: value for name, value in record.items() if value is not None})
        except ValidationError as error:
            self._note(row_type, error)
            return None
        return None if self.problems else row

    def _note(self, row_type: type[R], error: ValidationError) -> None:
        named = {problem.column for problem in self.problems}
        found = False
        for details in error.errors(include_url=False, include_input=False, include_context=False):
            target = str(details["loc"][0]) if details["loc"] else ""
            message = details["msg"].removeprefix("Value error, ")
            if not target and message.partition(": ")[0] in row_type.model_fields:
                target, _, message = message.partition(": ")
            cell = self.cells.get(target)
            # Beside a wrong cell that was named already, what lacks its value says nothing new.
            if self.problems and (details["type"] == "missing" or not cell or not cell.text or cell.column in named):
                continue
            self.fail(target or "value", _plain(details["type"], message))
            found = True
        if not found and not self.problems:
            self.fail("value", in_words(error))


def _plain(kind: str, message: str) -> str:
    """What pydantic says, for somebody who keeps tables."""
    if kind == "string_pattern_mismatch":
        return "expected a code or label in the form that the dictionary of columns gives"
    if kind == "missing":
        return "expected a value, the cell is empty"
    return message.replace("Input should", "expected to").replace("String should", "expected to")
