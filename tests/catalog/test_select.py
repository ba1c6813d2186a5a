"""Selections of measures."""

import pytest

from measure.catalog import MEASURES, get, select
from measure.errors import CatalogError


def test_default_and_all() -> None:
    assert [m.id for m in select().measures] == [m.id for m in MEASURES if m.default]
    assert select("all").measures == MEASURES
    assert select("all").asked == frozenset()


def test_names_are_asked_for_and_come_in_the_order_of_the_catalogue() -> None:
    found = select(" wedge_angle ,, anterior_height,wedge_angle")
    assert [m.id for m in found.measures] == ["anterior_height", "wedge_angle"]
    assert found.asked == {"anterior_height", "wedge_angle"}


def test_a_name_beside_the_default_set_adds_one() -> None:
    found = select("default,vertebral_depth")
    assert {m.id for m in found.measures} - {m.id for m in select().measures} == {"vertebral_depth"}
    assert found.asked == {"vertebral_depth"}


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("beck", "beck_index"),
        ("becks_index", "beck_index"),
        ("wedge", "wedge_angle"),
        ("cobb_angle", "coronal_cobb_angle"),
    ],
)
def test_a_slip_is_answered_with_the_nearest_name(wrong: str, meant: str) -> None:
    with pytest.raises(CatalogError, match=rf"measure '{wrong}' is not in the catalogue; did you mean .*{meant}"):
        get(wrong)


def test_what_is_near_nothing_points_to_the_list() -> None:
    with pytest.raises(CatalogError, match="`measure catalog` lists them"):
        select("default,zzz")


@pytest.mark.parametrize("spec", ["", " , "])
def test_an_empty_specification(spec: str) -> None:
    with pytest.raises(CatalogError, match="got an empty text"):
        select(spec)
