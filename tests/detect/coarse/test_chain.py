"""Tests of the chain: the one spine among true and false peaks, in order, its gaps filled."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measure.detect.coarse.candidates import Found, found, informed
from measure.detect.coarse.chain import Chain, chained

SEVERAL = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
LEVELS = np.zeros((29, 64, 32), np.float32)


def of_quads(quads: np.ndarray, scores: np.ndarray | float = 0.8, sacra: np.ndarray | None = None) -> Chain:
    """Chain of candidates that are given, not found on maps."""
    bodies = informed(np.asarray(quads), np.broadcast_to(scores, len(quads)), LEVELS)
    ends = informed(sacra, np.full(len(sacra), 0.8), LEVELS) if sacra is not None else []
    return chained(Found(tuple(bodies), tuple(ends), ()), LEVELS)


def quads_of(chain: Chain) -> np.ndarray:
    return np.array([one.quad for one in chain.vertebrae])


def curve(count: int, swing: float, turns: float, lean: float) -> np.ndarray:
    """Tilts in degrees of a spine that swings from side to side."""
    return lean + swing * np.sin(np.linspace(0, turns * np.pi, count))


# A Cobb angle of up to 100°; neighbours are not bent against each other by more than a disc allows.
CURVES = st.builds(curve, st.integers(4, 18), st.floats(-50, 50), st.floats(0.5, 2.0), st.floats(-10, 10)).filter(
    lambda tilts: np.abs(np.diff(tilts)).max() < 15
)


@SEVERAL
@given(CURVES, st.randoms(use_true_random=False))
def test_any_spine_is_chained_in_order_whatever_the_order_of_its_peaks(stacked, tilts, shuffler) -> None:
    quads = stacked(tilts)
    order = list(range(len(quads)))
    shuffler.shuffle(order)
    chain = of_quads(quads[order])
    np.testing.assert_array_equal(quads_of(chain), quads)
    assert not any(chain.interpolated)


@SEVERAL
@given(st.floats(60, 82), st.sampled_from([-1, 1]))
def test_a_spine_that_lies_nearly_flat_is_one_chain(stacked, steep, side) -> None:
    tilts = side * np.interp(np.arange(12), [0, 4, 8, 11], [0, steep, steep, 20])
    chain = of_quads(stacked(tilts))
    np.testing.assert_array_equal(quads_of(chain), stacked(tilts))


@SEVERAL
@given(CURVES.filter(lambda tilts: len(tilts) > 5), st.data())
def test_a_missing_vertebra_is_put_in_and_said_to_be(stacked, tilts, data) -> None:
    quads = stacked(tilts)
    gone = data.draw(st.integers(2, len(quads) - 3))
    chain = of_quads(np.delete(quads, gone, axis=0))
    assert [k for k, put_in in enumerate(chain.interpolated) if put_in] == [gone]
    assert chain.vertebrae[gone].score == 0
    away = np.linalg.norm(quads_of(chain)[gone] - quads[gone], axis=1)
    assert away.max() < 0.35 * chain.vertebrae[gone].height
    np.testing.assert_array_equal(np.delete(quads_of(chain), gone, axis=0), np.delete(quads, gone, axis=0))


def test_two_missing_vertebrae_are_put_in_side_by_side(stacked) -> None:
    quads = stacked(np.zeros(10))
    chain = of_quads(np.delete(quads, [4, 5], axis=0))
    assert [k for k, put_in in enumerate(chain.interpolated) if put_in] == [4, 5]
    np.testing.assert_allclose(quads_of(chain), quads, atol=1.0)


@SEVERAL
@given(CURVES.filter(lambda tilts: len(tilts) > 6), st.integers(0, 2**32 - 1))
def test_false_peaks_beside_the_spine_are_dropped(stacked, tilts, seed) -> None:
    rng = np.random.default_rng(seed)
    quads = stacked(tilts)
    on = rng.integers(0, len(quads), 3)
    aside = rng.choice([-1, 1], 3) * rng.uniform(60, 110, 3)
    false = quads[on] + np.stack([rng.uniform(-10, 10, 3), aside], axis=1)[:, None]
    distance = np.linalg.norm(false.mean(axis=1)[:, None] - quads.mean(axis=1)[None], axis=2).min(axis=1)
    false = false[distance > 45]
    scores = np.concatenate([np.full(len(quads), 0.7), np.full(len(false), 0.6)])
    np.testing.assert_array_equal(quads_of(of_quads(np.concatenate([quads, false]), scores)), quads)


@pytest.mark.parametrize("left", [0.4, 0.55])
@pytest.mark.parametrize("place", [1, 4, 7])
def test_a_crushed_vertebra_is_a_link_and_no_gap(stacked, left, place) -> None:
    quads = stacked(np.zeros(9))
    fallen = (1 - left) * (quads[place, 2] - quads[place, 0])
    quads[place, 2:] -= fallen
    quads[place + 1 :] -= fallen
    chain = of_quads(quads)
    np.testing.assert_array_equal(quads_of(chain), quads)
    assert not any(chain.interpolated)


@pytest.mark.parametrize("slip", [-0.6, 0.3, 0.6])
def test_a_slip_of_more_than_half_a_body_does_not_break_the_chain(stacked, slip) -> None:
    quads = stacked(np.zeros(8))
    quads[:6] += [0.0, slip * 24]
    np.testing.assert_array_equal(quads_of(of_quads(quads)), quads)


def test_a_weak_peak_in_line_is_taken_and_a_box_across_a_disc_is_not(stacked) -> None:
    quads = stacked(np.zeros(8))
    scores = np.full(8, 0.7)
    scores[3] = 0.08
    across = (quads[5] + quads[6])[None] / 2
    chain = of_quads(np.concatenate([quads, across]), np.append(scores, 0.3))
    np.testing.assert_array_equal(quads_of(chain), quads)
    assert chain.vertebrae[3].score == pytest.approx(0.08)


@pytest.mark.parametrize("bend", [-35.0, 0.0, 30.0])
def test_the_sacrum_ends_the_chain_and_takes_the_place_of_a_vertebra_drawn_on_it(stacked, bend) -> None:
    whole = stacked(np.array([0.0, 0, 0, 0, 0, bend]))
    bodies, sacrum = whole[:5], whole[5:]
    over = sacrum + [1.0, 1.0]
    chain = of_quads(np.concatenate([bodies, over]), np.array([0.8] * 5 + [0.3]), sacrum)
    np.testing.assert_array_equal(quads_of(chain), bodies)
    assert chain.sacrum is not None
    assert chain.sacrum_score == pytest.approx(0.8)
    np.testing.assert_array_equal(chain.sacrum.quad, sacrum[0])


def test_a_sacrum_elsewhere_is_none_of_this_spine(stacked) -> None:
    quads = stacked(np.zeros(5))
    chain = of_quads(quads, sacra=quads[-1:] + [40.0, 90.0])
    assert (chain.sacrum, chain.sacrum_score, len(chain.vertebrae)) == (None, 0.0, 5)


def test_the_second_cervical_vertebra_above_the_first_is_kept_and_others_are_not(stacked, drawn) -> None:
    quads = stacked(np.zeros(6), start=(60.0, 120.0))
    above = np.array([48.0, 122.0])
    for axis, expected in ((above, above), (np.array([48.0, 220.0]), None), (np.array([200.0, 120.0]), None)):
        maps, levels = drawn(quads, axis=axis)
        chain = chained(found(maps, levels), levels)
        if expected is None:
            assert (chain.axis, chain.axis_score) == (None, 0.0)
        else:
            np.testing.assert_allclose(chain.axis, expected, atol=0.2)
            assert chain.axis_score > 0.7


@SEVERAL
@given(CURVES.filter(lambda tilts: len(tilts) > 5), st.integers(2, 3))
def test_mirrored_maps_give_the_mirrored_chain(stacked, drawn, tilts, gone) -> None:
    quads = np.delete(stacked(tilts, 12.0, start=(12.0, 128.0)), gone, axis=0)
    quads = quads[(quads[..., 1].min(1) > 8) & (quads[..., 1].max(1) < 248)]
    turned = (quads * [1, -1] + [0, 255])[:, [1, 0, 3, 2]]
    one, other = (chained(found(*maps), maps[1]) for maps in (drawn(quads), drawn(turned)))
    assert one.interpolated == other.interpolated
    back = (quads_of(other) * [1, -1] + [0, 255])[:, [1, 0, 3, 2]]
    np.testing.assert_allclose(back, quads_of(one), atol=1e-3)


def test_no_candidates_no_chain() -> None:
    chain = chained(Found((), (), ()), LEVELS)
    assert (chain.vertebrae, chain.sacrum, chain.axis, chain.interpolated) == ((), None, None, ())


@SEVERAL
@given(CURVES, st.floats(0.5, 3.0))
def test_size_does_not_matter(stacked, tilts, times) -> None:
    quads = stacked(tilts)
    extra = np.concatenate([quads, quads[:1] + [5.0, 70.0]])
    small, large = of_quads(extra), of_quads(times * extra)
    np.testing.assert_allclose(quads_of(large), times * quads_of(small))
