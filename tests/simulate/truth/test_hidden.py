"""What a reader could not see is said, point by point, and a reading leaves it out."""

import numpy as np
import pytest

from measure.model import Level, NotVisible, View
from measure.simulate.truth import Evidence, film_truth, hide, look, true_reading

QUANTA = 1e6


@pytest.fixture
def scene(make_spine, make_beam):
    beam = make_beam("lateral")
    blank = np.zeros((beam.rows, beam.cols), np.float32)
    return look(make_spine(), beam, View.LATERAL), beam, {"cement": blank.copy(), "steel": blank.copy()}, blank + 0.1


def around(values, seen, names, amount, reach=4):
    for name in names:
        row, col = np.rint(seen.film[name]).astype(int)
        values[row - reach : row + reach + 1, col - reach : col + reach + 1] = amount


def test_an_open_scene_hides_nothing(scene):
    assert all(one.hidden is None and not one.hidden_marks for one in hide(*scene[:2], Evidence(*scene[2:], QUANTA)))


def test_cement_over_two_points_leaves_the_others(scene):
    seen, beam, lengths, signal = scene
    around(lengths["cement"], seen[3], ["superior_anterior", "superior_middle"], 9.0)
    told = hide(seen, beam, Evidence(lengths, signal, QUANTA))[3]
    assert (told.hidden, set(told.hidden_marks.values())) == (None, {"cement"})
    reading = true_reading("2.25.1", "sha256:0", [told], View.LATERAL)
    assert "superior_anterior" not in reading.annotations[0].marks
    assert "superior_posterior" in reading.annotations[0].marks


def test_an_implant_over_most_points_hides_the_vertebra(scene):
    seen, beam, lengths, signal = scene
    around(lengths["steel"], seen[3], list(seen[3].points()), 5.0)
    told = hide(seen, beam, Evidence(lengths, signal, QUANTA))
    assert [one.hidden for one in told] == [None, None, None, "implant", None, None]
    reading = true_reading("2.25.1", "sha256:0", told, View.LATERAL)
    assert reading.annotations[3].not_visible is NotVisible.IMPLANT
    assert not reading.annotations[3].marks


def test_angles_over_a_hidden_vertebra_stay(scene):
    seen, beam, lengths, signal = scene
    around(lengths["steel"], seen[3], list(seen[3].points()), 5.0)
    truth = film_truth(hide(seen, beam, Evidence(lengths, signal, QUANTA)), beam, View.LATERAL)["structures"]
    assert set(truth["vertebra:L1"]) == {"adjacent_endplate_cobb_angle", "bisegmental_cobb_angle"}
    assert "bisegmental_cobb_angle" not in truth["vertebra:L2"]


@pytest.mark.parametrize(("share", "reason"), [(1e-4, "under_exposed"), (0.95, "over_exposed")])
def test_too_dark_and_too_bright(scene, share, reason):
    seen, beam, lengths, signal = scene
    around(signal, seen[0], list(seen[0].points()), share)
    assert hide(seen, beam, Evidence(lengths, signal, QUANTA))[0].hidden == reason


def test_collimated_away_is_cropped(scene):
    seen, beam, lengths, signal = scene
    field = np.ones_like(signal, bool)
    field[: round(seen[0].film["inferior_middle"][0]) + 5] = False
    told = hide(seen, beam, Evidence(lengths, signal, QUANTA, field))
    assert told[0].structure.level is Level.T10
    assert told[0].hidden == "cropped"
    assert told[2].hidden is None


def test_what_the_station_has_clipped_is_hidden(scene):
    seen, beam, lengths, signal = scene
    picture = np.random.default_rng(0).uniform(0.3, 0.7, signal.shape).astype(np.float32)
    around(picture, seen[1], list(seen[1].points()), 1.0, reach=12)
    around(picture, seen[4], list(seen[4].points()), 0.0, reach=12)
    told = hide(seen, beam, Evidence(lengths, signal, QUANTA, picture=picture))
    assert [one.hidden for one in told] == [None, "under_exposed", None, None, "over_exposed", None]
