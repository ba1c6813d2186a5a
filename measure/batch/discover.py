"""Every file below the inputs, once, in an order that does not depend on the file system."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from measure.errors import BatchError


@dataclass(frozen=True, slots=True)
class Found:
    """One file.

    Attributes
    ----------
    path : Path
        Where it is.
    relative : str
        Path relative to its input, with the input's own name in front where there are
        several, and more of the path where two files would have the same; stands in the
        local tables only.
    inside : Path or None
        Where it is in an archive, as if the archive were a folder; None outside of one.
    stamp : tuple of int
        What the archive says of it (checksum, size, time); unpacked, a file has another time at every run.
    """

    path: Path
    relative: str
    inside: Path | None = None
    stamp: tuple[int, ...] = ()

    @property
    def place(self) -> Path:
        """Where a person finds it."""
        return self.inside or self.path

    @property
    def real(self) -> Path:
        """Where the file lies, links followed; a link that leads in a circle stays as it is."""
        return Path(os.path.realpath(self.path))


def discover(inputs: Sequence[Path], leave_out: Path) -> list[Found]:
    """List the files to look at.

    Parameters
    ----------
    inputs : sequence of Path
        Files and folders; folders are walked to the bottom, links to folders are not followed.
    leave_out : Path
        Folder of the results: never read back in.

    Returns
    -------
    list of Found
        Sorted by path, each file once, hidden files left out. A folder that cannot be listed
        stands for the files in it.

    Raises
    ------
    BatchError
        If an input does not exist, or is the folder of the results.
    """
    several = len(inputs) > 1
    found: dict[Path, Found] = {}
    results = Path(os.path.realpath(leave_out))
    for given in inputs:
        if not given.exists():
            raise BatchError(f"input {given}: expected a file or a folder, there is nothing")
        if Path(os.path.realpath(given)) == results:
            raise BatchError(f"results folder {leave_out}: expected a folder of its own, it is also an input")
        for path in sorted(_walk(given, results)):
            relative = path.relative_to(given) if given.is_dir() else Path(path.name)
            if several and given.is_dir():
                relative = Path(given.resolve().name) / relative
            one = Found(path, _speakable(relative.as_posix()))
            found.setdefault(one.real, one)
    return _told_apart(list(found.values()))


def _speakable(relative: str) -> str:
    """File name as text that can be written, and typed into a table: bytes that are no UTF-8 become %FF."""
    return "".join(f"%{ord(sign) - 0xDC00:02X}" if "\udc80" <= sign <= "\udcff" else sign for sign in relative)


def _told_apart(found: list[Found]) -> list[Found]:
    """As much more of the path as it takes: the relative path is a file's name in every table."""
    while True:
        count = Counter(one.relative for one in found)
        if max(count.values(), default=1) == 1:
            return found
        longer = [replace(one, relative=_longer(one)) if count[one.relative] > 1 else one for one in found]
        if longer == found:
            name = next(name for name, times in count.items() if times > 1)
            raise BatchError(f"inputs: expected another name for each file, got {name} twice; rename one of them")
        found = longer


def _longer(one: Found) -> str:
    whole = one.path.parent.resolve() / one.path.name
    return _speakable(Path(*whole.parts[-len(Path(one.relative).parts) - 1 :]).as_posix())


def _walk(given: Path, leave_out: Path) -> Iterator[Path]:
    if not given.is_dir():
        yield given
        return
    shut: list[Path] = []
    for folder, folders, files in os.walk(given, onerror=lambda error: shut.append(Path(error.filename))):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != leave_out)
        yield from (here / name for name in sorted(files) if not name.startswith("."))
    yield from shut
