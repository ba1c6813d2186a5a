"""Type and strokes: the signs of the field are in the font, lines lie where they should."""

import numpy as np
import pytest

from measure.drawing.ink import WHITE, dot, stroke, text_size, write, write_with_halo


def written(text: str) -> np.ndarray:
    picture = np.zeros((60, 400, 3), np.uint8)
    write(picture, text, (10, 40), WHITE, 24)
    return picture


@pytest.mark.parametrize("sign", ["±", "°", "–", "−", "×", "²", "…", "·"])
def test_the_signs_of_the_field_are_drawn(sign):
    """Each leaves ink, and other ink than the mark of a missing sign."""
    picture = written(sign)
    assert picture.any()
    assert (picture != written("\U0010fffe")).any()


def test_size_is_that_of_what_is_drawn():
    for text in ("L1", "12.3 ± 0.4 mm"):
        width, _ = text_size(text, 24)
        columns = np.flatnonzero(written(text).any(axis=(0, 2)))
        assert columns.max() - columns.min() == pytest.approx(width, abs=6)


def test_a_halo_parts_white_text_from_white_film():
    picture = np.full((60, 200, 3), 255, np.uint8)
    write_with_halo(picture, "T12", (10, 40), WHITE, 24)
    assert (picture < 30).all(axis=2).sum() > 50
    assert (picture > 200).all(axis=2)[20:40, 12:50].any()


def test_a_line_and_a_dot_lie_to_the_part_of_a_pixel():
    for draw in (
        lambda p, at: dot(p, at, WHITE, 3),
        lambda p, at: stroke(p, (at[0] - 10, at[1]), (at[0] + 10, at[1]), WHITE, 3),
    ):
        picture = np.zeros((60, 60, 3), np.uint8)
        draw(picture, (30.25, 20.5))
        grey = picture[..., 0].astype(float)
        ys, xs = np.mgrid[:60, :60]
        assert (xs * grey).sum() / grey.sum() == pytest.approx(30.25, abs=0.2)
        assert (ys * grey).sum() / grey.sum() == pytest.approx(20.5, abs=0.2)
