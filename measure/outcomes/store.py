"""The store: outcome rows in a database, append-only, safe for several writers at once."""

import datetime as dt
import os
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from pydantic import ValidationError

from measure.errors import KeyMismatch, StoreError
from measure.outcomes import migrate
from measure.outcomes.append import AddResult, Known, add_decisions, add_records, known_rows, storable
from measure.outcomes.engine import make_engine, reading, writing
from measure.outcomes.problems import in_words
from measure.outcomes.query import select_rows, select_subjects, select_subjects_of, source
from measure.outcomes.record import Plain, from_record
from measure.outcomes.schema import MeasurementRow, Row
from measure.outcomes.tables import info
from measure.outcomes.withdraw import changed_readings, stale_uids, withdrawn

R = TypeVar("R", bound=Row)

DEFAULT_REASON = "read again from a changed source"
_KEY = "key_id"
# Rows per transaction: others get their turn in between, and a crash loses no more than this.
_CHUNK = 500


class Store:
    """An open store. Use ``Store.open``; works as a context manager.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with Store.open(Path(folder, "outcomes.sqlite")) as store:
    ...         store.add([], batch="first"), list(store.rows())
    (AddResult(inserted=0, unchanged=0, revised=0), [])
    """

    def __init__(self, engine: sa.Engine, key_id: str | None) -> None:
        self._own_engine = engine
        self._key_id = key_id
        self._process = os.getpid()
        weakref.finalize(self, engine.dispose)

    @property
    def _engine(self) -> sa.Engine:
        """The engine; a forked worker must not use the connections of its parent."""
        if self._process != os.getpid():
            self._own_engine.dispose(close=False)
            self._process = os.getpid()
        return self._own_engine

    @classmethod
    def open(
        cls, url_or_path: str | os.PathLike[str], key_id: str | None = None, *, timeout_s: float = 30.0
    ) -> "Store":
        """Open a store; make it or bring it to the newest version where needed.

        Parameters
        ----------
        url_or_path : str or path
            A file (SQLite) or a database URL (PostgreSQL).
        key_id : str or None, optional
            Id of the pseudonym key in use. A store without one records it; None = do not ask.
        timeout_s : float, optional
            How long to wait while another program writes.

        Returns
        -------
        Store
            Ready.

        Raises
        ------
        KeyMismatch
            If the pseudonyms in the store were made with another key.
        StoreError
            If it cannot be opened, is no store, or lies on a network share.
        """
        store = cls(make_engine(url_or_path, timeout_s), None)
        try:
            store._bring_up()
            store._agree_on_key(key_id)
        except BaseException:
            store.close()
            raise
        return store

    def _bring_up(self) -> None:
        """Make the tables, or bring them to the newest version."""
        with reading(self._engine) as connection:
            found = migrate.version(connection)
        if found != migrate.HEAD:
            with writing(self._engine) as connection:
                if migrate.version(connection) != migrate.HEAD:  # another process may have been faster
                    migrate.upgrade(connection)

    @property
    def key_id(self) -> str | None:
        """Id of the key that the pseudonyms were made with; None where there are none yet."""
        return self._key_id

    def _agree_on_key(self, key_id: str | None) -> None:
        with reading(self._engine) as connection:
            self._key_id = _recorded_key(connection)
        if key_id is not None and self._key_id is None:
            with writing(self._engine) as connection:
                self._key_id = _recorded_key(connection)
                if self._key_id is None:
                    connection.execute(sa.insert(info).values(name=_KEY, value=key_id))
                    self._key_id = key_id
        if key_id is not None and key_id != self._key_id:
            raise KeyMismatch(
                f"store: its pseudonyms were made with key {self._key_id}, but key {key_id} is in use;"
                " import the key it was made with, or name its file with MEASURE_KEY_FILE"
            )

    def add(
        self,
        rows: Iterable[Row],
        *,
        batch: str,
        recorded_at: str | None = None,
        change_reason: str = DEFAULT_REASON,
    ) -> AddResult:
        """Add rows; what the store already has is left alone.

        A row whose identity is known with another content becomes a new revision. Rows of
        several types may come together. Several processes may add at once.

        Parameters
        ----------
        rows : iterable of Row
            Revisions in them are ignored: the store counts them.
        batch : str
            Name of the run or the import.
        recorded_at : str or None, optional
            ISO 8601 time; None = now.
        change_reason : str, optional
            Why known rows may have changed.

        Returns
        -------
        AddResult
            How many were inserted, unchanged and revised.

        Raises
        ------
        KeyMismatch
            If a row has a pseudonym made with another key than the store's.
        StoreError
            If the store cannot be written.
        """
        result = AddResult()
        for by_type in self._chunks(rows, batch, recorded_at):
            with writing(self._engine) as connection:
                for row_type, records in by_type.items():
                    result += add_records(connection, row_type, records, change_reason)
        return result

    def decide(self, rows: Iterable[Row], *, batch: str, recorded_at: str | None = None) -> set[str]:
        """Add decisions of a reader, made by ``decision.decided``, each on another row.

        A decided row stays decided: its draft, added again as it was, is nothing new.

        Parameters
        ----------
        rows : iterable of Row
            Each the next revision of a row, and says which one it replaces.
        batch, recorded_at
            As in ``add``.

        Returns
        -------
        set of str
            UIDs of rows that have moved on meanwhile: nothing was written for them.

        Raises
        ------
        StoreError
            If the store cannot be written.
        """
        moved: set[str] = set()
        for by_type in self._chunks(rows, batch, recorded_at):
            with writing(self._engine) as connection:
                for row_type, records in by_type.items():
                    moved |= add_decisions(connection, row_type, records)
        return moved

    def _chunks(
        self, rows: Iterable[Row], batch: str, recorded_at: str | None
    ) -> Iterator[dict[type[Row], list[dict[str, Plain]]]]:
        """Records to write in one transaction each, by type."""
        stamp = {"batch": batch, "recorded_at": recorded_at or dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
        waiting = iter(rows)
        while chunk := list(islice(waiting, _CHUNK)):
            self._check_subjects(chunk)
            by_type: dict[type[Row], list[dict[str, Plain]]] = {}
            for row in chunk:
                by_type.setdefault(type(row), []).append(storable(row, stamp))
            yield by_type

    def changed(self, film_key: str, measures: Collection[str], rows: Sequence[MeasurementRow]) -> frozenset[str]:
        """UIDs of the readings of a film that say something else than before; see ``withdraw.changed_readings``."""
        with reading(self._engine) as connection:
            return changed_readings(connection, film_key, measures, rows)

    def withdraw(
        self,
        film_key: str,
        readings: Collection[str],
        measures: Collection[str] | None,
        kept: Collection[str],
        *,
        batch: str,
    ) -> int:
        """Withdraw what the readings of a film gave once and give no longer.

        A vertebra that was renumbered or taken out of a corrected table has rows under its
        old name; without a new revision they would be counted for ever.

        Parameters
        ----------
        film_key : str
            The film.
        readings : collection of str
            UIDs of the readings that were measured again.
        measures : collection of str or None
            Measures that were asked for; rows of others are left alone. None = all measures of
            films: where the marks are others now, what was read from the old ones holds no more.
        kept : collection of str
            UIDs of the rows that the readings give now.
        batch : str
            Name of the run.

        Returns
        -------
        int
            How many rows were withdrawn; nothing is deleted.
        """
        with reading(self._engine) as connection:
            stale = stale_uids(connection, film_key, readings, measures, kept)
        if not stale:
            return 0
        rows = [withdrawn(row) for row in self.rows(MeasurementRow, measurement_uid=stale)]
        return self.add(rows, batch=batch, change_reason="withdrawn: its reading no longer gives it").revised

    def _check_subjects(self, rows: Iterable[Row]) -> None:
        for subject in {subject for row in rows if (subject := getattr(row, "subject", None))}:
            key_id = subject[1:].partition(":")[0]
            if key_id != self._key_id:
                self._agree_on_key(key_id)

    def rows(
        self,
        row_type: type[R] = MeasurementRow,  # type: ignore[assignment]
        *,
        current: bool = True,
        **filters: Any,
    ) -> Iterator[R]:
        """Rows of one type, in an order that does not depend on when they were added.

        Parameters
        ----------
        row_type : type, optional
            Which rows.
        current : bool, optional
            Only the newest revision of each; False = all revisions.
        **filters
            Column = value, a collection of values, or None for an empty cell.

        Returns
        -------
        iterator of Row
            One by one; the store is not read into memory.

        Raises
        ------
        StoreError
            If a filter names no column, or the store cannot be read.
        """
        return self._stream(row_type, select_rows(row_type, current, filters))

    def _stream(self, row_type: type[R], query: sa.Select[Any]) -> Iterator[R]:
        streaming = {"yield_per": _CHUNK}
        # The result is closed too, also when the caller stops half-way: a server keeps its cursor else.
        with reading(self._engine) as connection, connection.execute(query, execution_options=streaming) as result:
            for record in result.mappings():
                try:
                    row = from_record(row_type, dict(record))
                except ValidationError as error:
                    raise StoreError(f"store: a {row_type.table} row breaks the schema: {in_words(error)}") from None
                yield row

    def holds(self, hashes: Mapping[str, str], row_type: type[Row] = MeasurementRow) -> bool:
        """Whether the store has each of these rows with this content.

        Parameters
        ----------
        hashes : mapping of str to str
            UID to content hash.
        row_type : type, optional
            Which rows.

        Returns
        -------
        bool
            A draft that a reader has decided on since counts as held.
        """
        waiting = iter(hashes)
        with reading(self._engine) as connection:
            while chunk := list(islice(waiting, _CHUNK)):
                known = known_rows(connection, row_type, chunk)
                if not all(known.get(uid, Known()).holds(hashes[uid]) for uid in chunk):
                    return False
        return True

    def subjects(self) -> list[str]:
        """Pseudonyms of all subjects that the store has measurements of, in order."""
        with reading(self._engine) as connection:
            return sorted(connection.execute(select_subjects()).scalars())

    def subjects_of(self, film_keys: Iterable[str]) -> list[str]:
        """Pseudonyms of all subjects that these films were ever said to be of, in order."""
        waiting, found = iter(film_keys), set[str]()
        with reading(self._engine) as connection:
            while chunk := list(islice(waiting, _CHUNK)):
                found.update(connection.execute(select_subjects_of(chunk)).scalars())
        return sorted(found)

    def count(self, row_type: type[Row] = MeasurementRow, *, current: bool = True) -> int:
        """How many rows of one type there are."""
        counting = sa.select(sa.func.count()).select_from(source(row_type, current))
        with reading(self._engine) as connection:
            return int(connection.execute(counting).scalar_one())

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _recorded_key(connection: sa.Connection) -> str | None:
    found: str | None = connection.execute(sa.select(info.c.value).where(info.c.name == _KEY)).scalar()
    return found


__all__ = ["DEFAULT_REASON", "AddResult", "Store"]
