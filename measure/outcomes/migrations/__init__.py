"""Alembic migrations of the store, run by ``measure.outcomes.migrate`` and never by hand."""
