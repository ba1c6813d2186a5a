"""The journal: one line per finished film, so that a killed run goes on where it was."""

import json
import os
from pathlib import Path
from typing import IO

from measure.batch.outcome import Outcome
from measure.errors import BatchError

NAME = "journal.jsonl"


class Journal:
    """Append-only file of finished films; ``done`` holds the newest line of each by its fingerprint.

    A line is written, and forced to the disk, only after the rows of its film are in the
    store. A film without a line is measured again; the store then finds its rows there
    already and adds nothing. Local: it names paths.

    Parameters
    ----------
    folder : Path
        Folder of the results.

    Raises
    ------
    BatchError
        If another run is writing to the same folder, or nothing can be written there.
    """

    def __init__(self, folder: Path) -> None:
        self._file = _open(folder)
        _lock(self._file, folder)
        self.done: dict[str, Outcome] = {}
        self._of_film: dict[str, str] = {}
        self._load()

    def _load(self) -> None:
        """Read the finished films; a line torn by a kill is cut off."""
        self._file.seek(0)
        whole = 0
        for line in self._file:
            try:
                if not line.endswith(b"\n"):
                    break
                entry = json.loads(line)
                self._note(entry["fingerprint"], Outcome.from_record(entry["outcome"]))
            except (ValueError, KeyError, TypeError):
                break
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)

    def _note(self, fingerprint: str, outcome: Outcome) -> None:
        """Keep the newest line of a film alone: an older one, come true again, would bring back old rows."""
        before = self._of_film.get(outcome.film_key)
        if before is not None:
            self.done.pop(before, None)
        self._of_film[outcome.film_key] = fingerprint
        self.done[fingerprint] = outcome

    def add(self, fingerprint: str, outcome: Outcome) -> None:
        """Note that a film is finished."""
        line = json.dumps({"fingerprint": fingerprint, "outcome": outcome.record()}, ensure_ascii=False)
        self._file.write(line.encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._note(fingerprint, outcome)

    def close(self) -> None:
        """Give the folder free for another run."""
        self._file.close()

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _open(folder: Path) -> IO[bytes]:
    try:
        return (folder / NAME).open("a+b")
    except OSError as error:
        raise BatchError(f"results folder {folder}: {NAME} cannot be written: {error.strerror}") from None


def _lock(file: IO[bytes], folder: Path) -> None:
    """Hold the folder; the system lets go of it also when the process is killed."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: two runs at once are then the user's care
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise BatchError(
            f"results folder {folder}: another run is writing to it; wait for it or choose another"
        ) from None
