"""What lies beside the films: series and viewer programs, told in a few rows in place of hundreds."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import takewhile

from measure.batch.media import counted, reason_of, with_article
from measure.batch.outcome import FileStatus, Outcome
from measure.film.objects import INDEX, DicomObject

FEW = 5
"""Up to so many files of one sort in a folder have a row each."""
OTHER = "other file"
"""Sort of everything that is neither a DICOM object nor an archive."""
_ARCHIVE = "archive"


@dataclass(slots=True)
class Group:
    """Files of one row.

    Attributes
    ----------
    place : int
        Place of the first of them among all files.
    first : str
        Its relative path.
    folder : tuple of str
        Innermost folder that holds all of them.
    files : int
        How many.
    """

    place: int
    first: str
    folder: tuple[str, ...]
    files: int = 0

    def take(self, relative: str) -> None:
        """One more file."""
        self.files += 1
        pairs = takewhile(lambda pair: pair[0] == pair[1], zip(self.folder, _folder(relative), strict=False))
        self.folder = tuple(part for part, _ in pairs)

    def outcome(self, reason: str, sort: str) -> Outcome:
        """Row of the group: under the name of its only file, or of its folder."""
        name = self.first if self.files == 1 else _shown(self.folder)
        return Outcome(name, FileStatus.SKIPPED, reason, files=self.files, sort=sort)


@dataclass(slots=True)
class Bystanders:
    """All files of a run that are no films, gathered without keeping a row for each."""

    _series: dict[tuple[str, str], Group] = field(default_factory=dict)
    _others: list[tuple[int, str, str]] = field(default_factory=list)
    _with_films: set[tuple[str, ...]] = field(default_factory=lambda: {()})

    def beside(self, relative: str) -> None:
        """Note a file that has a row of its own: its folder is no viewer's."""
        folder = _folder(relative)
        while folder not in self._with_films:
            self._with_films.add(folder)
            folder = folder[:-1]

    def add_object(self, place: int, relative: str, what: DicomObject) -> None:
        """Take in a DICOM object that is no film.

        Parameters
        ----------
        place : int
            Its place among all files.
        relative : str
            Its relative path.
        what : DicomObject
            Its sort and series.
        """
        self.beside(relative)
        # An index stands for its own CD: two of them are never one row.
        series = relative if what.sort == INDEX else what.series or _shown(_folder(relative))
        key = what.sort, series
        if key not in self._series:
            self._series[key] = Group(place, relative, _folder(relative))
        self._series[key].take(relative)

    def add_other(self, place: int, relative: str, sort: str) -> None:
        """Take in a file that is neither a film nor DICOM."""
        self._others.append((place, relative, sort))

    def outcomes(self) -> list[tuple[int, Outcome]]:
        """Rows with their places: one a series, one a folder without films, the few others one each."""
        rows = [(group.place, group.outcome(_object_reason(sort, group.files), sort))
                for (sort, _), group in self._series.items()]  # fmt: skip
        gathered: dict[tuple[tuple[str, ...], str], list[tuple[int, str, str]]] = defaultdict(list)
        for one in self._others:
            gathered[self._key(one[1], one[2])].append(one)
        for (_, sort), files in gathered.items():
            rows += _few(files) if len(files) <= FEW else [_many(files, sort)]
        return sorted(rows, key=lambda row: row[0])

    def _key(self, relative: str, sort: str) -> tuple[tuple[str, ...], str]:
        """Folder and sort that a file goes under: the outermost folder without films, with all sorts."""
        folder = _folder(relative)
        if folder in self._with_films or sort == _ARCHIVE:  # which may hold films, and is told apart
            return folder, sort
        length = next(n for n in range(1, len(folder) + 1) if folder[:n] not in self._with_films)
        return folder[:length], ""


def _few(files: list[tuple[int, str, str]]) -> list[tuple[int, Outcome]]:
    return [(place, Outcome(relative, FileStatus.SKIPPED, reason_of(sort), sort=_told(sort)))
            for place, relative, sort in files]  # fmt: skip


def _many(files: list[tuple[int, str, str]], sort: str) -> tuple[int, Outcome]:
    group = Group(files[0][0], files[0][1], _folder(files[0][1]))
    for _, relative, _ in files:
        group.take(relative)
    if sort == _ARCHIVE:
        return group.place, group.outcome(reason_of(sort), sort)
    sorts = Counter(one for _, _, one in files).most_common()
    told = ", ".join(counted(count, one) for one, count in sorts)
    return group.place, group.outcome(f"no film among them: {told}", OTHER)


def _told(sort: str) -> str:
    return sort if sort == _ARCHIVE else OTHER


def _object_reason(sort: str, files: int) -> str:
    """Reason of the row of a series.

    Examples
    --------
    >>> _object_reason("CT image", 900), _object_reason("structured report", 1)
    ('CT series of 900 images: not a projection film', 'a structured report: not a film')
    """
    image = sort.endswith(" image")
    if files > 1:
        return (
            f"{sort.removesuffix(' image')} series of {files} images: not a projection film"
            if image
            else f"{counted(files, sort)}: no films"
        )
    if sort == INDEX:
        return INDEX
    return f"{with_article(sort)}: not a {'projection film' if image else 'film'}"


def _folder(relative: str) -> tuple[str, ...]:
    return tuple(relative.split("/")[:-1])


def _shown(folder: tuple[str, ...]) -> str:
    return "/".join((*folder, "")) if folder else "./"
