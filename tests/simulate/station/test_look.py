"""Look: what no station does is refused."""

import pytest

from measure.errors import SimulationError
from measure.model import Intensity
from measure.simulate.station import Look


@pytest.mark.parametrize(
    "stated", [{"bits": 7}, {"bits": 17}, {"chain": Intensity.UNKNOWN}, {"range": (0.5, 0.5)}, {"range": (-0.1, 1.0)}]
)
def test_an_impossible_look_is_refused(stated):
    with pytest.raises(SimulationError, match="look: expected"):
        Look(**stated)


def test_the_largest_value_is_that_of_the_bits():
    assert Look(bits=10).top == 1023
