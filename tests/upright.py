"""A whole spine from the side, C7 to S1, with both femoral heads: the marks of a film of 1840 by 900 pixels."""

from collections.abc import Callable

import numpy as np
import pytest

from measure.model import Facing, Level, Point, Structure, StructureKind, View
from measure.readings import TableReading

ROWS, COLS = 1840, 900
LEVELS = ("C7", *(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6)))
TILTS = np.deg2rad([22, 26, 22, 17.5, 13, 8.5, 4, -0.5, -5, -9.5, -14, -16, -14, -14, -6, 6, 13, 20])
HEIGHT, DEPTH, DISC, SACRAL_SLOPE = 44.0, 60.0, 12.0, np.deg2rad(40.0)
ANTERIOR, MIDDLE, POSTERIOR = -1.0, 0.0, 1.0


def _plate(middle: np.ndarray, tilt: float) -> dict[str, np.ndarray]:
    """Endplate of a patient who faces left; positive where its front is lower. Points are (row, col)."""
    along = np.array([-np.sin(tilt), np.cos(tilt)]) * DEPTH / 2
    return {"anterior": middle - along, "middle": middle, "posterior": middle + along}


def _upwards(tilt: float) -> np.ndarray:
    return np.array([-np.cos(tilt), -np.sin(tilt)])


@pytest.fixture(scope="session")
def upright_table() -> Callable[[Facing], TableReading]:
    """Marks of the whole spine, facing either way."""

    def make(facing: Facing = Facing.LEFT) -> TableReading:
        def point(at: np.ndarray) -> Point:
            return Point(float(at[0]), float(at[1] if facing is Facing.LEFT else COLS - 1 - at[1]))

        table = TableReading(view=View.LATERAL, facing=facing)
        middle = np.array([1480.0, 470.0])
        number = len(LEVELS) + 1
        table.levels[number] = Level.S1
        table.marks[number] = {f"superior_{end}": point(at) for end, at in _plate(middle, SACRAL_SLOPE).items()}
        below = SACRAL_SLOPE
        for number, name, tilt in zip(range(len(LEVELS), 0, -1), LEVELS[::-1], TILTS[::-1], strict=True):
            bottom = middle + _upwards((tilt + below) / 2) * DISC
            middle = bottom + _upwards(tilt) * HEIGHT
            plates = {"superior": _plate(middle, tilt), "inferior": _plate(bottom, tilt)}
            table.levels[number] = Level(name)
            table.marks[number] = {
                f"{edge}_{end}": point(at) for edge, plate in plates.items() for end, at in plate.items()
            }
            below = tilt
        for ordinal, at in enumerate(((1640.0, 430.0), (1662.0, 456.0)), 1):
            table.heads[Structure(StructureKind.FEMORAL_HEAD, ordinal=ordinal)] = point(np.array(at))
        return table

    return make
