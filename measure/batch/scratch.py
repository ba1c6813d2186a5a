"""A private folder for films that come out of archives: gone at the end of the run, however it ends."""

import contextlib
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import IO

from measure.errors import BatchError

PREFIX = "measure-films-"
_LOCK = "lock"


class Scratch:
    """Folder that only its user can open, made when the first file is asked for.

    It goes when it is closed, when it is forgotten, at the end of the program. A run that was
    killed leaves it behind; the next one that needs a folder takes it away, for it may hold
    films of patients.

    Examples
    --------
    >>> with Scratch() as scratch:
    ...     path = scratch.new()
    ...     _ = path.write_bytes(b"a film")
    >>> path.parent.exists()
    False
    """

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._count = 0
        self._end: weakref.finalize[[Path, IO[bytes] | None], Scratch] | None = None

    def new(self) -> Path:
        """Path of a file that does not exist yet; its name says nothing.

        Raises
        ------
        BatchError
            If the folder cannot be made.
        """
        if self._folder is None:
            try:
                _sweep(Path(tempfile.gettempdir()))
                self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
                self._end = weakref.finalize(self, _remove, self._folder, _hold(self._folder))
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise BatchError(f"temporary folder for archives: cannot be made: {reason}; TMPDIR names one") from None
        self._count += 1
        return self._folder / f"{self._count:07}"

    @property
    def free(self) -> int:
        """Bytes that still fit on the disk of the folder."""
        try:
            return shutil.disk_usage(self._folder or tempfile.gettempdir()).free
        except OSError:
            return 0

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        if self._end is not None:
            self._end()
        self._folder = self._end = None

    def __enter__(self) -> "Scratch":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _remove(folder: Path, lock: IO[bytes] | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        lock.close()


def _hold(folder: Path) -> IO[bytes] | None:
    """Lock of the folder; the system lets go of it also when the process is killed."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: what a killed run leaves is then the user's care
        return None
    # Under its name only once it is held: another run must not find it free.
    lock = (folder / f"{_LOCK}.part").open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / f"{_LOCK}.part").rename(folder / _LOCK)
    return lock


def _sweep(place: Path) -> None:
    """Take away what killed runs of this user left."""
    try:
        import fcntl
    except ImportError:
        return
    for folder in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with (folder / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held by a run that lives: an OSError
                shutil.rmtree(folder, ignore_errors=True)
