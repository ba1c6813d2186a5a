import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from training.windows import MIRRORED, RAYS, _by_grid, _by_opencv, mirrored, sampled, warp  # noqa: E402


def one(centre, scale=1.0, angle=0.0, squeeze=1.0, mirror=1.0, shape=(20, 30)):
    numbers = (torch.tensor([value]) for value in (scale, angle, squeeze, mirror))
    return warp(torch.tensor([centre]), *numbers, shape)


def test_window_pixels_lie_where_a_hand_puts_them() -> None:
    place = one((100.0, 50.0), scale=2.0, squeeze=1.5, mirror=-1.0, shape=(21, 31))
    film = torch.tensor([[[100.0, 50.0], [102.0, 50.0], [100.0, 53.0]]])
    # middle of the window; two film rows are one pixel; three columns, squeezed, are one, the other way round
    assert place.marks(film)[0].tolist() == [[10.0, 15.0], [11.0, 15.0], [10.0, 14.0]]


def test_a_quarter_turn() -> None:
    place = one((10.0, 10.0), angle=np.pi / 2, shape=(5, 5))
    right = place.marks(torch.tensor([[[9.0, 10.0]]]))[0, 0]  # film pixel above the middle
    assert right.tolist() == pytest.approx([2.0, 3.0], abs=1e-5)


@settings(max_examples=40)
@given(st.floats(0.3, 4), st.floats(-3, 3), st.floats(0.7, 1.4), st.sampled_from([-1.0, 1.0]))
def test_marks_undo_the_grid(scale: float, angle: float, squeeze: float, mirror: float) -> None:
    place = one((40.0, 70.0), scale, angle, squeeze, mirror, (6, 8))
    back = place.marks(place.grid())[0]
    rows = (np.arange(6 * RAYS) + 0.5) / RAYS - 0.5
    cols = (np.arange(8 * RAYS) + 0.5) / RAYS - 0.5
    wanted = np.stack(np.meshgrid(rows, cols, indexing="ij"), axis=-1)
    np.testing.assert_allclose(back.numpy(), wanted, atol=2e-3)


def test_affine_is_the_grid_for_opencv() -> None:
    place = one((40.0, 70.0), 1.7, 0.4, 1.2, -1.0, (6, 8))
    grid, affine = place.grid()[0].numpy(), place.affine()[0]
    for row, col in ((0, 0), (3, 7), (11, 15)):
        x, y = affine @ [col, row, 1.0]
        assert (y, x) == pytest.approx(tuple(grid[row, col]), abs=1e-4)


def test_both_ways_of_sampling_agree() -> None:
    rows, cols = np.mgrid[:160, :120]
    film = torch.from_numpy((120 + 60 * np.sin(rows / 9) * np.cos(cols / 7)).astype(np.uint8))[None]
    films = torch.tensor([0, 0])
    numbers = (torch.tensor(values) for values in ([1.3, 0.8], [0.3, -0.2], [1.0, 1.2], [1.0, -1.0]))
    place = warp(torch.tensor([[80.0, 60.0], [60.0, 50.0]]), *numbers, (48, 40))
    ours, theirs = _by_opencv(film, films, place), _by_grid(film, films, place)
    assert ours.shape == theirs.shape == (2, 1, 48, 40)
    np.testing.assert_allclose(ours.numpy(), theirs.numpy(), atol=0.012)


def test_a_window_on_a_ramp_shows_the_ramp_and_dark_beyond_the_film() -> None:
    film = torch.from_numpy(np.tile(np.arange(10, 250, 2, dtype=np.uint8)[:, None], (1, 100)))[None]
    window = sampled(film, torch.tensor([0]), one((60.0, 50.0), scale=2.0, shape=(100, 11)))[0, 0].numpy() * 255
    film_rows = 60 + 2 * (np.arange(100) - 49.5)
    inside = (film_rows > 1) & (film_rows < 118)
    np.testing.assert_allclose(window[inside, 5], 10 + 2 * film_rows[inside], atol=1.0)
    assert set(window[film_rows < -3, 5].round()) == {10}


def test_mirrored_slots_swap_left_and_right() -> None:
    marks = torch.arange(2 * 27 * 6).reshape(2, 27, 6)
    given_back = mirrored(marks, torch.tensor([1.0, -1.0]))
    assert torch.equal(given_back[0], marks[0])
    assert given_back[1, 0].tolist() == [int(marks[1, 0, k]) for k in MIRRORED]
