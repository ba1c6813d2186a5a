import sqlite3

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from measure.errors import StoreError
from measure.outcomes.migrate import HEAD
from measure.outcomes.schema import ROW_TYPES
from measure.outcomes.store import Store
from measure.outcomes.tables import BOOKKEEPING, metadata


@pytest.fixture
def engine(tmp_path):
    Store.open(tmp_path / "o.sqlite").close()
    made = sa.create_engine(f"sqlite:///{tmp_path}/o.sqlite")
    yield made
    made.dispose()


def test_the_newest_migration_is_the_one_the_store_expects():
    config = Config()
    config.set_main_option("script_location", "measure.outcomes:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_make_the_tables_of_the_row_types(engine):
    """Oracle: Alembic's own comparison. A changed row type needs a migration."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_every_table_has_its_view_and_its_guards(engine):
    with engine.connect() as connection:
        made = connection.execute(sa.text("SELECT type, name FROM sqlite_master")).all()
    triggers = {name for kind, name in made if kind == "trigger"}
    views = {name for kind, name in made if kind == "view"}
    assert views == {f"current_{row_type.table}" for row_type in ROW_TYPES}
    for table in (*(row_type.table for row_type in ROW_TYPES), "store_info"):
        assert {f"{table}_no_{change}" for change in ("update", "delete", "replace")} <= triggers


def test_columns_of_the_store_are_those_of_the_schema_and_the_bookkeeping(engine):
    inspector = sa.inspect(engine)
    for row_type in ROW_TYPES:
        names = [column["name"] for column in inspector.get_columns(row_type.table)]
        assert names == [*row_type.model_fields, *BOOKKEEPING]
        assert inspector.get_pk_constraint(row_type.table)["constrained_columns"] == [row_type.uid_column, "revision"]


def test_a_store_of_a_newer_program_is_refused(tmp_path):
    path = tmp_path / "o.sqlite"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=f"expected version {HEAD} or earlier, got 9999"):
        Store.open(path)


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    """All of it is one transaction: a store is never half made."""
    path = tmp_path / "o.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIEW current_event AS SELECT 1")  # stands in the way of the last steps
    connection.commit()
    connection.close()
    with pytest.raises(StoreError):
        Store.open(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("current_event",)]
    connection.close()
