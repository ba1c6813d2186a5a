"""Where a point of the film comes to lie on the picture."""

import cv2
import numpy as np
import pytest

from measure.drawing.frame import Frame, around_marks, beside_outlines, fit, margin_of, outlines_of, whole
from measure.model import Point


def test_corners_of_the_film_are_corners_of_the_picture(new_film):
    film = new_film()
    frame = fit(film, film.header.calibration, whole(film), (800, 1200))
    assert frame.size == (800, 1200)
    # Outer corners: half a pixel before the first centre, half a pixel after the last.
    assert frame.at((-0.5, -0.5)) == pytest.approx((-0.5, -0.5))
    assert frame.at((599.5, 399.5)) == pytest.approx((799.5, 1199.5))


def test_the_picture_fits_the_room_and_fills_it(new_film):
    film = new_film()
    for room in ((100, 1000), (1000, 100), (37, 51)):
        width, height = fit(film, film.header.calibration, whole(film), room).size
        assert width <= room[0]
        assert height <= room[1]
        assert width == room[0] or height == room[1]


def test_pixels_that_are_not_square_are_drawn_true(new_film):
    """50 mm by 50 mm on the film are a square on the picture."""
    film = new_film(step=(0.8, 0.4))
    frame = fit(film, film.header.calibration, whole(film), (2000, 2000))
    left, top = frame.at((100, 100))
    right, bottom = frame.at((100 + 50 / 0.8, 100 + 50 / 0.4))
    assert right - left == pytest.approx(bottom - top)
    assert frame.size[1] / frame.size[0] == pytest.approx(600 * 0.8 / (400 * 0.4), rel=0.01)


@pytest.mark.parametrize("step", [(0.5, 0.5), (0.8, 0.4)])
@pytest.mark.parametrize("room", [(150, 300), (900, 1500)])
@pytest.mark.parametrize("part", [(slice(0, 600), slice(0, 400)), (slice(200, 500), slice(120, 380))])
def test_a_bright_pixel_lands_where_its_point_is_drawn(new_film, step, room, part):
    pixels = np.zeros((600, 400), np.float32)
    pixels[348:353, 246:251] = 1000  # about (350, 248)
    film = new_film(step=step, pixels=pixels)
    frame = fit(film, film.header.calibration, part, room)
    shown = cv2.resize(film.pixels[part], frame.size, interpolation=cv2.INTER_AREA).astype(float)
    ys, xs = np.mgrid[: shown.shape[0], : shown.shape[1]]
    seen = (xs * shown).sum() / shown.sum(), (ys * shown).sum() / shown.sum()
    assert frame.at((350, 248)) == pytest.approx(seen, abs=0.6)


def test_around_the_marks_holds_all_of_them_with_a_margin(new_film, lateral, measured):
    film = new_film()
    rows = measured(film, lateral)
    outlines = list(outlines_of(rows).values())
    points = np.concatenate(outlines)
    vertical, horizontal = around_marks(film, rows)
    margin = margin_of(outlines)
    assert margin > 10
    for part, axis, limit in ((vertical, 0, 600), (horizontal, 1, 400)):
        assert part.start <= max(0, points[:, axis].min() - margin)
        assert part.stop >= min(limit, points[:, axis].max() + margin)
        assert 0 <= part.start < part.stop <= limit


def test_marks_at_the_edge_keep_the_part_inside_the_film(new_film, lateral, measured):
    film = new_film(rows=440, cols=252)
    vertical, horizontal = around_marks(film, measured(film, lateral))
    assert (vertical.stop, horizontal.stop) == (440, 252)


def test_without_marks_the_part_is_the_whole_film(new_film):
    film = new_film()
    assert around_marks(film, []) == whole(film) == (slice(0, 600), slice(0, 400))
    assert outlines_of([]) == {}


def test_a_tiny_frame_is_a_picture_still():
    assert Frame(slice(0, 3), slice(0, 1000), 0.01, 1.0).size == (1000, 1)


def reaches(parts, at) -> bool:
    return all(part.start <= value < part.stop for part, value in zip(parts, at, strict=True))


def test_around_the_marks_holds_the_sacrum_and_the_hip_axis(upright, upright_table):
    film, rows = upright()
    parts = around_marks(film, rows)
    table = upright_table()
    heads = np.mean([(p.row, p.col) for p in table.heads.values()], axis=0)
    assert reaches(parts, heads)
    for mark in table.marks[19].values():
        assert reaches(parts, (mark.row, mark.col))


def test_stray_marks_of_the_whole_film_are_left_out(upright_table, new_film, measured):
    """A femoral head and a corner of S1 in the corner of the film uncover nothing there."""
    film = new_film(rows=1840, cols=900)
    kept = beside_outlines(measured(film, upright_table(), "all"))
    stray = upright_table()
    for head in stray.heads:
        stray.heads[head] = Point(1835.0, 895.0)
    marks = {n: dict(m) for n, m in stray.marks.items()}
    marks[19]["superior_posterior"] = Point(1835.0, 895.0)
    stray.marks = marks
    left = beside_outlines(measured(film, stray, "all"))
    assert len(left) < len(kept)
    assert max(points.max() for points in left) < 1600


def test_spans_alone_are_shown_without_a_vertebra_of_their_own(upright):
    film, rows = upright(measures="lumbar_lordosis")
    only = [row for row in rows if row.measure == "lumbar_lordosis"]
    assert around_marks(film, only) != whole(film)
