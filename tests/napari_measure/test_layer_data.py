import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from measure.drawing.places import overlap
from measure.film import display_window, read_film
from measure.model import Facing, FilmHeader, Role
from napari_measure.layer_data import CANVAS, HIGH, WIDE, chosen_layer, film_layer, reading_layers
from napari_measure.session import OpenedFilm, open_with


@pytest.mark.parametrize(
    ("name", "unit"),
    [("lateral_fracture.dcm", "mm"), ("ap_nonsquare.dcm", "mm"), ("lateral_no_spacing.dcm", "pixel")],
)
def test_film_has_its_true_shape_and_millimetres_only_with_a_scale(
    samples_dir: Path, opened: Callable[[str], OpenedFilm], name: str, unit: str
) -> None:
    film = read_film(samples_dir / name)
    data, settings, kind = film_layer(film, opened(name))
    assert kind == "image"
    assert data is film.pixels
    truth = json.loads((samples_dir / "truth.json").read_text())["films"][name]["mm_per_pixel"]
    assert settings["scale"] == pytest.approx(truth or (1.0, 1.0))
    assert (settings["scale"][0] == settings["scale"][1]) == (name != "ap_nonsquare.dcm")
    assert settings["units"] == (unit, unit)
    assert settings["contrast_limits"] == display_window(film)


def test_all_layers_of_a_film_share_scale_and_units(opened: Callable[[str], OpenedFilm]) -> None:
    for name in ("lateral_fracture.dcm", "ap_nonsquare.dcm", "lateral_no_spacing.dcm"):
        layers = reading_layers(opened(name))
        assert {(s["scale"], s["units"]) for _, s, _ in layers} == {
            (opened(name).calibration.step, layers[0][1]["units"])
        }


def test_lines_run_through_the_marks_each_once(lateral: OpenedFilm) -> None:
    (lines, settings, kind), (marks, _, _), (labels, text, _), (angles, values, _) = reading_layers(lateral)
    assert kind == "vectors"
    ends = {tuple(np.round(p, 6)) for start, way in lines for p in (start, start + way)}
    # The two arms of the lordosis are drawn out, each from a mark to where no mark is; the hips end at the sacrum.
    assert len(ends - {tuple(np.round(p, 6)) for p in marks}) == 3
    drawn = {frozenset([tuple(np.round(s, 6)), tuple(np.round(s + w, 6))]) for s, w in lines}
    assert len(drawn) == len(lines) == len(settings["edge_color"])
    # Three heights and two endplates of seven vertebrae, the endplate of S1, two arms, the hips to the sacrum.
    assert len(lines) == 39
    assert list(text["features"]["label"]) == ["T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1"]
    assert len(labels) == 8
    lordosis = next(m.quantity for m in lateral.measurements if m.measure == "lumbar_lordosis")
    assert list(values["features"]["label"]) == [f"LL −{-lordosis.value:.1f}°\n±{lordosis.sd:.1f}°"]
    assert len(angles) == 1


def test_names_stand_before_the_front(opened: Callable[[str], OpenedFilm]) -> None:
    for name, sign in (("lateral_fracture.dcm", -1), ("lateral_monochrome1.dcm", 1)):
        film = opened(name)
        labels = reading_layers(film)[2][0]
        assert film.chain is not None
        for place, body in zip(labels, film.chain.bodies, strict=True):
            fronts = [p for mark, p in body.points.items() if mark.endswith("_anterior")]
            assert all(sign * (place[1] - front[1]) > 0 for front in fronts)


def test_names_keep_the_same_distance_in_millimetres_on_non_square_pixels(
    opened: Callable[[str], OpenedFilm],
) -> None:
    film = opened("ap_nonsquare.dcm")
    assert film.chain is not None
    labels = reading_layers(film)[2][0]
    left = [
        np.mean([p for mark, p in body.points.items() if mark.endswith("_left")], axis=0) for body in film.chain.bodies
    ]
    distance = np.linalg.norm((labels - np.array(left)) * film.calibration.step, axis=1)
    assert distance == pytest.approx(distance[0])


