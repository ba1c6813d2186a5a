"""The store as an import sees it: what it has of these rows already, and what may replace it."""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from measure.errors import StoreError
from measure.model import Status
from measure.outcomes.append import AddResult, known_rows
from measure.outcomes.compare import compare
from measure.outcomes.engine import make_engine, reading, writing
from measure.outcomes.importing.entry import Entry
from measure.outcomes.importing.films import film_target, other_owner, owners
from measure.outcomes.importing.line import Line
from measure.outcomes.importing.whole import insert_whole, revision_of, revisions
from measure.outcomes.record import content_hash
from measure.outcomes.schema import MeasurementRow, Row
from measure.outcomes.store import Store

OTHER_VALUE = "imported again with another value"
OTHER_WORDS = "imported again; the same value, described otherwise"
_TIMEOUT_S = 30.0


class Shelf:
    """An open store that an import puts its rows on.

    Parameters
    ----------
    url : str or path
        The store.
    whole : bool
        Whether the rows were exported and go in as they are.
    dry_run : bool
        Whether nothing is written; a store that is not there is not made then.
    """

    def __init__(self, url: str | os.PathLike[str], *, whole: bool, dry_run: bool) -> None:
        self._url, self._whole, self._dry_run = url, whole, dry_run
        now = dt.datetime.now(dt.UTC)
        self._stamp = {"batch": now.strftime("%Y%m%dT%H%M%SZ"), "recorded_at": now.isoformat(timespec="seconds")}
        in_file = "://" not in os.fspath(url)
        absent = in_file and not Path(url).exists()
        if absent and not dry_run:
            _make_folder(Path(url).parent)
        self._store = None if dry_run and absent else Store.open(url)
        self._engine = None if self._store is None else make_engine(url, _TIMEOUT_S)
        # Of the chunk that was weighed last: rows that are there as they are, and those that differ.
        self._same: set[Row] = set()
        self._other: dict[str, Row] = {}
        # Whether a row that the store had was of a treated structure and is not any more, or the other way round.
        self._treated_anew = False

    @property
    def key_id(self) -> str | None:
        """Id of the key that the pseudonyms in the store were made with."""
        return self._store.key_id if self._store else None

    def weigh(self, lines: Sequence[Line]) -> None:
        """Note in each line why the store keeps what it has."""
        self._same, self._other = set(), {}
        if self._store is None or self._engine is None:
            return
        sound = [line for line in lines if not line.problems]
        by_type: dict[type[Row], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for line in sound:
            for row in line.rows:
                by_type[type(row)][row.uid].append(row)
        with reading(self._engine) as connection:
            for row_type, rows in by_type.items():
                (self._find_whole if self._whole else self._find)(connection, self._store, row_type, rows)
            films = {film for line in sound for row in line.rows if (film := getattr(row, "film_key", None))}
            known = owners(connection, films, current=not self._whole)
        for line in sound:
            for entry, row in zip(line.entries, line.rows, strict=True):
                if row not in self._same and (wrong := other_owner(row, known)):
                    entry.fail(film_target(entry), wrong)
                elif row.uid in self._other and row not in self._same and (why := self._kept(line, row)):
                    entry.fail(self._column(entry), why)
            line.settle()

    def _column(self, entry: Entry) -> str:
        return "revision" if self._whole else ("value" if "value" in entry.cells else "kind")

    def _find(
        self, connection: sa.Connection, store: Store, row_type: type[Row], rows: Mapping[str, list[Row]]
    ) -> None:
        """Tell rows that the store has as they are, or that were decided on, from those that it has otherwise."""
        other = []
        for uid, known in known_rows(connection, row_type, list(rows)).items():
            (row,) = rows[str(uid)]
            if known.holds(content_hash(row)):
                self._same.add(row)
            else:
                other.append(row.uid)
        if other:
            filters: dict[str, Any] = {row_type.uid_column: other}
            self._other |= {stored.uid: stored for stored in store.rows(row_type, **filters)}

    def _find_whole(
        self, connection: sa.Connection, _: Store, row_type: type[Row], rows: Mapping[str, list[Row]]
    ) -> None:
        """Tell revisions that the store has as they are from those that it has otherwise."""
        for uid, known in revisions(connection, row_type, list(rows)).items():
            for row in rows[uid]:
                content = known.get(revision_of(row))
                if content == content_hash(row):
                    self._same.add(row)
                elif content is not None:
                    self._other[uid] = row

    def _kept(self, line: Line, row: Row) -> str | None:
        """Why the store keeps its row; None where the new one may replace it, or says nothing new."""
        if self._whole:
            return f"expected revision {revision_of(row)} of this row as the store has it, got another content"
        stored = self._other[row.uid]
        confirmed = getattr(stored, "status", None) is Status.CONFIRMED
        if confirmed or _from_marks(stored):
            if _says(stored) == _says(row):
                self._same.add(row)
                return None
            how = "confirmed by a person" if confirmed else "measured from marks on the film"
            return (
                f"expected the value that the store has, which was {how}, got another; an import does not replace it:"
                " state another observer or read_number to have both"
            )
        if line.bears_problem:
            return "expected what the store has, got another value; to replace it, empty the cell in the column problem"
        return None

    def put(self, lines: Iterable[Line], key_id: str | None) -> AddResult:
        """Add the rows of the lines without problems.

        Parameters
        ----------
        lines : iterable of Line
            Those that were weighed last.
        key_id : str or None
            Key of their pseudonyms.
        """
        rows = [row for line in lines if not line.problems for row in line.rows]
        fresh = [row for row in rows if row not in self._same]
        result = AddResult(unchanged=len(rows) - len(fresh))
        changed = [row for row in fresh if row.uid in self._other]
        if self._dry_run or self._store is None:
            return result + AddResult(inserted=len(fresh) - len(changed), revised=len(changed))
        if self._whole:
            return result + self._put_whole(fresh, key_id)
        self._treated_anew |= any(_is_treated(row) != _is_treated(self._other[row.uid]) for row in changed)
        said = {row.uid for row in changed if _says(row) == _says(self._other[row.uid])}
        for reason, group in (
            (OTHER_VALUE, [row for row in fresh if row.uid not in said]),
            (OTHER_WORDS, [row for row in changed if row.uid in said]),
        ):
            result += self._store.add(group, **self._stamp, change_reason=reason)
        return result

    def compare(self, subjects: Collection[str]) -> int:
        """Measure what changed in these subjects, now that they have new rows; how many rows there are about it."""
        if self._store is None or self._whole or not subjects:
            return 0
        found = compare(self._store, subjects, None, self._stamp["batch"])[2]
        if self._treated_anew:  # what a level has that is no longer a treated one was not asked for by name
            found = compare(self._store, subjects, "default", self._stamp["batch"])[2]
        return len(found)

    def _put_whole(self, rows: list[Row], key_id: str | None) -> AddResult:
        assert self._engine is not None
        if key_id is not None and self.key_id is None:
            with Store.open(self._url, key_id):  # the store records the key of its first pseudonym
                pass
        with writing(self._engine) as connection:
            return insert_whole(connection, rows, self._stamp)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._store is not None:
            self._store.close()
        if self._engine is not None:
            self._engine.dispose()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"store: its folder cannot be made ({error.strerror})") from None


def _from_marks(row: Row) -> bool:
    """Whether a value was measured on a film here, rather than typed into a table."""
    return isinstance(row, MeasurementRow) and (row.trace != "[]" or row.source_format != "csv")


def _is_treated(row: Row) -> bool:
    return '"treated_level"' in str(getattr(row, "details", ""))


def _says(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name, None) for name in ("value", "unit", "reason", "day", "kind"))
