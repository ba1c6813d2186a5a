"""``measure explain``: one number back to its marks, by its uid or by its place."""

import csv
import json

import pytest

from measure.errors import CatalogError, StoreError


@pytest.fixture
def rows(sample_results):
    with (sample_results / "measurements.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def explain(invoke, sample_results):
    return lambda *words, **fails: invoke("explain", *words, "--store", sample_results / "outcomes.sqlite", **fails)


@pytest.fixture
def beck(samples_dir):
    """Beck index of L1 before it was raised."""
    films = json.loads((samples_dir / "truth.json").read_text())["films"]
    return films["lateral_fracture.dcm"]["structures"]["vertebra:L1"]["beck_index"]


@pytest.fixture
def wedged(rows, beck):
    (row,) = (
        row for row in rows
        if row["measure"] == "beck_index" and row["structure"] == "vertebra:L1" and row["scale_sd_rel"]
        and float(row["value"]) == pytest.approx(beck)
    )  # fmt: skip
    return row


def test_by_the_end_of_its_uid(explain, wedged, beck):
    row = wedged
    said = explain(row["measurement_uid"][-9:]).output
    assert "Beck" in said
    assert f"{beck:.2f} ±" in said
    assert row["film_key"] in said
    assert row["measurement_uid"] in said
    assert "model floor" in said
    assert f"rule {row['calibration_source']}" in said
    assert "(row, col)" in said


def test_by_place_and_film(explain, wedged):
    row = wedged
    said = explain("l1/beck_index", "--film", row["film_key"].removesuffix("/1")[-8:]).output
    assert row["measurement_uid"] in said
    for corner in ("anterior", "posterior"):
        assert corner in said


def test_a_curve_of_the_film(explain, rows):
    row = next(row for row in rows if row["measure"] == "coronal_cobb_angle" and row["level_from"] == "T5")
    said = explain("T5–T12/coronal_cobb_angle", "--film", row["film_key"][-10:]).output
    assert row["measurement_uid"] in said


def test_several_that_fit_are_listed(explain):
    result = explain("L1/beck_index", fails=StoreError)
    assert "rows fit; add --film, one of" in str(result.exception)
    assert str(result.exception).count(".dcm") >= 2


def test_none_that_fits(explain):
    assert "none in the store fits" in str(explain("C2/beck_index", fails=StoreError).exception)
    assert "none in the store fits" in str(explain("nonsense", fails=StoreError).exception)
    assert "did you mean" in str(explain("L1/beck_indx", fails=CatalogError).exception)


def test_no_store(invoke, tmp_path):
    result = invoke("explain", "L1/beck_index", "--store", tmp_path / "none.sqlite", fails=StoreError)
    assert "name it with --store" in str(result.exception)
    assert not (tmp_path / "none.sqlite").exists()


def test_revisions_are_shown(invoke, samples_dir, tmp_path):
    table, out = tmp_path / "m.csv", tmp_path / "out"
    given = (samples_dir / "landmarks.csv").read_text()
    table.write_text(given)
    words = ("batch", samples_dir / "lateral_fracture.dcm", "--landmarks", table, "--out", out, "--overlays", "none")
    invoke(*words)
    line = next(
        line for line in given.splitlines()
        if line.startswith("lateral_fracture.dcm") and ",superior_anterior," in line and ",L1," in line
    )  # fmt: skip
    cells = line.split(",")
    cells[5] = str(float(cells[5]) + 5)
    table.write_text(given.replace(line, ",".join(cells)))
    invoke(*words)
    said = invoke("explain", "L1/beck_index", "--store", out / "outcomes.sqlite").output
    assert "revision 1" in said
    assert "revision 2" in said


def test_change_names_the_film_it_is_counted_from(sample_results, measure):
    """Both values beside their sd, first the film before, by its name; the interval is the one that was drawn."""
    done = measure(
        "explain", "L1/anterior_height_restoration", "--film", "lateral_detector_spacing.dcm",
        "--store", sample_results / "outcomes.sqlite",
    )  # fmt: skip
    facts = [" ".join(line.split()) for line in done.stdout.splitlines()]
    said = [fact for fact in facts if fact.startswith(("compared with", "before", "after"))]
    assert said[0].startswith("compared with lateral_fracture.dcm (2.25.")
    assert [fact.split()[0] for fact in said] == ["compared", "before", "after"]
    assert all("±" in fact for fact in said[1:])
    assert sum(fact.startswith(("95 % interval", "interval")) for fact in facts) == 1
    assert any(fact.endswith("from the sd of the values it compares (literature)") for fact in facts)
