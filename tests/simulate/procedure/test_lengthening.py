"""Lengthening: steps, phases, ages of tissue, and what was planned against what was reached."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.model import Side
from measure.simulate.procedure import Drift, LengtheningPlan, Phase, state


@given(st.integers(0, 100), st.sampled_from([0.25, 0.5, 1.0]), st.sampled_from([1, 2, 4]), st.floats(0, 120))
def test_the_gap_is_the_sum_of_whole_steps(planned: int, rate: float, steps: int, day: float) -> None:
    plan = LengtheningPlan(planned=float(planned), rate=rate, steps=steps, latency=5.0, initial_gap=0.7)
    made = sum(1 for n in range(1, 2000) if 5.0 + n / steps <= day + 1e-9)
    assert state(plan, day).lengthening == pytest.approx(min(made * rate / steps, planned))
    assert state(plan, day).gap == pytest.approx(0.7 + state(plan, day).lengthening)


def test_a_day_has_its_phase() -> None:
    plan = LengtheningPlan(planned=30.0, latency=7.0)
    phases = [state(plan, day).phase for day in (0, 6.9, 7.0, 36.9, 37.0, 400)]
    assert phases == [Phase.LATENCY] * 2 + [Phase.DISTRACTION] * 2 + [Phase.CONSOLIDATION] * 2


def test_bone_that_unites_early_stops_the_lengthening_but_not_the_device() -> None:
    late = state(LengtheningPlan(planned=50.0, stalls_at=22.0), 100)
    assert (late.lengthening, late.turned) == (22.0, 50.0)
    assert late.phase is Phase.CONSOLIDATION


def test_drift_grows_with_the_lengthening() -> None:
    plan = LengtheningPlan(planned=40.0, latency=0.0, drift=Drift(8.0, -4.0, 2.0, 1.0))
    assert state(plan, 10).drift == Drift(2.0, -1.0, 0.5, 0.25)
    assert state(plan, 90).drift == plan.drift


def test_subsidence_comes_after_the_device_is_off() -> None:
    plan = LengtheningPlan(planned=40.0, freed=200.0, subsidence=6.0)
    assert [state(plan, day).lengthening for day in (199, 230, 260, 900)] == [40.0, 37.0, 34.0, 34.0]


def test_the_oldest_tissue_lies_at_the_host_bone() -> None:
    now = state(LengtheningPlan(planned=40.0, initial_gap=1.0, latency=7.0), 60)
    ages = now.age(np.array([0.0, 0.5, 10.0, 20.5]))
    # Laid when half the gap was as wide as the depth: day 7, day 7, day 7 + 19, the last day of distraction.
    np.testing.assert_allclose(ages, [53, 53, 34, 13])


def test_tissue_only_grows_older() -> None:
    plan, depth = LengtheningPlan(planned=40.0), np.linspace(0, 20, 9)
    ages = np.stack([state(plan, day).age(depth) for day in range(0, 200, 10)])
    assert (np.diff(ages, axis=0) >= -1e-9).all()


@pytest.mark.parametrize(
    "wrong", [{"planned": -1.0}, {"rate": 0.0}, {"initial_gap": 40.0}, {"subsidence": 60.0}, {"side": Side.MIDLINE}]
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(SimulationError, match="lengthening: expected"):
        LengtheningPlan(**wrong)  # type: ignore[arg-type]


def test_there_is_no_day_before_the_cut() -> None:
    with pytest.raises(SimulationError, match="a day from 0 on"):
        state(LengtheningPlan(), -1)
