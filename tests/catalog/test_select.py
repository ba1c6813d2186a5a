"""Selections of measures."""

import pytest

from measure.catalog import MEASURES, SETS, get, select
from measure.errors import CatalogError
from measure.model import Scope


def test_default_and_all() -> None:
    assert [m.id for m in select().measures] == [m.id for m in MEASURES if m.default or m.treated]
    assert [m.id for m in select("all").measures] == [m.id for m in MEASURES]
    assert all(m.default for m in select("all").measures)
    assert select("all").asked == frozenset()


@pytest.mark.parametrize("name", SETS)
def test_a_set_comes_on_top_of_the_default_measures_for_every_vertebra(name: str) -> None:
    """Its measures are due like default ones, but are not asked for by name."""
    found, plain = select(name), select()
    chosen = {m.id: m for m in found.measures}
    assert set(chosen) == {m.id for m in plain.measures} | set(SETS[name])
    assert all(chosen[measure_id].default for measure_id in SETS[name])
    assert found.asked == frozenset()
    assert [m.id for m in found.measures] == [m.id for m in MEASURES if m.id in chosen]


def test_a_set_with_a_name_and_with_another_set() -> None:
    found = select("deformity,alignment,vertebral_depth")
    assert {*SETS["deformity"], *SETS["alignment"], "vertebral_depth"} <= {m.id for m in found.measures}
    assert found.asked == {"vertebral_depth"}


def test_sets_name_measures_of_a_film() -> None:
    assert all(get(m).scope is not Scope.COURSE and not get(m).default for name in SETS for m in SETS[name])


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
