"""Truth of a film: what the measuring rooms find on the true marks, and the room before projection."""

import numpy as np
import pytest

from measure.catalog import measure_reading
from measure.model import Calibration, Facing, FilmHeader, ScaleClass, View
from measure.simulate.rays import BeamKind
from measure.simulate.truth import film_truth, look, true_reading

LEANING = {"coronal": (4.0, -3.0, 8.0, 14.0, -6.0, -12.0), "axial": (3.0, 5.0, 9.0, 2.0, 0.0, -4.0)}


def measured(seen, beam, view, facing, step):
    """Every value the catalogue finds, by structure key and measure."""
    header = FilmHeader(
        "sha256:" + "0" * 64, beam.rows, beam.cols,
        Calibration(*step, 0.0, ScaleClass.DETECTOR, "imager_pixel_spacing", "detector"), view=view,
    )  # fmt: skip
    reading = true_reading("2.25.1", header.film_key, seen, view, facing=facing)
    return {
        (row.structure.key if row.structure else "film", row.measure): row
        for row in measure_reading(header, reading, "all")
    }


@pytest.mark.parametrize("towards", ["left", "right"])
@pytest.mark.parametrize("pitch", [(0.4, 0.4), (0.5, 0.3)])
def test_catalogue_finds_the_lateral_truth(make_spine, make_beam, towards, pitch):
    beam = make_beam("lateral", towards=towards, pitch=pitch, shape=(900, 1000), turn=5.0)
    facing = Facing(towards)
    seen = look(make_spine(**LEANING), beam, View.LATERAL)
    truth = film_truth(seen, beam, View.LATERAL, facing=facing, scale_class="detector", mm_per_pixel=pitch)
    found = measured(seen, beam, View.LATERAL, facing, pitch)
    checked = 0
    for key, values in truth["structures"].items():
        for name, value in values.items():
            assert found[key, name].quantity.value == pytest.approx(value, abs=1e-6), found[key, name].quantity.reason
            checked += 1
    assert checked == 6 * 6 + 5 + 4 + 4  # heights, ratios and wedge; neighbours on one side, on both


def test_catalogue_finds_the_frontal_truth(make_spine, make_beam):
    beam = make_beam("frontal")
    seen = look(make_spine(**LEANING), beam, View.FRONTAL)
    truth = film_truth(seen, beam, View.FRONTAL, scale_class="detector", mm_per_pixel=beam.pitch)
    found = measured(seen, beam, View.FRONTAL, None, beam.pitch)
    by_measure = {measure: row for (_, measure), row in found.items()}
    assert truth["film"]["coronal_cobb_angle"]["value"] > 15
    for name, curve in truth["film"].items():
        assert by_measure[name].quantity.value == pytest.approx(curve["value"], abs=1e-6)


def test_a_parallel_beam_shows_an_upright_spine_as_it_is(make_spine, make_beam):
    beam = make_beam("lateral", BeamKind.PARALLEL)
    truth = film_truth(
        look(make_spine(), beam, View.LATERAL), beam, View.LATERAL, facing=Facing.LEFT, mm_per_pixel=beam.pitch
    )
    for key, values in truth["room"]["structures"].items():
        assert truth["structures"][key] == pytest.approx(values, abs=1e-9)
    worst = max(abs(error) for errors in truth["projection_error"].values() for error in errors.values())
    assert worst < 1e-9


def test_a_parallel_beam_shows_a_scoliosis_as_it_is(make_spine, make_beam):
    beam = make_beam("frontal", BeamKind.PARALLEL)
    spine = make_spine(coronal=(4.0, -3.0, 8.0, 14.0, -6.0, -12.0))
    truth = film_truth(look(spine, beam, View.FRONTAL), beam, View.FRONTAL)
    room = truth["room"]["film"]
    assert set(room) == set(truth["film"])
    for name, curve in room.items():
        assert truth["film"][name]["value"] == pytest.approx(curve["value"], abs=1e-9)


def test_projection_error_is_planar_less_spatial(make_spine, make_beam):
    beam = make_beam("lateral", turn=8.0)
    truth = film_truth(look(make_spine(**LEANING), beam, View.LATERAL), beam, View.LATERAL, facing=Facing.LEFT)
    key = "vertebra:T12"
    errors, room = truth["projection_error"][key], truth["room"]["structures"][key]
    assert errors["wedge_angle"] == pytest.approx(truth["structures"][key]["wedge_angle"] - room["wedge_angle"])
    pixels = truth["structures"][key]["anterior_height"]
    true = pixels * 0.4 / truth["marks"][key]["magnification"][0]
    assert errors["anterior_height"] == pytest.approx(true - room["anterior_height"], abs=1e-9)
    assert 0.001 < abs(errors["anterior_height"]) < 3


def test_heights_in_the_room_are_distances(make_spine, make_beam):
    beam = make_beam("lateral")
    truth = film_truth(look(make_spine(**LEANING), beam, View.LATERAL), beam, View.LATERAL, facing=Facing.LEFT)
    for values in truth["room"]["structures"].values():
        assert values["anterior_height"] == pytest.approx(26.0)
        assert values["posterior_height"] == pytest.approx(26.0 * 1.05)
        assert values["beck_index"] == pytest.approx(1 / 1.05)


def test_a_film_without_scale_speaks_of_pixels(make_spine, make_beam):
    beam = make_beam("lateral")
    seen = look(make_spine(), beam, View.LATERAL)
    truth = film_truth(seen, beam, View.LATERAL, facing=Facing.LEFT)
    scaled = film_truth(seen, beam, View.LATERAL, facing=Facing.LEFT, mm_per_pixel=(0.4, 0.4))
    assert (truth["unit"], truth["mm_per_pixel"]) == ("{pixel}", None)
    ratio = (
        scaled["structures"]["vertebra:L1"]["anterior_height"] / truth["structures"]["vertebra:L1"]["anterior_height"]
    )
    assert ratio == pytest.approx(0.4)


def test_marks_can_be_found_again_from_the_document(make_spine, make_beam):
    """The document alone holds enough to project every mark again."""
    beam = make_beam("lateral", off_centre=(0.03, -0.04))
    truth = film_truth(look(make_spine(**LEANING), beam, View.LATERAL), beam, View.LATERAL, facing=Facing.LEFT)
    told = {name: np.array(truth["beam"][name]) for name in ("focus", "corner", "row_step", "col_step")}
    for structure in truth["marks"].values():
        for name, (row, col) in ((n, p) for n, p in structure["film"].items() if n in structure["room"]):
            on_detector = told["corner"] + row * told["row_step"] + col * told["col_step"]
            way, wish = on_detector - told["focus"], np.array(structure["room"][name]) - told["focus"]
            assert np.linalg.norm(np.cross(way, wish)) / np.linalg.norm(way) < 1e-8


def test_a_slot_scanner_magnifies_across_the_film_only(make_spine, make_beam):
    beam = make_beam("lateral", BeamKind.SLOT)
    truth = film_truth(look(make_spine(), beam, View.LATERAL), beam, View.LATERAL, facing=Facing.LEFT)
    for key, errors in truth["projection_error"].items():
        down, across = truth["marks"][key]["magnification"]
        assert (down, across) == (1.0, pytest.approx(1150 / (1150 - 260), rel=1e-6))
        assert abs(errors["anterior_height"]) < 0.1
