import multiprocessing
from dataclasses import replace

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from measure.errors import StoreError
from measure.outcomes.append import storable
from measure.outcomes.migrate import HEAD
from measure.outcomes.rows import to_rows
from measure.outcomes.schema import ROW_TYPES, MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.tables import BOOKKEEPING, metadata


def engine_of(store_url):
    return sa.create_engine(store_url if "://" in store_url else f"sqlite:///{store_url}", poolclass=sa.NullPool)


@pytest.fixture
def engine(store_url):
    Store.open(store_url).close()
    return engine_of(store_url)


def test_the_newest_migration_is_the_one_the_store_expects():
    config = Config()
    config.set_main_option("script_location", "measure.outcomes:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_make_the_tables_of_the_row_types(engine):
    """Oracle: Alembic's own comparison. A changed row type needs a migration."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def guards(engine):
    """Views, and triggers by table."""
    asked = {
        "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        triggers = {tuple(row) for row in connection.execute(sa.text(asked[engine.dialect.name]))}
    return set(sa.inspect(engine).get_view_names()), triggers


GUARDS = {"sqlite": ("no_update", "no_delete", "no_replace"), "postgresql": ("keep_row", "keep_all")}


def test_every_table_has_its_view_and_its_guards(engine):
    views, triggers = guards(engine)
    tables = [*(row_type.table for row_type in ROW_TYPES), "store_info"]
    assert views == {f"current_{row_type.table}" for row_type in ROW_TYPES}
    assert triggers == {(table, f"{table}_{name}") for table in tables for name in GUARDS[engine.dialect.name]}


def test_columns_of_the_store_are_those_of_the_schema_and_the_bookkeeping(engine):
    """In any order: a migration adds its columns behind the others. The views show all of them."""
    inspector = sa.inspect(engine)
    for row_type in ROW_TYPES:
        for name in (row_type.table, f"current_{row_type.table}"):
            columns = [column["name"] for column in inspector.get_columns(name)]
            assert sorted(columns) == sorted([*row_type.model_fields, *BOOKKEEPING])
        assert inspector.get_pk_constraint(row_type.table)["constrained_columns"] == [row_type.uid_column, "revision"]


def old_store(engine, rows):
    """Store as version 0001 made it, by its own migration, with the rows it knew."""
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "measure.outcomes:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        table = sa.Table("measurement", sa.MetaData(), autoload_with=connection)
        assert "subject_day" not in table.c
        for row in rows:
            record = storable(row, {"batch": "old", "recorded_at": "2026-01-01T00:00:00+00:00"})
            assert record.pop("subject_day") is None
            connection.execute(sa.insert(table), record)


@pytest.fixture
def old_rows(measurements, header, reading, context):
    """Rows as they were before there was a clock, one of them corrected."""
    rows = to_rows(measurements, header=header, reading=reading, context=replace(context, subject_day=None))
    newer = {"value": 26.0, "revision": 2, "supersedes_revision": 1, "change_reason": "read again"}
    return [*rows, MeasurementRow.model_validate({**rows[0].model_dump(), **newer})]


def test_an_old_store_is_brought_up_where_it_is(store_url, old_rows):
    engine = engine_of(store_url)
    old_store(engine, old_rows)
    before = guards(engine)
    with Store.open(store_url) as store:
        assert sorted(store.rows(current=False), key=key_of) == sorted(old_rows, key=key_of)
        assert store.count() == len(old_rows) - 1
        # What was known is known; what has a clock now says more than before.
        assert store.add(old_rows[1:5], batch="b").unchanged == 4
        later = old_rows[1].model_copy(update={"subject_day": -7})
        assert store.add([later], batch="b").revised == 1
        assert [row.subject_day for row in store.rows(measurement_uid=later.uid)] == [-7]
    assert guards(engine) == before
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(sa.text("UPDATE measurement SET subject_day = 1"))


def key_of(row):
    return row.uid, row.revision


def _open(store_url):
    with Store.open(store_url) as store:
        return store.count(current=False)


@pytest.mark.slow
@pytest.mark.parametrize("old", [False, True])
def test_four_processes_bring_one_store_up_at_the_same_moment(store_url, old_rows, old):
    if old:
        old_store(engine_of(store_url), old_rows)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.map(_open, [store_url] * 4, chunksize=1) == [len(old_rows) if old else 0] * 4
    with engine_of(store_url).connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def test_a_store_of_a_newer_program_is_refused(engine, store_url):
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=f"expected version {HEAD} or earlier, got 9999"):
        Store.open(store_url)


def test_a_database_of_another_program_is_refused(store_url):
    with engine_of(store_url).begin() as connection:
        connection.execute(sa.text("CREATE TABLE wards (name TEXT)"))
    with pytest.raises(StoreError, match="got a database of another program"):
        Store.open(store_url)


def test_a_migration_that_fails_leaves_nothing_behind(store_url):
    """All of it is one transaction: a store is never half made."""
    engine = engine_of(store_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE VIEW current_event AS SELECT 1"))  # stands in the way of the last steps
    with pytest.raises(StoreError):
        Store.open(store_url)
    assert sa.inspect(engine).get_table_names() == []
    assert sa.inspect(engine).get_view_names() == ["current_event"]
