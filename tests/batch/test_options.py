"""Options know where the store is."""

from pathlib import Path

from measure.batch.options import Options


def test_the_store_lies_beside_the_results_unless_named():
    assert Options((Path("a"),), Path("out")).store_url == str(Path("out") / "outcomes.sqlite")
    assert Options((Path("a"),), Path("out"), store="postgresql://h/db").store_url == "postgresql://h/db"
