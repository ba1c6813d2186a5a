"""Every file below the inputs, once, in an order that does not depend on the file system."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
        several; stands in the local tables only.
    """

    path: Path
    relative: str


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
        Sorted by path, each file once, hidden files left out.

    Raises
    ------
    BatchError
        If an input does not exist.
    """
    several = len(inputs) > 1
    found: dict[Path, Found] = {}
    for given in inputs:
        if not given.exists():
            raise BatchError(f"input {given}: expected a file or a folder, there is nothing")
        for path in sorted(_walk(given, leave_out.resolve())):
            relative = path.relative_to(given) if given.is_dir() else Path(path.name)
            if several and given.is_dir():
                relative = Path(given.resolve().name) / relative
            found.setdefault(path.resolve(), Found(path, relative.as_posix()))
    return list(found.values())


def _walk(given: Path, leave_out: Path) -> Iterator[Path]:
    if given.is_file():
        yield given
        return
    for folder, folders, files in os.walk(given):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != leave_out)
        yield from (here / name for name in sorted(files) if not name.startswith("."))
