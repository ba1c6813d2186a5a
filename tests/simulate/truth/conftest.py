"""A spine of boxes whose marks are known by construction, and beams of every kind."""

import numpy as np
import pytest

from measure.model import Level
from measure.simulate.rays import BeamKind, aimed
from measure.simulate.solids import Frame, Part, posed, rotation

LEVELS = ("T10", "T11", "T12", "L1", "L2", "L3")
EDGES = (("superior", 1.0), ("inferior", -1.0))
ENDS = (("anterior", -0.5, 1.0), ("middle", 0.0, 0.9), ("posterior", 0.5, 1.05))
SIDES = (("patient_left", 0.5), ("patient_right", -0.5))


def body(level, height=26.0, depth=34.0, width=44.0):
    """Marks of one vertebra, without any solid."""
    marks = {}
    for edge, up in EDGES:
        for end, y, share in ENDS:
            marks[f"{edge}_{end}"] = np.array([0.0, y * depth, up * height * share / 2])
        for whose, x in SIDES:
            marks[f"{edge}_{whose}"] = np.array([x * width, 0.0, up * height / 2])
        knots = [marks[f"{edge}_{end}"] for end, _, _ in ENDS]
        marks[f"{edge}_contour"] = np.array([knots[0], (knots[0] + knots[1]) / 2, knots[1], knots[2]])
    return Part((), {f"vertebra:{level}": marks})


@pytest.fixture
def make_spine():
    """Function: spine whose vertebrae are turned by what is given, level by level."""

    def make(sagittal=(-12.0, -8.0, 3.0, 9.0, -2.0, 1.0), coronal=(0.0,) * 6, axial=(0.0,) * 6):
        frames = {}
        for k, level in enumerate(LEVELS):
            axes = rotation("y", coronal[k]) @ rotation("x", sagittal[k]) @ rotation("z", axial[k])
            frames[level] = Frame((2.0 * coronal[k], 1.5 * k, -36.0 * k), axes)
        return posed({level: body(level) for level in LEVELS}, frames)

    return make


@pytest.fixture
def make_beam():
    """Function: beam through the middle of that spine."""

    def make(view, kind=BeamKind.CONE, **changes):
        settings = {"sid": 1150.0, "oid": 260.0, "pitch": 0.4, "shape": (900, 700)} | changes
        return aimed(view, (0.0, 4.0, -90.0), kind=kind, **settings)

    return make


@pytest.fixture(params=LEVELS)
def level(request):
    return Level(request.param)
