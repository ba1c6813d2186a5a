"""Prints the pages of ``docs/definitions`` and ``docs/columns.md`` from the catalogue and the schema."""
