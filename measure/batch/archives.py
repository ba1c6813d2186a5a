"""Zip archives as folders: what lies in them, within limits that keep a trap from filling the disk."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from measure.batch.discover import Found
from measure.batch.media import HEAD
from measure.batch.scratch import Scratch
from measure.errors import FilmError, NotAFilm, UnreadableFilm, UnsupportedFilm

LARGEST_ENTRY = 4 << 30
"""Bytes of one unpacked file: forty times the largest stitched film."""
LARGEST_TOTAL = 64 << 30
"""Bytes of all unpacked files of one archive."""
MOST_ENTRIES = 200_000
SUSPICIOUS = 100_000_000, 200
"""A file that unpacks to more bytes than the first, and to more than the second times its packed size, is a trap."""
KEEP_FREE = 256 << 20
"""Bytes that stay free on the disk of the temporary folder."""

_ENCRYPTED = 0x1
# Not the manifest: Java tools put one into any archive, also into one of films.
_CODE = (".class", ".dex")
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
# What zipfile and its codecs raise for damage.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, struct.error, IndexError)


@dataclass(slots=True)
class Entry:
    """One file in an archive.

    Attributes
    ----------
    inner : str
        Path in the archive, made safe to write into a table: no ``..``, no drive.
    info : ZipInfo
        What the archive says of it.
    """

    inner: str
    info: zipfile.ZipInfo


@dataclass(slots=True)
class Archive:
    """An opened zip archive.

    Attributes
    ----------
    found : Found
        The archive itself.
    zip : ZipFile
    entries : list of Entry
        Files in it, sorted, hidden ones left out.
    """

    found: Found
    zip: zipfile.ZipFile
    entries: list[Entry] = field(default_factory=list)

    @property
    def sort(self) -> str | None:
        """What it is where it is no archive of files: a program or an office document."""
        names = self.zip.namelist()
        if any(name.endswith(_CODE) for name in names):
            return "program"
        return "office document" if _OFFICE.intersection(names) else None

    def named(self, entry: Entry, path: Path) -> Found:
        """File of an entry, named as if the archive were a folder."""
        info, place = entry.info, self.found.place
        stamp = (info.CRC, info.file_size, *info.date_time)
        return Found(path, f"{self.found.relative}/{entry.inner}", place / entry.inner, stamp)

    def head(self, entry: Entry) -> bytes:
        """First bytes of an entry.

        Raises
        ------
        UnsupportedFilm
            If it is encrypted, or beyond a limit.
        UnreadableFilm
            If it is damaged.
        """
        _check(entry.info)
        with _damage_named(), self.zip.open(entry.info) as file:
            return file.read(HEAD)

    def extract(self, entry: Entry, scratch: Scratch) -> Path:
        """Unpack an entry to a file whose name is ours and not the archive's.

        Raises
        ------
        FilmError
            As ``head``, and where the disk has no room.
        """
        path = scratch.new()
        if entry.info.file_size + KEEP_FREE > scratch.free:
            size = _size(entry.info.file_size)
            raise UnsupportedFilm(f"zip: a file of {size}, and no room for it in the temporary folder (TMPDIR)")
        try:
            with _damage_named(), self.zip.open(entry.info) as packed, path.open("wb") as file:
                while chunk := packed.read(1 << 20):
                    file.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path


@contextmanager
def opened_archive(found: Found) -> Iterator[Archive]:
    """Open a zip archive.

    Parameters
    ----------
    found : Found
        The archive.

    Yields
    ------
    Archive

    Raises
    ------
    UnreadableFilm
        If it is damaged.
    UnsupportedFilm
        If it is encrypted as a whole, or beyond a limit.
    NotAFilm
        If there is nothing in it.
    """
    with _damage_named():
        archive = zipfile.ZipFile(found.path)
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _check_all(infos)
        entries = _entries(infos)
        if not entries:
            raise NotAFilm("not a film: an archive without files in it")
        yield Archive(found, archive, entries)


def _check_all(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_ENTRIES:
        raise UnsupportedFilm(f"zip: expected at most {MOST_ENTRIES} files in it, got {len(infos)}")
    total = sum(info.file_size for info in infos)
    if total > LARGEST_TOTAL:
        raise UnsupportedFilm(f"zip: expected at most {_size(LARGEST_TOTAL)} unpacked, got {_size(total)}")
    if infos and all(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnsupportedFilm("encrypted: expected a zip without a password")


def _check(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise UnsupportedFilm("encrypted: expected a zip without a password")
    if info.file_size > LARGEST_ENTRY:
        raise UnsupportedFilm(
            f"zip: expected a file of at most {_size(LARGEST_ENTRY)} unpacked, got {_size(info.file_size)}"
        )
    large, ratio = SUSPICIOUS
    if info.file_size > large and info.file_size > ratio * max(info.compress_size, 1):
        times = info.file_size // max(info.compress_size, 1)
        raise UnsupportedFilm(f"zip: expected a file packed at most {ratio} times, got {times} times: a trap")


@contextmanager
def _damage_named() -> Iterator[None]:
    """Errors of the unpacking as ours, without the words of the archive, which hold names."""
    try:
        yield
    except FilmError:
        raise
    except NotImplementedError:
        raise UnsupportedFilm("zip: packed in a way that is not read here: unpack it, or zip it anew") from None
    except UnicodeDecodeError:
        raise UnreadableFilm("zip: a file name in it is in no known letters: unpack it, or zip it anew") from None
    except _DAMAGE as error:
        raise UnreadableFilm(f"zip: the archive is damaged or cut short ({type(error).__name__})") from None
    except OSError as error:
        raise UnreadableFilm(f"zip: cannot be unpacked ({error.strerror or type(error).__name__})") from None
    except RuntimeError:  # zipfile's word for a password
        raise UnsupportedFilm("encrypted: expected a zip without a password") from None


def _entries(infos: list[zipfile.ZipInfo]) -> list[Entry]:
    """Entries by name; hidden ones left out, as on a disk, and two of one name told apart."""
    named = [Entry(_safe(info), info) for info in infos]
    visible = [entry for entry in named if not _hidden(entry.inner)]
    seen: set[str] = set()
    for entry in visible:
        name, number = entry.inner, 1
        while entry.inner in seen:
            number += 1
            entry.inner = f"{name} ({number})"
        seen.add(entry.inner)
    return sorted(visible, key=lambda entry: entry.inner)


def _hidden(inner: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in inner.split("/"))


def _safe(info: zipfile.ZipInfo) -> str:
    """Name as a relative path; where nobody said in which letters, UTF-8 is tried before those of DOS."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [part for part in parts if part not in ("/", "//", "..", ".") and not part.endswith(":")]
    return "/".join(kept) or "file without a name"


def _size(count: int) -> str:
    """Bytes in words.

    Examples
    --------
    >>> _size(4 << 30), _size(5_500_000)
    ('4 GiB', '5.2 MiB')
    """
    unit, name = (1 << 30, "GiB") if count >= 1 << 30 else (1 << 20, "MiB")
    return f"{count / unit:.1f} {name}".replace(".0 ", " ")
