"""Traces on the film: each mark where it is, each vertebra named, each curve with its angle, all inside."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from measure.drawing.frame import fit, outlines_of, whole
from measure.drawing.ink import ANTERIOR, ENDPLATE, GUIDE, POSTERIOR, WHITE
from measure.drawing.places import overlap, place
from measure.drawing.traces import _centres, draw_traces
from measure.model import Facing


def trace_points(rows):
    return np.concatenate([*outlines_of(rows).values(), np.empty((0, 2))])


@pytest.fixture
def drawn():
    """Picture of traces alone, on black, one picture pixel per film pixel."""

    def go(film, rows, room=(400, 600)):
        frame = fit(film, film.header.calibration, whole(film), room)
        picture = np.zeros((frame.size[1], frame.size[0], 3), np.uint8)
        draw_traces(picture, rows, frame)
        return picture, frame

    return go


def near(picture, at, colour, within=4) -> bool:
    x, y = (round(v) for v in at)
    part = picture[max(0, y - within) : y + within + 1, max(0, x - within) : x + within + 1].astype(int)
    return bool((np.abs(part - colour).sum(axis=2) < 60).any())


@pytest.mark.parametrize("step", [(0.5, 0.5), (0.8, 0.4)])
@pytest.mark.parametrize("room", [(800, 1200), (1200, 1600)])
def test_heights_are_drawn_between_their_marks(new_film, lateral, measured, drawn, step, room):
    film = new_film(step=step)
    picture, frame = drawn(film, measured(film, lateral), room)
    for marks in lateral.marks.values():
        for end, colour in (("anterior", ANTERIOR), ("posterior", POSTERIOR)):
            ends = [marks[f"{edge}_{end}"] for edge in ("superior", "inferior")]
            for share in (0.25, 0.75):  # at its ends the endplates are drawn over it
                row = ends[0].row + share * (ends[1].row - ends[0].row)
                assert near(picture, frame.at((row, ends[0].col)), colour), (end, share)
            for point in ends:
                x, y = frame.at((point.row, point.col))
                assert picture[round(y), round(x)].max() > 100


def test_nothing_is_drawn_far_from_the_marks(new_film, lateral, measured, drawn):
    film = new_film()
    rows = measured(film, lateral)
    picture, frame = drawn(film, rows)
    points = np.array([frame.at(tuple(point)) for point in trace_points(rows)])
    ys, xs = np.nonzero(picture.any(axis=2))
    assert len(xs) > 1000
    assert points[:, 0].min() - 15 <= xs.min() <= xs.max() <= points[:, 0].max() + 15
    assert points[:, 1].min() - 15 <= ys.min() <= ys.max() <= points[:, 1].max() + 15


@pytest.mark.parametrize("view", ["lateral", "frontal"])
def test_every_vertebra_is_named_at_its_centre(new_film, measured, drawn, request, view):
    table = request.getfixturevalue(view)
    film = new_film()
    rows = measured(film, table)
    centres = _centres(rows)
    assert set(centres) == {str(level) for level in table.levels.values()}
    picture, frame = drawn(film, rows, (1200, 1800))
    for number, level in table.levels.items():
        points = np.array([(p.row, p.col) for p in table.marks[number].values()])
        assert centres[str(level)] == pytest.approx(points.mean(axis=0), abs=12)
        assert near(picture, frame.at(centres[str(level)]), WHITE, within=16), level


def test_unnumbered_vertebrae_have_their_place(new_film, lateral, measured):
    film = new_film()
    assert set(_centres(measured(film, replace(lateral, levels={})))) == {f"#{n}" for n in range(1, 6)}


def test_an_s_shaped_spine_has_three_angles(new_film, frontal, measured, drawn):
    """Each curve adds two arms in its own place: fewer curves, less ink."""
    film = new_film()
    rows = [row for row in measured(film, frontal) if row.quantity.value is not None]
    curves = [row for row in rows if row.measure.startswith("coronal_cobb_angle")]
    assert len({row.measure for row in curves}) >= 3

    def ink(some) -> int:
        picture, _ = drawn(film, some, (800, 1200))
        return int((np.abs(picture.astype(int) - ENDPLATE).sum(axis=2) < 60).sum())

    amounts = [ink(curves[:count]) for count in range(4)]
    assert amounts[0] == 0
    assert all(later > earlier + 100 for earlier, later in pairwise(amounts))


def test_what_was_not_measured_has_no_arms(new_film, frontal, measured, drawn):
    from measure.model import Quantity

    film = new_film()
    rows = [row for row in measured(film, frontal) if row.structure is None]
    gone = [replace(row, quantity=Quantity.absent("deg", "no_such_curve")) for row in rows]
    picture, _ = drawn(film, gone)
    assert not (np.abs(picture.astype(int) - ENDPLATE).sum(axis=2) < 60).any()


def test_marks_outside_the_film_do_no_harm(new_film, lateral, measured, drawn):
    film = new_film(rows=200, cols=200)
    picture, _ = drawn(film, measured(film, lateral), (200, 200))
    assert picture.shape == (200, 200, 3)
    assert picture.any()


def test_no_measurements_draw_nothing(new_film, drawn):
    assert not drawn(new_film(), [])[0].any()


@pytest.mark.parametrize("facing", [Facing.LEFT, Facing.RIGHT])
def test_plumb_line_and_hip_lines_are_drawn(upright, upright_table, drawn, facing):
    film, rows = upright(facing)
    picture, frame = drawn(film, rows, (900, 1840))
    table = upright_table(facing)
    c7 = np.mean([(p.row, p.col) for name, p in table.marks[1].items() if "middle" not in name], axis=0)
    assert near(picture, frame.at((1000.0, c7[1])), GUIDE)
    axis = np.mean([(p.row, p.col) for p in table.heads.values()], axis=0)
    s1 = np.mean([(p.row, p.col) for name, p in table.marks[19].items() if "middle" not in name], axis=0)
    assert near(picture, frame.at(tuple((axis + s1) / 2)), GUIDE)
    alone, _ = drawn(film, [row for row in rows if row.measure == "sacral_slope"], (900, 1840))
    assert near(alone, frame.at(tuple(s1)), ENDPLATE)
    assert not (np.abs(alone.astype(int) - GUIDE).sum(axis=2) < 60).any()


@pytest.mark.parametrize("facing", [Facing.LEFT, Facing.RIGHT])
def test_values_of_spans_are_written_apart(upright, drawn, facing, monkeypatch):
    """Six spans: no value over another, over a vertebra or over the edge of the picture."""
    places = []

    def placed(wanted, taken, *more):
        box = place(wanted, taken, *more)
        places.append((box, list(taken)))
        return box

    monkeypatch.setattr("measure.drawing.traces.place", placed)
    film, rows = upright(facing)
    drawn(film, rows, (900, 1600))
    assert len(places) == 6
    for box, taken in places:
        assert not any(overlap(box, other) for other in taken)
        assert box[0] >= 0
        assert box[1] >= 0


def test_a_line_of_two_measures_is_drawn_once(new_film, lateral, measured, drawn):
    """The endplate below, that a slip reads from back to front, keeps its colour."""
    film = new_film()
    plain, _ = drawn(film, measured(film, lateral))
    rows = measured(film, lateral, "default,slip_percent")
    both, _ = drawn(film, rows)
    assert any(row.measure == "slip_percent" for row in rows)
    assert (plain == both).all()
