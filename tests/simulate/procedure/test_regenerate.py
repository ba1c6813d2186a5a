"""Regenerate: the field against what is said of it, by other ways of counting."""

from dataclasses import replace

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.model import Side
from measure.simulate.anatomy.limb import Shaft, shaft
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure import (
    PATHWAYS,
    Bore,
    Drift,
    Feature,
    Grain,
    LengtheningPlan,
    Pathway,
    RegenerateTruth,
    Shape,
    bridging_days,
    regenerate,
    state,
)  # fmt: skip
from measure.simulate.rays import Field, aimed, field_lengths
from measure.simulate.seeds import stream

FEMUR = shaft(Person(), "femur", "left")
GRAIN = Grain.drawn(stream(5, "regenerate"))
PLAN = LengtheningPlan(planned=40.0, osteotomy=120.0)


def grown(
    day: float, course: Pathway | None = None, *, bore: Bore | None = None, detail: float = 0.4
) -> tuple[Field, RegenerateTruth]:
    return regenerate(FEMUR, state(PLAN, day), course or Pathway(), GRAIN, bore=bore, detail=detail)


def centres(field: Field) -> np.ndarray:  # type: ignore[type-arg]
    return field.frame.apply(np.moveaxis(np.indices(field.values.shape), 0, -1) * np.array(field.spacing))


@pytest.mark.parametrize("day", [60, 100, 250])
def test_density_is_the_mean_of_the_field_in_the_region(day: int) -> None:
    field, truth = grown(day, detail=0.7)
    centre, axes = FEMUR.at(PLAN.osteotomy)
    local = (centres(field) - centre) @ axes
    x, y, deep = local[..., 0], local[..., 1], -local[..., 2]
    inside = (deep > 4.1) & (deep < 36.9)  # the middle 80 % of 41 mm
    turn = np.degrees(np.arctan2(y, x))
    profile = FEMUR.profile
    radius, angle = np.hypot(x, y), np.arctan2(y, x)  # a left bone: lateral is +x
    band = (radius > profile.inner(120.0, angle)) & (radius < profile.outer(120.0, angle))
    for cortex, middle in {"lateral": 0, "posterior": 90, "medial": 180, "anterior": -90}.items():
        off = np.abs((turn - middle + 180) % 360 - 180)
        expected = field.values[inside & band & (off <= 45)].mean() / FEMUR.compacta
        assert truth.density[cortex] == pytest.approx(expected, abs=0.006)


def test_mineral_only_grows_where_healing_is_even() -> None:
    mineral = [grown(day)[1].mineral for day in range(0, 160, 20)]
    assert mineral[0] == 0
    assert (np.diff(mineral) >= 0).all()
    assert mineral[-1] > 10_000


@pytest.mark.parametrize("name", PATHWAYS)
def test_every_voxel_of_the_cortices_only_grows(name: str) -> None:
    means = np.array([list(grown(day, PATHWAYS[name])[1].density.values()) for day in (50, 80, 120, 200, 400)])
    assert (np.diff(means, axis=0) >= -1e-6).all()
    assert means.max() <= PATHWAYS[name].ceiling + 1e-6


def test_the_order_of_the_published_courses() -> None:
    third = [
        sorted(day or 9999 for day in bridging_days(FEMUR, PLAN, PATHWAYS[name], GRAIN, detail=0.3).values())[2]
        for name in ("homogeneous", "heterogeneous", "lucent", "failing")
    ]
    assert third == sorted(third)
    assert 15 < third[0] / 4 < 35  # days a centimetre
    assert third[-1] == 9999


def test_bridging_days_are_when_truth_turns() -> None:
    days = bridging_days(FEMUR, PLAN, Pathway(), GRAIN, detail=0.4)
    for cortex, day in days.items():
        assert day is not None
        assert grown(day)[1].bridged[cortex]
        assert not grown(day - 1)[1].bridged[cortex]


def test_a_fresh_cut_is_not_bridged() -> None:
    assert not any(grown(0)[1].bridged.values())


def test_the_interzone_lies_in_the_middle_and_narrows() -> None:
    wide = []
    for day in (47, 60, 75, 100):
        line = grown(day)[1].profile
        assert 0.3 < line[np.argmin(line[:, 1]), 0] < 0.7
        wide.append((line[:, 1] < 0.25).mean())
    assert wide == sorted(wide, reverse=True)
    assert wide[0] > 0.2 > wide[-1]


