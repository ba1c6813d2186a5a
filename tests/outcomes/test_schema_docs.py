from pathlib import Path

from measure.outcomes.schema_docs import schema_files, write_schema_files

FOLDER = Path(__file__).parents[2] / "docs" / "schema"


def test_the_committed_schemas_are_those_of_the_code():
    """If this fails: python -m measure.outcomes.schema_docs"""
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert committed == schema_files()


def test_they_are_written_into_a_folder(tmp_path):
    write_schema_files(tmp_path / "schema")
    assert {path.name for path in (tmp_path / "schema").iterdir()} == set(schema_files())
