"""The sd of a value without marks, against closed forms on a 34 × 28 mm block."""

import math

import pytest

from measure.catalog import MEASURES, measure_reading
from measure.catalog.observer_sd import observer_sd
from measure.catalog.typical import DEPTH, HEIGHT, standard_film, typical_sd
from measure.errors import CatalogError
from measure.model import Level, ObserverKind, StructureKind, View

KINDS = list(ObserverKind)


def sigma(kind):
    return observer_sd(StructureKind.VERTEBRA, kind).sd_mm


@pytest.mark.parametrize("kind", KINDS)
def test_heights_and_angles_as_worked_out_by_hand(kind):
    s = sigma(kind)
    # A height is a difference of two ends; an endplate turns by the ends of its depth.
    assert typical_sd("anterior_height", kind)[0] == pytest.approx(math.hypot(s * math.sqrt(2), 0.5), rel=1e-3)
    endplate = math.degrees(s * math.sqrt(2) / DEPTH)
    assert typical_sd("wedge_angle", kind)[0] == pytest.approx(math.hypot(endplate * math.sqrt(2), 2.0), rel=1e-3)
    # A ratio of two equal heights: the relative sds of both.
    assert typical_sd("beck_index", kind)[0] == pytest.approx(2 * s / HEIGHT, rel=1e-3)


def test_a_person_is_trusted_more_than_a_table():
    for measure in MEASURES:
        person, table = (typical_sd(measure.id, kind) for kind in (ObserverKind.PERSON, ObserverKind.TABLE))
        assert (person is None) == (table is None), measure.id
        if person is not None:
            assert 0 < person[0] < table[0], measure.id
            assert 0 <= person[1] <= person[0], measure.id


def test_every_measure_of_marks_has_one():
    without = {m.id for m in MEASURES if typical_sd(m.id, ObserverKind.TABLE) is None}
    assert not without & {"anterior_height", "middle_height", "posterior_height", "beck_index", "wedge_angle",
                          "bisegmental_cobb_angle", "vertebral_depth", "height_width_ratio", "coronal_cobb_angle",
                          "coronal_cobb_angle_above", "coronal_cobb_angle_below",
                          "coronal_cobb_angle_fixed"}  # fmt: skip


def test_a_length_without_millimetres_gets_fractions_of_itself():
    kind = ObserverKind.TABLE
    share = observer_sd(StructureKind.VERTEBRA, kind).sd_percent / 100
    sd, floor = typical_sd("posterior_height", kind, scaled=False)
    assert floor == pytest.approx(0.02)
    assert sd == pytest.approx(math.hypot(share * math.sqrt(2), 0.02), rel=1e-3)


def test_the_standard_spine_is_what_it_says():
    found = {}
    for view in (View.LATERAL, View.FRONTAL):
        for row in measure_reading(*standard_film(view, ObserverKind.TABLE), "default,height_width_ratio"):
            if row.structure is None or row.structure.level is Level.L1:
                found[row.measure] = row.quantity.value
    assert found["anterior_height"] == pytest.approx(HEIGHT)
    assert found["beck_index"] == pytest.approx(1.0)
    assert found["wedge_angle"] == pytest.approx(0.0, abs=1e-9)
    assert found["height_width_ratio"] == pytest.approx(HEIGHT / DEPTH)
    # Tilts run between -20 and +20 degrees; the end vertebrae lie within a step of the turning points.
    assert 39.0 < found["coronal_cobb_angle"] <= 40.0
    assert 19.0 < found["coronal_cobb_angle_above"] <= 20.5


def test_an_unknown_measure():
    with pytest.raises(CatalogError, match="not in the catalogue"):
        typical_sd("anterior_hight", ObserverKind.TABLE)
