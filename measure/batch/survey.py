"""The first look at every file: films by their headers, archives opened, all else gathered."""

import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measure.batch import media
from measure.batch.archives import Archive, Entry, opened_archive
from measure.batch.bystanders import Bystanders
from measure.batch.discover import Found
from measure.batch.outcome import FileStatus, Outcome
from measure.batch.scratch import Scratch
from measure.errors import FilmError, NotAFilm, UnsupportedFilm
from measure.film import read_header, sniff
from measure.film.objects import INDEX, read_object
from measure.film.signature import sniff_bytes
from measure.model import FilmHeader

Progress = Callable[[int, int], None]

DEEPEST = 2
"""Archives are opened, and archives in them; no deeper."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that is a film, by its header.

    Attributes
    ----------
    found : Found
    header : FilmHeader
        Of its first frame.
    """

    found: Found
    header: FilmHeader


@dataclass(slots=True)
class Survey:
    """What was found.

    Attributes
    ----------
    films : list of Seen
        In the order of the tables.
    settled : list of Outcome
        Files that are to be films and cannot be read, and rows of what is none.
    order : list of str
        Name of every row, in order.
    files : int
        Files looked at, those in archives included.
    """

    films: list[Seen] = field(default_factory=list)
    settled: list[Outcome] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    files: int = 0


def survey(found: Sequence[Found], scratch: Scratch, progress: Progress | None = None) -> Survey:
    """Look at every file once; no pixel is decoded here.

    Parameters
    ----------
    found : sequence of Found
        The files.
    scratch : Scratch
        Where films go that come out of archives; what turns out to be none is removed at once.
    progress : callable, optional
        Called with (files looked at, files in all); the second grows where archives are opened.

    Returns
    -------
    Survey
    """
    surveyor = _Surveyor(scratch, progress, len(found))
    surveyor.discs |= {one.path.parent for one in found if media.is_index_name(one.path.name)}
    for one in found:
        surveyor.look(one)
    return surveyor.result()


class _Surveyor:
    """The state of one survey."""

    def __init__(self, scratch: Scratch, progress: Progress | None, total: int) -> None:
        self._scratch, self._progress, self._total = scratch, progress, total
        self._films: list[tuple[int, Seen]] = []
        self._settled: list[tuple[int, Outcome]] = []
        self._bystanders = Bystanders()
        self._done = 0
        self.discs: set[Path] = set()
        """Folders with the index of a DICOM CD."""

    def look(self, one: Found, depth: int = 0) -> None:
        """Look at one file, and at those in it."""
        if _is_special(one.path):
            self._not_a_file(one)
        elif self._on_disc(one) and sniff(one.path) in ("png", "jpeg", "tiff"):
            self._bystanders.add_other(self._next(), one.relative, media.VIEWER_PICTURE)
        else:
            try:
                header = read_header(one.path)
            except NotAFilm:
                self._no_film(one, depth)
            except FilmError as error:
                self._damaged(one, error)
            except Exception as error:  # noqa: BLE001 - one bad file never stops a batch
                # Only the type: a foreign message may quote what stands in the file.
                reason = f"unexpected {type(error).__name__}; please report this film"
                self._settle(one.relative, FileStatus.UNREADABLE, reason)
            else:
                self._bystanders.beside(one.relative)
                self._films.append((self._next(), Seen(one, header)))

    def result(self) -> Survey:
        """All of it, in the order in which it was found."""
        settled = sorted([*self._settled, *self._bystanders.outcomes()], key=lambda row: row[0])
        names = [(place, outcome.relative) for place, outcome in settled]
        names += [(place, seen.found.relative) for place, seen in self._films]
        order = list(dict.fromkeys(name for _, name in sorted(names)))
        return Survey([seen for _, seen in self._films], [outcome for _, outcome in settled], order, self._done)

    def _next(self) -> int:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)
        return self._done

    def _settle(self, relative: str, status: FileStatus, reason: str) -> None:
        self._bystanders.beside(relative)
        self._settled.append((self._next(), Outcome(relative, status, reason)))

    def _not_a_file(self, one: Found) -> None:
        if one.path.is_dir():
            self._settle(one.relative, FileStatus.UNREADABLE, "folder: its files cannot be listed")
        else:
            self._settle(one.relative, FileStatus.SKIPPED, "not a film: a pipe, a socket or a device")

    def _on_disc(self, one: Found) -> bool:
        return bool(self.discs) and any(folder in self.discs for folder in one.place.parents)

    def _no_film(self, one: Found, depth: int) -> None:
        """A slice, a report, an archive, a program."""
        head = _head(one.path)
        if sniff_bytes(head) == "dicom" and (what := read_object(one.path)):
            self._bystanders.add_object(self._next(), one.relative, what)
        elif media.is_zip(head):
            self._open(one, depth)
        else:
            self._bystanders.add_other(self._next(), one.relative, media.sort_of(head))

    def _damaged(self, one: Found, error: FilmError) -> None:
        """A film that cannot be read; an index that cannot be read is missed by nobody."""
        what = read_object(one.path)
        if what is not None and what.sort == INDEX:
            self._bystanders.add_object(self._next(), one.relative, what)
        elif media.is_index_name(one.place.name):
            self._settle(one.relative, FileStatus.SKIPPED, f"{INDEX}, damaged; films are found without it")
        else:
            self._settle(one.relative, status_of(error), str(error))

    def _open(self, one: Found, depth: int) -> None:
        """An archive: its files in place of it."""
        if depth == DEEPEST:
            reason = "zip: an archive in an archive in an archive: unpack it, or give it by itself"
            self._settle(one.relative, FileStatus.REFUSED, reason)
            return
        try:
            with opened_archive(one) as archive:
                if archive.sort:
                    self._bystanders.add_other(self._next(), one.relative, archive.sort)
                else:
                    self._look_into(archive, depth + 1)
        except FilmError as error:
            self._settle(one.relative, status_of(error), str(error))

    def _look_into(self, archive: Archive, depth: int) -> None:
        self._total += len(archive.entries) - 1
        top = archive.found.place
        places = [top / entry.inner for entry in archive.entries]
        self.discs |= {place.parent for place in places if media.is_index_name(place.name)}
        for entry in archive.entries:
            try:
                self._look_at_entry(archive, entry, depth)
            except FilmError as error:
                self._settle(archive.named(entry, top).relative, status_of(error), str(error))

    def _look_at_entry(self, archive: Archive, entry: Entry, depth: int) -> None:
        head = archive.head(entry)
        if sniff_bytes(head) is None and not media.is_zip(head) and head:
            self._bystanders.add_other(self._next(), archive.named(entry, Path()).relative, media.sort_of(head))
            return
        one = archive.named(entry, archive.extract(entry, self._scratch))
        known = len(self._films)
        try:
            self.look(one, depth)
        finally:
            if len(self._films) == known or self._films[-1][1].found is not one:
                one.path.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Whether it is there and no file: a pipe would be waited for for ever."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def status_of(error: FilmError) -> FileStatus:
    """Status of a file that cannot be measured, by the kind of its error."""
    if isinstance(error, NotAFilm):
        return FileStatus.SKIPPED
    return FileStatus.REFUSED if isinstance(error, UnsupportedFilm) else FileStatus.UNREADABLE


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(media.HEAD)
    except OSError:
        return b""
