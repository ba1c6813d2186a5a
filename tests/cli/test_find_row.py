"""Which row a person means, named as a person names it."""

import csv

import pytest

from measure.cli.find_row import SHOWN, film_names, find_row
from measure.errors import CatalogError, StoreError
from measure.outcomes.store import Store


@pytest.fixture(scope="module")
def store(sample_results):
    with Store.open(str(sample_results / "outcomes.sqlite")) as opened:
        yield opened


@pytest.fixture(scope="module")
def names(sample_results):
    return film_names(str(sample_results / "outcomes.sqlite"))


@pytest.fixture(scope="module")
def table(sample_results):
    with (sample_results / "measurements.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_names_of_films_stand_beside_the_store(sample_results, names):
    with (sample_results / "films.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    measured = {row["film_key"]: row["path"] for row in rows if row["status"] == "measured"}
    assert measured.items() <= names.items()
    assert "" not in names


@pytest.mark.parametrize("place", ["postgresql://host/base", "sqlite:///x/outcomes.sqlite", "no/such/outcomes.sqlite"])
def test_elsewhere_films_have_no_names(place):
    assert film_names(place) == {}


def test_by_place_measure_and_file_name(store, names, table):
    keys = {name: key for key, name in names.items()}
    row = find_row(store, "l1/beck_index", "lateral_fracture.dcm", names)
    assert (row.level, row.measure, row.film_key) == ("L1", "beck_index", keys["lateral_fracture.dcm"])
    assert find_row(store, "L1/beck_index", "fracture.dcm", names) == row
    assert find_row(store, "L1/beck_index", row.film_key, {}) == row
    (told,) = (r for r in table if r["measurement_uid"] == row.measurement_uid)
    assert float(told["value"]) == row.value


@pytest.mark.parametrize("dash", ["-", "–"])
def test_a_curve_is_typed_with_either_dash(store, names, dash):
    row = find_row(store, f"t5{dash}T12/coronal_cobb_angle", "ap_scoliosis.dcm", names)
    assert (row.measure, row.level_from, row.level_to) == ("coronal_cobb_angle", "T5", "T12")


def test_by_the_end_of_its_uid(store, names, table):
    uid = table[0]["measurement_uid"]
    assert find_row(store, uid, None, names).measurement_uid == uid
    assert find_row(store, uid[-12:], None, {}).measurement_uid == uid


def test_rows_of_several_films_are_told_apart_by_the_names_of_the_films(store, names, table):
    films = {row["film_key"] for row in table if row["measure"] == "anterior_height"}
    with pytest.raises(StoreError, match="add --film, one of ") as caught:
        find_row(store, "anterior_height", None, names)
    assert sum(names[key] in str(caught.value) for key in films) == min(len(films), SHOWN)
    with pytest.raises(StoreError) as caught:
        find_row(store, "anterior_height", None, {})
    assert sum(key[-12:] in str(caught.value) for key in films) == min(len(films), SHOWN)


def test_rows_of_one_film_are_told_apart_by_where_they_are(store, names):
    with pytest.raises(StoreError, match=r"rows of lateral_fracture\.dcm fit; say which: .*L1 …\d{8}"):
        find_row(store, "anterior_height", "lateral_fracture.dcm", names)


@pytest.mark.parametrize(
    ("name", "film"), [("C3/beck_index", None), ("L1/beck_index", "nobody.dcm"), ("xyz", None), ("L1", None)]
)
def test_none_that_fits(store, names, name, film):
    with pytest.raises(StoreError, match="none in the store fits"):
        find_row(store, name, film, names)


def test_a_measure_that_is_none(store, names):
    with pytest.raises(CatalogError, match="did you mean"):
        find_row(store, "L1/beck_indx", None, names)
