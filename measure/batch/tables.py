"""Landmark, assessment and cases tables of a run, and which film each of their lines is about."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from measure.batch.named import Named
from measure.batch.options import Options
from measure.catalog import SCHEMES
from measure.model import Assessment, FilmHeader
from measure.outcomes.case import Case
from measure.outcomes.cases import CaseTable, read_cases
from measure.outcomes.filmref import folded
from measure.readings import TableReading, read_assessments, read_landmarks
from measure.readings.assessments import WHAT, Key


@dataclass(slots=True)
class Tables:
    """All tables of a run.

    Attributes
    ----------
    cases : CaseTable or None
        The cases table.
    landmarks : Named
        Rows of each film, by observer.
    judged : Named
        Assessments of each film, by observer, structure and scheme.
    files : dict of Path to list of str
        The table files themselves (they are no films), with notes on them.
    """

    cases: CaseTable | None = None
    landmarks: Named[str, TableReading] = field(default_factory=lambda: Named("landmark table"))
    judged: Named[Key, Assessment] = field(default_factory=lambda: Named(WHAT))
    files: dict[Path, list[str]] = field(default_factory=dict)
    _cases_used: list[Case] = field(default_factory=list)

    def add_landmarks(self, path: Path) -> None:
        """Take in one landmark table."""
        table = read_landmarks(path)
        self._add_file(path, "landmark table", table.unknown_columns)
        again = "two landmark tables have marks by {!r} for this film; expected one"
        self.landmarks.add(table.films, table.problems, again)

    def add_assessments(self, path: Path) -> None:
        """Take in one assessment table."""
        table = read_assessments(path, {scheme.id: scheme for scheme in SCHEMES})
        self._add_file(path, WHAT, table.unknown_columns)
        again = "two assessment tables have {0[2]} of {0[1]} by {0[0]!r} for this film; expected one"
        self.judged.add(table.films, table.problems, again)

    def _add_file(self, path: Path, what: str, unknown_columns: tuple[str, ...]) -> None:
        self.files[path.resolve()] = [f"{what}: column {name} is not read" for name in unknown_columns]

    def know(self, relative_paths: list[str]) -> None:
        """Tell the tables all files of the run: a bare name that two of them share is refused."""
        names = [folded(path.rpartition("/")[2]) for path in relative_paths]
        self.landmarks.twice = frozenset(name for name, count in Counter(names).items() if count > 1)
        self.judged.twice = self.landmarks.twice
        if self.cases is not None:
            self.cases = self.cases.knowing(relative_paths)

    def frames(self, header: FilmHeader, relative: str) -> set[int]:
        """Frames of a multi-frame file that the tables name."""
        return self.landmarks.frames(header, relative) | self.judged.frames(header, relative)

    def readings(self, header: FilmHeader, relative: str) -> tuple[TableReading, ...]:
        """Marks of one film, by observer.

        Raises
        ------
        TableError
            If its rows cannot be used, or may belong to another file of the same name.
        """
        found = self.landmarks.about(header, relative)
        return tuple(found[observer] for observer in sorted(found))

    def assessments(self, header: FilmHeader, relative: str) -> tuple[Assessment, ...]:
        """What people judged on one film, in an order of its own.

        Raises
        ------
        TableError
            If its lines cannot be used, or may belong to another file of the same name.
        """
        found = self.judged.about(header, relative)
        return tuple(found[key] for key in sorted(found))

    def names_only(self, header: FilmHeader, relative: str, other: str) -> bool:
        """Whether marks or judgements stand under this name of a film alone, and not under its other name."""
        marks, words = (named.names_only(header, relative, other) for named in (self.landmarks, self.judged))
        return marks or words

    def case(self, header: FilmHeader, relative: str) -> Case | None:
        """Line of the cases table about one film."""
        if self.cases is None:
            return None
        case = self.cases.match(header.film_key, header.study_uid, relative)
        if case is not None:
            self._cases_used.append(case)
        return case

    def unmatched(self) -> list[str]:
        """Names in the tables that no film of the run has."""
        names = [*self.landmarks.unmatched(), *self.judged.unmatched()]
        if self.cases is not None:
            names += [f"cases table, line {case.line}" for case in self.cases.unmatched(self._cases_used)]
        return names


def read_tables(options: Options) -> Tables:
    """Read all tables of a run.

    Raises
    ------
    TableError
        If one of them as a whole cannot be used.
    """
    tables = Tables()
    for path in {path.resolve(): path for path in options.landmarks}.values():
        tables.add_landmarks(path)
    for path in {path.resolve(): path for path in options.assessments}.values():
        tables.add_assessments(path)
    if options.cases is not None:
        tables.cases = read_cases(options.cases)
        unknown = [f"cases table: column {c} is not read" for c in tables.cases.unknown_columns]
        tables.files[options.cases.resolve()] = unknown
    return tables
