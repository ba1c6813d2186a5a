"""Bring a store to the newest version, once, whoever opens it first."""

import sqlalchemy as sa

from measure.errors import StoreError

HEAD = "0002"


def version(connection: sa.Connection) -> str | None:
    """Version of a store; None for an empty database.

    Raises
    ------
    StoreError
        If the database holds something else than a store, or a newer one.
    """
    tables = set(sa.inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables:
            raise StoreError("store: expected a store of outcomes, got a database of another program")
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all()
    if not found:
        return None
    if "store_info" not in tables or found[0] > HEAD:
        raise StoreError(
            f"store: expected version {HEAD} or earlier, got {found[0]}; it was made by another or a newer program"
        )
    return str(found[0])


def upgrade(connection: sa.Connection) -> None:
    """Run the migrations that are missing, inside the transaction of the connection."""
    # Alembic is slow to import and needed once in the life of a store.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "measure.outcomes:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
