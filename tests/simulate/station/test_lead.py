"""Lead: letters the right way round, wires and ruler at true distances."""

import numpy as np
import pytest

from measure.simulate.station import letters, ruler, wires

SHAPE = (201, 201)


def r(**how):
    return letters("R", SHAPE, (0.5, 0.5), mm_per_pixel=0.5, height=30.0, lead=2.0, **how)


def test_a_letter_has_its_thickness_and_its_height():
    marker = r(stroke=3.0)
    rows = np.flatnonzero(marker.max(axis=1) > 1)
    assert marker.max() == 2.0
    assert len(rows) * 0.5 == pytest.approx(30.0 + 3.0, abs=1.0)
    assert rows.mean() == pytest.approx(100, abs=1)


def test_mirrored_is_seen_from_behind_and_half_a_turn_upside_down():
    assert np.abs(r(mirrored=True) - r()[:, ::-1]).mean() < 0.01
    assert np.abs(r(turn=180.0) - r()[::-1, ::-1]).mean() < 0.01
    assert np.abs(r(mirrored=True) - r()).mean() > 0.02


def test_a_quarter_turn_is_clockwise():
    assert np.abs(r(turn=90.0) - np.rot90(r(), -1)).mean() < 0.01


def test_a_letter_off_the_film_is_cut_off():
    cut = letters("STANDING", SHAPE, (0.0, 0.0), mm_per_pixel=0.5)
    assert cut.shape == SHAPE
    assert 0 < np.count_nonzero(cut) < np.count_nonzero(letters("STANDING", SHAPE, (0.5, 0.5), mm_per_pixel=0.5))
    assert not letters("R", SHAPE, (3.0, 3.0), mm_per_pixel=0.5).any()


@pytest.mark.parametrize("mm", [0.1, 0.5, 1.4])
def test_wires_stand_at_their_distance_and_carry_their_lead(mm):
    size = round(400 / mm)
    net = wires((size, size), mm_per_pixel=mm, spacing=50.0, wire=0.5, lead=0.2)
    row = net[0 if net[0].mean() < 0.1 else 3]
    assert row.sum() * mm == pytest.approx(8 * 0.5 * 0.2, rel=0.25)  # eight wires of 0.5 mm
    places = np.flatnonzero(row > row.max() / 2) * mm
    steps = np.diff(places)[np.diff(places) > 5]
    assert steps == pytest.approx(50.0, abs=2 * mm + 0.6)


def test_a_ruler_has_a_tick_every_centimetre():
    mm = 0.5
    scale = ruler((400, 200), mm_per_pixel=mm, at=0.5)
    beside = scale[:, 99 + 6]  # past the line, within the short ticks
    starts = np.flatnonzero((beside[1:] > 0.1) & (beside[:-1] <= 0.1)) * mm
    assert np.diff(starts) == pytest.approx(10.0, abs=mm)
    assert np.count_nonzero(scale[:, :99]) > 0  # numbers stand on the other side
