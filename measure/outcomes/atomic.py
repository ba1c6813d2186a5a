"""A file that appears whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Place to write to; it takes the name of the file only when all went well.

    Parameters
    ----------
    path : path
        The file. One that is there stays as it is if the writing fails.

    Yields
    ------
    Path
        A place beside it, so that the change of name is one step.
    """
    target = Path(path)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
