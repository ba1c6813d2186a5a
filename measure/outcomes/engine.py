"""Engines for the store: SQLite in a file, PostgreSQL by URL; one way to open and to write."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from measure.errors import StoreError
from measure.outcomes.network import MOUNTS, network_filesystem
from measure.outcomes.store_errors import in_plain_words

_MAGIC = b"SQLite format 3\x00"
# Any number will do that no other program locks on the same server.
_ADVISORY_LOCK = 0x6D656173


def make_engine(url_or_path: str | os.PathLike[str], timeout_s: float) -> sa.Engine:
    """Engine for a path (SQLite) or a database URL.

    Parameters
    ----------
    url_or_path : str or path
        ``outcomes.sqlite``, ``sqlite:///...`` or ``postgresql+psycopg://...``.
    timeout_s : float
        How long to wait for another writer.

    Returns
    -------
    Engine
        Not yet connected.

    Raises
    ------
    StoreError
        If it cannot be a store: a folder, another sort of file, a network share.
    """
    try:
        url = _url(url_or_path)
        if url.get_backend_name() == "sqlite":
            return _sqlite(url, timeout_s)
        return sa.create_engine(url)
    except sa.exc.ArgumentError:
        raise StoreError("store: expected a path or a database URL such as postgresql+psycopg://host/name") from None
    except ModuleNotFoundError as error:
        raise StoreError(
            f"store: the driver {error.name!r} is not installed; run: pip install 'radiograph-measure[postgres]'"
        ) from None


def _url(url_or_path: str | os.PathLike[str]) -> sa.URL:
    text = os.fspath(url_or_path)
    return sa.make_url(text) if "://" in text else sa.URL.create("sqlite", database=text)


def _sqlite(url: sa.URL, timeout_s: float) -> sa.Engine:
    check_file(url.database or "")
    engine = sa.create_engine(url, connect_args={"timeout": timeout_s})

    @sa.event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        _set_up(connection, timeout_s)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A write takes its lock at once: one that reads first and writes later can be refused.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def check_file(database: str, mounts: Path = MOUNTS) -> None:
    """Refuse what cannot be a store, before SQLite opens it and perhaps makes a file.

    Parameters
    ----------
    database : str
        Path, or an SQLite URI.
    mounts : Path, optional
        The kernel's table of mounts.

    Raises
    ------
    StoreError
        If it is no file, not a database, or lies on a network share.
    """
    if database in ("", ":memory:"):
        raise StoreError("store: expected a file; a store in memory would be gone with the program")
    if database.startswith("file:"):
        return  # an SQLite URI: who writes one knows
    path = Path(database)
    if path.is_dir():
        raise StoreError("store: expected a file, got a folder")
    if not path.parent.is_dir():
        raise StoreError("store: its folder does not exist; make the folder first")
    share = network_filesystem(path, mounts)
    if share is not None:
        raise StoreError(
            f"store: expected a local disk, got a network share ({share}); SQLite loses data there."
            " Put the store on a local disk, or use PostgreSQL: --store postgresql+psycopg://host/name"
        )
    try:
        if path.exists() and path.stat().st_size:
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise StoreError("store: expected an SQLite database, got a file of another sort")
    except OSError as error:
        raise StoreError(f"store: its file cannot be read ({error.strerror})") from None


def _set_up(connection: Any, timeout_s: float) -> None:
    """Set the switches of a new SQLite connection."""
    connection.execute(f"PRAGMA busy_timeout = {int(timeout_s * 1000)}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    deadline = time.monotonic() + timeout_s
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except Exception as error:
            # The switch to WAL does not wait for others as everything else does.
            if "readonly" in str(error):
                return
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Connection in a transaction that reads; errors come in plain words."""
    with in_plain_words(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Connection in a transaction that no other writer of ours runs beside."""
    with in_plain_words(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        yield connection
