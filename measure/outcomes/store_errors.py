"""What databases say when they refuse, in plain words with a remedy."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from measure.errors import StoreError

# Part of what the engine says, and what we say. The first that fits.
_WORDS = (
    ("append-only", "it is append-only: add a new revision instead"),
    ("locked", "another program is writing to it and did not finish in time; try again, or close that program"),
    ("readonly", "it is read-only; check who may write the file and its folder"),
    ("read-only", "it is read-only; check who may write to it"),
    ("unable to open", "its file cannot be opened; check that the folder is there and may be written"),
    ("not a database", "its file is damaged or of another sort; restore a backup"),
    ("malformed", "its file is damaged; restore a backup, or try the .recover command of sqlite3"),
    ("disk i/o", "the disk failed to read or write it; check the disk, then restore a backup"),
    ("full", "the disk is full"),
    ("password", "the database server refused the user or the password"),
    ("connection", "the database server cannot be reached"),
    ("permission denied", "the database user may not do this"),
)


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn errors of the database into StoreError.

    The engine's own text is left out: it can quote the values of a row and the path.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(f"store: {_say(error)}") from None


def _say(error: SQLAlchemyError) -> str:
    said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for part, words in _WORDS:
        if part in said:
            return words
    kind = type(error.orig if isinstance(error, DBAPIError) and error.orig else error).__name__
    return f"the database refused the request ({kind})"
