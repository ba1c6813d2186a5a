"""Line: one line of the table on its way into the store."""

from dataclasses import dataclass, field

from measure.outcomes.importing.entry import Entry, Problem
from measure.outcomes.schema import Row


@dataclass(slots=True)
class Line:
    """One line of the table; it goes in as a whole, or not at all.

    Attributes
    ----------
    number : int
        In the file, from 1.
    cells : list of str
        As they came.
    entries, rows : list
        What it is made of, and what became of each, where nothing is wrong.
    problems : list of Problem
        Why it does not go in.
    bears_problem : bool
        Whether it is out of a rejects file and still says what was wrong.
    """

    number: int
    cells: list[str]
    entries: list[Entry] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bears_problem: bool = False

    def settle(self) -> None:
        """Collect what was found wrong in its entries, each thing once."""
        found = [problem for entry in self.entries for problem in entry.problems]
        self.problems = list(dict.fromkeys([*self.problems, *found]))