def test_curves_carry_their_value_on_the_film(frontal: OpenedFilm) -> None:
    places, settings, _ = reading_layers(frontal)[3]
    curves = [m for m in frontal.measurements if m.structure is None]
    assert len(places) == len(curves)
    for label, curve in zip(settings["features"]["label"], curves, strict=True):
        assert curve.quantity.value is not None
        assert label.startswith(f"{curve.quantity.value:.1f}°\n±")
    assert ((places >= 0) & (places < (frontal.header.rows, frontal.header.cols))).all()


def boxes(places: np.ndarray, high: float, wide: float) -> list[tuple[float, float, float, float]]:
    return [(col - wide / 2, row - high / 2, col + wide / 2, row + high / 2) for row, col in places]


@pytest.mark.parametrize("facing", [Facing.LEFT, Facing.RIGHT])
def test_no_value_hides_a_name_a_mark_or_another_value(upright: Callable[[Facing], OpenedFilm], facing: Facing) -> None:
    film = upright(facing)
    _, marks, names, angles = reading_layers(film)
    rows = film.header.rows
    assert [text.split()[0] for text in angles[1]["features"]["label"]] == ["TK", "TLK", "LL"]
    values = boxes(angles[0], HIGH * rows, WIDE * rows)
    for one, box in enumerate(values):
        assert not any(overlap(box, other) for other in values[:one])
        assert not any(overlap(box, name) for name in boxes(names[0], 10, 10))
        assert not any(overlap(box, (col, row, col, row)) for row, col in marks[0])
        assert box[0] >= 0
        assert box[2] <= film.header.cols


def test_crowded_names_keep_clear_of_each_other(upright: Callable[[Facing], OpenedFilm], lateral: OpenedFilm) -> None:
    film = upright(Facing.LEFT)
    places, settings, _ = reading_layers(film)[2]
    size, _ = settings["canvas_size_limits"]
    assert size < reading_layers(lateral)[2][1]["canvas_size_limits"][0]
    assert size <= np.diff(places[:, 0]).min() * CANVAS / film.header.rows + 1


def test_the_hip_axis_is_marked_and_joined_to_the_sacrum(upright: Callable[[Facing], OpenedFilm]) -> None:
    film = upright(Facing.LEFT)
    lines, marks, *_ = reading_layers(film)
    hips = next(m for m in film.measurements if m.measure == "pelvic_incidence")
    endplate, axis = (item.points for item in hips.trace.items)
    assert list(axis[0]) in marks[0].tolist()
    joined = [start + way for start, way in lines[0] if tuple(start) == axis[0]]
    assert any(end == pytest.approx(np.mean(endplate, axis=0)) for end in joined)
    data, _, _ = chosen_layer(film, hips)
    assert len(data) == 2


def test_the_trace_of_one_measurement(lateral: OpenedFilm) -> None:
    measurement = next(m for m in lateral.measurements if m.measure == "bisegmental_cobb_angle")
    data, settings, kind = chosen_layer(lateral, measurement)
    arms = [item for item in measurement.trace.items if item.role is Role.ARM]
    assert kind == "vectors"
    assert data[:, 0] == pytest.approx(np.array([arm.points[0] for arm in arms]))
    assert data[:, 0] + data[:, 1] == pytest.approx(np.array([arm.points[1] for arm in arms]))
    assert settings["name"] == "lateral T11–S1 · chosen"


def test_no_reading_no_layers() -> None:
    assert reading_layers(open_with(FilmHeader("k", 2, 2), None, "")) == []


def test_a_vertebra_that_is_not_visible_has_no_name_on_the_film(lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    blind = tuple(replace(a, marks={}) if a.structure.label == "L3" else a for a in lateral.reading.annotations)
    layers = reading_layers(open_with(lateral.header, replace(lateral.reading, annotations=blind), ""))
    assert "L3" not in layers[2][1]["features"]["label"]
    assert len(layers[2][0]) == 7
