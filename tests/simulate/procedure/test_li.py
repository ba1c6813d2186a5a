"""Li: ten types, two empty cells."""

import pytest

from measure.errors import SimulationError
from measure.simulate.procedure import Density, Feature, Pathway, li_type
from measure.simulate.procedure.li import density_level

# The published table, row by row: sparse, homogeneous, heterogeneous, lucent; low, intermediate, normal.
TABLE = [(1, 5, None), (2, 6, 9), (3, 7, 10), (4, 8, None)]


@pytest.mark.parametrize(("feature", "row"), list(zip(Feature, TABLE, strict=True)))
def test_types_are_those_of_the_table(feature: Feature, row: tuple[int | None, ...]) -> None:
    for density, number in zip(Density, row, strict=True):
        if number is None:
            with pytest.raises(SimulationError, match="there is none"):
                li_type(feature, density)
        else:
            assert li_type(feature, density) == number


@pytest.mark.parametrize("feature", [Feature.SPARSE, Feature.LUCENT])
def test_no_pathway_ends_in_an_empty_cell(feature: Feature) -> None:
    with pytest.raises(SimulationError, match="there is none"):
        Pathway(feature)
    assert Pathway(feature, becomes=Feature.HOMOGENEOUS).last is Feature.HOMOGENEOUS


def test_levels_part_the_densities() -> None:
    levels = [density_level(share) for share in (0.0, 0.29, 0.31, 0.74, 0.76, 1.2)]
    assert levels == [Density.LOW] * 2 + [Density.INTERMEDIATE] * 2 + [Density.NORMAL] * 2
