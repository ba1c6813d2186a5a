"""Chains that are known by construction."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from measure.detect.coarse import Candidate, Chain
from measure.model import LEVELS, Level, Origin, Statement, Topic

PITCH, HEIGHT, WIDTH = 40.0, 30.0, 44.0
RIBS, NONE = 0.99, 0.01


@dataclass(frozen=True)
class Make:
    """Builders of chains: one vertebra every 40 pixels down a straight spine."""

    pitch: float = PITCH

    def quad(self, row: float, col: float = 100.0) -> np.ndarray:
        """Box around a centre."""
        up, side = HEIGHT / 2, WIDTH / 2
        return np.array(
            [[row - up, col - side], [row - up, col + side], [row + up, col - side], [row + up, col + side]]
        )

    def candidate(
        self, row: float, rib: float = 0.5, levels: np.ndarray | None = None, left: float = 0.5, score: float = 0.9
    ) -> Candidate:
        flat = np.full(len(LEVELS), -np.log(len(LEVELS)))
        return Candidate(self.quad(row), score, flat if levels is None else levels, rib, left)

    def chain(
        self,
        ribs: Sequence[float],
        *,
        sacrum: float = 0.0,
        axis: float = 0.0,
        filled: Sequence[int] = (),
        levels: Sequence[np.ndarray] | None = None,
        rows: Sequence[float] | None = None,
        left: float = 0.5,
    ) -> Chain:
        """Chain with a rib probability a vertebra; a sacrum and a C2 of the given score, 0 = not there."""
        rows = rows if rows is not None else [100 + self.pitch * k for k in range(len(ribs))]
        bodies = [
            self.candidate(row, rib, None if levels is None else levels[k], left, 0.0 if k in filled else 0.9)
            for k, (row, rib) in enumerate(zip(rows, ribs, strict=True))
        ]
        below = self.candidate(rows[-1] + self.pitch, score=sacrum) if sacrum else None
        above = np.array([rows[0] - self.pitch, 100.0]) if axis else None
        return Chain(tuple(bodies), below, above, axis, sacrum, tuple(k in filled for k in range(len(ribs))))

    def spine(self, thoracic: int = 0, lumbar: int = 0, cervical: int = 0, **more: object) -> Chain:
        """Chain of so many vertebrae without ribs, with ribs, and without."""
        return self.chain([NONE] * cervical + [RIBS] * thoracic + [NONE] * lumbar, **more)  # type: ignore[arg-type]

    def says(self, *levels: Level, sure: float = 0.98) -> list[np.ndarray]:
        """Log-probabilities of vertebrae that the network is sure of."""
        rest = (1 - sure) / (len(LEVELS) - 1)
        return [np.log([sure if level is one else rest for level in LEVELS]) for one in levels]

    def anchored(self, text: str, origin: Origin = Origin.PERSON) -> Statement:
        return Statement(Topic.LEVEL_ANCHOR, text, origin, "CT")

    def treated(self, level: str) -> Statement:
        return Statement(Topic.TREATED_LEVEL, level, Origin.TABLE)

    def levels(self, first: str, last: str, *, without: Sequence[str] = ("T13", "L6")) -> list[Level]:
        """Levels from one to another."""
        ladder = [level for level in Level if level not in without]
        return ladder[ladder.index(Level(first)) : ladder.index(Level(last)) + 1]


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()