def test_the_marrow_cavity_comes_back() -> None:
    young, old = (grown(day)[0] for day in (150, 500))
    middle = tuple(n // 2 for n in young.values.shape)
    centre, axes = FEMUR.at(PLAN.osteotomy)
    local = (centres(old) - centre) @ axes
    cavity = (np.hypot(local[..., 0], local[..., 1]) < 3) & (np.abs(local[..., 2] + 20) < 15)
    assert old.values[cavity].mean() < 0.15 < 0.3 < young.values[cavity].mean()
    assert old.values[middle] < young.values[middle]


def test_a_slow_cortex_stays_behind() -> None:
    density = grown(90, Pathway(cortices={"lateral": 0.4}))[1].density
    assert density["lateral"] < 0.75 * density["medial"]
    assert density["lateral"] < min(density["anterior"], density["posterior"])


def test_shapes_have_the_diameters_they_ask_for() -> None:
    for shape in (Shape.FUSIFORM, Shape.CYLINDRICAL, Shape.CONCAVE, Shape.CENTRAL):
        truth = grown(200, Pathway(shape=shape))[1]
        wanted = Pathway(shape=shape).width
        assert truth.cdr_middle["frontal"] == pytest.approx(wanted, abs=0.12)
        assert truth.cdr_middle["lateral"] == pytest.approx(wanted, abs=0.12)
        assert truth.cdr["frontal"] <= truth.cdr_middle["frontal"] + 1e-9


def test_a_lateral_regenerate_leaves_the_other_side_bare() -> None:
    truth = grown(200, Pathway(shape=Shape.LATERAL, side="medial"))[1]
    assert truth.density["lateral"] < 0.3 * truth.density["medial"]
    assert truth.cdr["frontal"] < 0.65 < 0.75 < truth.cdr["lateral"]


def test_a_concave_regenerate_bridges_and_a_pillar_does_not() -> None:
    assert all(grown(300, Pathway(shape=Shape.CONCAVE))[1].bridged.values())
    pillar = grown(300, Pathway(shape=Shape.CENTRAL))[1]
    assert not any(pillar.bridged.values())
    assert pillar.mineral > 2000


def test_a_crack_parts_every_cortex_from_its_day_on() -> None:
    course = Pathway(crack=(250.0, 0.5))
    assert all(grown(249, course)[1].bridged.values())
    field, truth = grown(250, course)
    assert not any(truth.bridged.values())
    assert field.values.sum() < grown(249, course)[0].values.sum()


def test_no_bone_where_the_nail_is() -> None:
    centre, axes = FEMUR.at(PLAN.osteotomy)
    bore = Bore(np.stack([centre + 50 * axes[:, 2], centre - 90 * axes[:, 2]]), 4.0)
    field, _ = grown(200, bore=bore)
    local = (centres(field) - centre) @ axes
    away = np.hypot(local[..., 0], local[..., 1])
    assert field.values[away < 3.3].max() == 0
    plain = grown(200)[0].values
    np.testing.assert_array_equal(field.values[away > 4.7], plain[away > 4.7])


def test_same_grain_same_bone_and_another_another() -> None:
    first, again = grown(90)[0].values, grown(90)[0].values
    np.testing.assert_array_equal(first, again)
    other = regenerate(FEMUR, state(PLAN, 90), Pathway(), Grain.drawn(stream(6, "regenerate")), detail=0.4)[0].values
    assert not np.array_equal(first, other)


def test_columns_run_along_the_bone() -> None:
    field = grown(80)[0]
    core = field.values.astype(float)[6:-6, 6:-6, 7:-7]
    core = core - core.mean(axis=(0, 1), keepdims=True)
    across, _, along = (np.abs(np.diff(core, axis=k)).mean() / field.spacing[k] for k in range(3))
    assert across > 3 * along


def test_an_angulated_gap_is_filled_to_both_faces() -> None:
    plan = replace(PLAN, drift=Drift(valgus=12.0), side=Side.LEFT)
    straight = regenerate(FEMUR, state(PLAN, 300), Pathway(), GRAIN, detail=0.4)[1]
    bent = regenerate(FEMUR, state(plan, 300), Pathway(), GRAIN, detail=0.4)[1]
    # The volume between two discs turned against each other about their middles stays the same.
    assert bent.mineral == pytest.approx(straight.mineral, rel=0.03)
    assert all(bent.bridged.values())


def test_rays_find_all_of_the_mineral() -> None:
    field, truth = grown(150)
    centre = FEMUR.at(PLAN.osteotomy)[0] - [0, 0, 20]
    beam = aimed("frontal", centre, sid=4000.0, oid=0.0, pitch=0.5, shape=(160, 120))
    found = float(field_lengths(field, beam).sum()) * 0.25
    assert found == pytest.approx(truth.mineral, rel=0.02)


def test_soft_bone_heals_to_soft_bone() -> None:
    soft = Shaft(FEMUR.bone, FEMUR.side, FEMUR.axis, FEMUR.profile, FEMUR.length, compacta=0.8)
    field, truth = regenerate(soft, state(PLAN, 200), Pathway(), GRAIN, detail=0.5)
    plain = regenerate(replace(soft, compacta=1.0), state(PLAN, 200), Pathway(), GRAIN, detail=0.5)
    np.testing.assert_allclose(field.values, 0.8 * plain[0].values, rtol=1e-6)
    assert truth.density == plain[1].density


def test_a_young_lucent_regenerate_is_named_so() -> None:
    truth = grown(60, PATHWAYS["lucent"])[1]
    assert (truth.feature, truth.li_type) == (Feature.LUCENT, 4)


def test_the_other_bone_is_refused() -> None:
    with pytest.raises(SimulationError, match="expected the left tibia"):
        regenerate(FEMUR, state(replace(PLAN, bone="tibia"), 3), Pathway(), GRAIN)
