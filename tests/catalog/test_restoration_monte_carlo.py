"""Sd of a restoration from landmarks of two films, against a simulation that shares no code with it."""

import numpy as np
import pytest

from measure.model import Annotation, Covariance, Measurement, Point

ABOVE, BELOW, EXPECTED = 27.0, 29.0, 28.0
DRAWS = 300_000
HEAVY = 4.0  # sds of a loss, below which the sd of its restoration is another one with every simulation
ENOUGH = 5.0  # sds of a loss, from which on its restoration has a variance that does not depend on luck


def film(make: object, height: float, sigma: float) -> list[Annotation]:
    """T12, L1 and L2 with four corners each, all marks with the same spread."""
    spread = Covariance(sigma**2, 0.0, sigma**2)
    bodies = []
    for k, (level, front) in enumerate((("T12", ABOVE), ("L1", height), ("L2", BELOW))):
        marks = {
            make.name(short): Point(row, col, spread)
            for short, (row, col) in make.block(100 + 40.0 * k, front, 28.0).items()
            if not short.endswith("M")
        }
        bodies.append(Annotation(make.structure(level), make.body("L1", {}).observer, marks))
    return bodies


def reported(make: object, before: float, after: float, sigma: float) -> tuple[Measurement, float]:
    """Restoration by the catalogue, and the sd of the loss before it in percent."""
    exams = {}
    for day, height in ((-3.0, before), (90.0, after)):
        reading = make.reading(*film(make, height, sigma), treated="L1")
        exams[day] = make.exam(*make.of(make.rows(reading), "L1"), film=str(day))
    row = make.changes(make.course(exams))["anterior_height_restoration"]
    return row, row.details["before_sd"]


def simulated(before: float, after: float, sigma: float) -> np.ndarray:
    """The same two films with every corner displaced, height by height in plain numpy."""
    rng = np.random.Generator(np.random.MT19937(int(1000 * before + 100 * sigma)))

    def heights(true: float) -> np.ndarray:
        """Distance of two points that are displaced in both directions."""
        down, across = (rng.normal(0, sigma, (2, DRAWS)) for _ in range(2))
        return np.sqrt((true + down[1] - down[0]) ** 2 + (across[1] - across[0]) ** 2)

    shares = [heights(own) / ((heights(ABOVE) + heights(BELOW)) / 2) for own in (before, after)]
    return 100 * (shares[1] - shares[0]) / (1 - shares[0])


@pytest.mark.parametrize("sigma", [0.15, 0.3, 0.5])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("lost", [2.0, 4.0, 6.0, 15.0])
def test_reported_sd_is_the_simulated_one(make: object, lost: float, share: float, sigma: float) -> None:
    """To 3 %: the sd where it is one, half of the central 68 % where the tails make it depend on luck."""
    before, after = EXPECTED - lost, EXPECTED - lost + share * lost
    row, sd_of_loss = reported(make, before, after, sigma)
    drawn = simulated(before, after, sigma)
    assert row.quantity.value == pytest.approx(100 * share, abs=1e-6)
    below, above = np.quantile(drawn, [0.158655, 0.841345])
    sd, half = drawn.std(), (above - below) / 2
    sds_lost = 100 * lost / EXPECTED / sd_of_loss
    if sds_lost >= ENOUGH:
        assert row.quantity.sd == pytest.approx(sd, rel=0.03)
    elif sds_lost < HEAVY:
        assert row.quantity.sd == pytest.approx(half, rel=0.03)
    else:  # between the two: either stands for it, and they are a tenth apart
        assert 0.97 * half < row.quantity.sd < 1.03 * 1.1 * half
