"""Healing: curves that only rise, courses that keep within the classification."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.procedure import PATHWAYS, Density, Feature, Pathway, Shape
from measure.simulate.procedure.healing import REMODELS, layer, maturity, remodelled


@given(st.floats(0, 40), st.floats(5, 300))
def test_bone_ripens_once_the_lag_is_over(lag: float, rise: float) -> None:
    ripe = maturity(np.arange(0.0, 800.0, 5.0), lag, rise)
    assert (np.diff(ripe) >= 0).all()
    assert ripe[np.arange(0.0, 800.0, 5.0) <= lag].max() == 0
    assert maturity(lag + rise, lag, rise) == pytest.approx(1 - np.exp(-1))


def test_the_cavity_forms_again_while_the_wall_closes() -> None:
    ages = np.array([0.0, REMODELS[0], REMODELS[1], 900.0])
    np.testing.assert_allclose(remodelled(ages), [0, 0, 1, 1])
    wall, marrow, callus = layer(ages, 1.0, 0.0), layer(ages, 0.0, 0.0), layer(ages, 0.0, 1.0)
    assert wall[-1] == pytest.approx(1.0)
    assert (np.diff(wall) >= 0).all()
    assert (np.diff(marrow) <= 0).all()
    assert marrow[-1] < 0.15 < 0.3 < marrow[0]
    assert (np.diff(callus) <= 0).all()


@pytest.mark.parametrize("name", PATHWAYS)
def test_every_course_has_a_type_at_every_density(name: str) -> None:
    from measure.simulate.procedure.li import density_level, li_type

    course = PATHWAYS[name]
    for share in np.linspace(0, course.ceiling, 40):
        li_type(course.feature_at(float(share)), density_level(float(share)))


def test_lucent_bone_changes_its_name_when_it_is_dense() -> None:
    course = PATHWAYS["lucent"]
    assert course.feature_at(0.2) is course.feature_at(0.6) is Feature.LUCENT
    assert course.feature_at(0.9) is Feature.HETEROGENEOUS


def test_outlines_have_their_widths() -> None:
    widths = {shape: Pathway(shape=shape).width for shape in Shape}
    assert widths[Shape.FUSIFORM] > 1.05 > widths[Shape.CYLINDRICAL] > 0.85 > widths[Shape.CONCAVE]
    assert widths[Shape.CENTRAL] < 0.5
    assert Pathway(cdr=0.9).width == 0.9


@pytest.mark.parametrize(
    "wrong", [{"speed": 0.0}, {"cdr": 3.0}, {"reaches": Density.NORMAL, "becomes": Feature.LUCENT}]
)
def test_a_course_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SimulationError, match="regenerate: expected"):
        Pathway(**wrong)  # type: ignore[arg-type]
