"""Labels: on the picture, within their box, cut at the edge."""

import numpy as np

from measure.simulate.station import Label
from measure.simulate.station.labels import draw_labels

GREY = np.full((100, 160), 0.4, np.float32)


def test_a_box_is_white_with_dark_letters_and_the_rest_is_left_alone():
    drawn = draw_labels(GREY, [Label("RT", (0.5, 0.5), 12.0, ink=0.2, box=1.0)], 1.0)
    changed = np.argwhere(drawn != GREY)
    top, left = changed.min(axis=0)
    bottom, right = changed.max(axis=0)
    assert 18 < bottom - top + 1 < 26
    assert abs((top + bottom) / 2 - 50) < 2
    assert abs((left + right) / 2 - 80) < 2
    assert drawn[top, left] == 1.0
    assert np.isclose(drawn.min(), 0.2)
    assert np.ptp(GREY) == 0


def test_without_a_box_letters_alone_change():
    drawn = draw_labels(GREY, [Label("L", (0.3, 0.2))], 1.0)
    assert 0 < np.count_nonzero(drawn != GREY) < 60
    assert drawn.max() > 0.9


def test_a_label_at_or_beyond_the_edge_is_cut_off():
    for at in ((0.0, 0.0), (1.0, 1.0), (0.5, 2.0), (-1.0, 0.5)):
        assert draw_labels(GREY, [Label("STANDING", at, box=0.0)], 1.0).shape == GREY.shape
