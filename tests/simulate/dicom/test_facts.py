"""Facts: nobody's identity fits in, and no header that contradicts itself."""

import pytest

from measure.errors import SimulationError
from measure.model import Facing, Side, View
from measure.simulate.dicom import FilmFacts, ScaleTags


@pytest.mark.parametrize(
    "stated",
    [
        {"subject": "MILLER^JO"},
        {"subject": "SIM-Miller-1"},
        {"plan": "Jo Miller"},
        {"film": ""},
        {"sex": "X"},
        {"modality": "CT"},
        {"region": "skull"},
        {"view": View.FRONTAL, "facing": Facing.LEFT},
        {"view": View.LATERAL, "facing": None},
        {"view": View.OBLIQUE, "facing": None},
        {"modality": "DX", "scale": ScaleTags.NONE},
        {"modality": "CR", "for_processing": True},
        {"bits": 17},
        {"region": "tibia"},
        {"region": "spine", "side": Side.LEFT},
    ],
)
def test_what_cannot_be_is_refused(stated):
    with pytest.raises(SimulationError, match="film facts: "):
        FilmFacts(**stated)


def test_a_message_repeats_no_subject():
    with pytest.raises(SimulationError) as refused:
        FilmFacts(subject="MILLER^JO")
    assert "MILLER" not in str(refused.value)
