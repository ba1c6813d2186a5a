import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from training.score import Score, Truth, matched  # noqa: E402

BLOCK = np.array([[0.0, 0], [0, 60], [40, 0], [40, 60]])
CHAIN = np.stack([BLOCK + [54 * k + 100, 100] for k in range(4)])


def truth(whole: bool, counted=(True, True, True, True)) -> Truth:
    return Truth(CHAIN, np.array(counted), whole)


def test_exact_quads_are_all_found() -> None:
    score = Score()
    score.add(CHAIN, truth(whole=True))
    told = score.summary()
    assert (told["recall"], told["precision"], told["corner_error_median_percent"]) == (1, 1, 0)


def test_errors_are_in_shares_of_the_height() -> None:
    score = Score()
    score.add(CHAIN + [6, 8], truth(whole=True))  # 10 pixels of 40
    assert score.errors == pytest.approx([0.25] * 16)
    assert score.summary()["corner_error_p95_percent"] == 25


def test_one_found_quad_finds_one_vertebra() -> None:
    assert matched(np.stack([CHAIN[1], CHAIN[1] + 1]), CHAIN) == {0: 1}
    assert matched(np.stack([CHAIN[1] + 1, CHAIN[1]]), CHAIN) == {1: 1}
    assert matched(CHAIN[:1] + [21, 0], CHAIN) == {}  # further than half a height from the first and the second
    assert matched(np.empty((0, 4, 2)), CHAIN) == {}


def test_extras_beyond_the_marks_of_a_reader_do_not_count() -> None:
    above, inside = CHAIN[:1] - [80, 0], CHAIN[:1] + [30, 200]
    for whole, extra in ((True, 2), (False, 1)):
        score = Score()
        score.add(np.concatenate([CHAIN[:3], above, inside]), truth(whole))
        assert (score.found, score.wanted, score.extra) == (3, 4, extra)


def test_what_may_be_found_is_no_extra_and_a_sacrum_may_be_a_vertebra() -> None:
    score = Score()
    score.add(CHAIN[:3], truth(True, (True, False, True, True)), sacrum=CHAIN[3])
    assert (score.found, score.wanted, score.extra) == (3, 3, 0)
    score.add(np.empty((0, 4, 2)), truth(True), sacrum=CHAIN[3] + 500)
    assert (score.found, score.wanted, score.extra) == (3, 7, 0)


def test_no_films_no_figures() -> None:
    assert set(Score().summary().values()) == {0, None}
