"""Tables as people keep them, and an import of one into a store of its own."""

import csv

import pytest

from measure.outcomes.importing.intake import import_table
from measure.outcomes.importing.mapping import parse_mapping
from measure.outcomes.importing.rejects import default_place
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store

HEAD = "subject,visit,level,measure,value,unit,scale_class"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A folder to stand in: rejects go to the one that the user is in."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store(tmp_path):
    return tmp_path / "outcomes.sqlite"


@pytest.fixture
def keyed(tmp_path, store):
    """Import the text of a table."""

    def go(text, name="table.csv", mapping=None, into=None, **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        options.setdefault("rejects", default_place(path, tmp_path))
        if mapping is not None:
            options["mapping"] = parse_mapping(mapping)
        return import_table(path, into or store, **options)

    return go


@pytest.fixture
def rows(store):
    """Rows in the store."""

    def go(row_type=MeasurementRow, at=None, **filters):
        with Store.open(at or store) as opened:
            return list(opened.rows(row_type, **filters))

    return go


@pytest.fixture
def lines():
    """Lines of a CSV file, as dicts."""

    def go(path, delimiter=","):
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=delimiter))

    return go
