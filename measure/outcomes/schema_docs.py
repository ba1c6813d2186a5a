"""Write the schema files of ``docs/schema``: ``python -m measure.outcomes.schema_docs [FOLDER]``."""

import json
import sys
from pathlib import Path

from measure.outcomes.describe import json_schema, table_schema
from measure.outcomes.schema import ROW_TYPES

_FOLDER = Path("docs/schema")


def schema_files() -> dict[str, str]:
    """Name and text of every schema file.

    Returns
    -------
    dict
        ``<table>.schema.json`` (JSON Schema) and ``<table>.table.json`` (Frictionless).
    """
    files = {}
    for row_type in ROW_TYPES:
        files[f"{row_type.table}.schema.json"] = _text(json_schema(row_type))
        files[f"{row_type.table}.table.json"] = _text(table_schema(row_type))
    return files


def write_schema_files(folder: Path = _FOLDER) -> None:
    """Write the schema files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")


def _text(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write_schema_files(Path(sys.argv[1]) if len(sys.argv) > 1 else _FOLDER)
