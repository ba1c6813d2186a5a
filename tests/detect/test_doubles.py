"""Two drafts on one vertebra become one, and nothing else is lost."""

import numpy as np
import pytest

from measure.detect.coarse import Chain
from measure.detect.coarse.candidates import Candidate
from measure.detect.contract import CORNERS
from measure.detect.doubles import singled
from measure.detect.fine.points import FinePoints

QUAD = np.array([[0.0, 0.0], [0.0, 40.0], [30.0, 0.0], [30.0, 40.0]])


def body(top: float, score: float, tall: float = 1.0) -> tuple[Candidate, FinePoints]:
    quad = QUAD * [tall, 1] + [top, 0]
    marks = dict(zip(CORNERS, quad, strict=True))
    plain = {name: np.eye(2) for name in CORNERS}
    return Candidate(quad, score, np.zeros(27), 0.5, 0.5), FinePoints(marks, plain, dict.fromkeys(CORNERS, 1.0), {})


def chain_of(*bodies: tuple[Candidate, FinePoints]) -> tuple[Chain, list[FinePoints]]:
    vertebrae = tuple(one for one, _ in bodies)
    return Chain(vertebrae, interpolated=(False,) * len(vertebrae)), [points for _, points in bodies]


def test_the_fainter_of_two_on_one_body_goes() -> None:
    chain, points = chain_of(body(0, 0.9), body(38, 0.3), body(40, 0.8), body(80, 0.9))
    less, marks = singled(chain, points)
    assert [one.score for one in less.vertebrae] == [0.9, 0.8, 0.9]
    assert marks == [points[0], points[2], points[3]]
    assert len(less.interpolated) == 3


def test_three_on_one_body_leave_one() -> None:
    less, _ = singled(*chain_of(body(0, 0.5), body(2, 0.9), body(5, 0.4)))
    assert [one.score for one in less.vertebrae] == [0.9]


@pytest.mark.parametrize("tall", [0.4, 0.7, 1.0])
def test_a_crushed_body_between_whole_ones_stays(tall: float) -> None:
    crushed = 30 * tall
    chain, points = chain_of(body(0, 0.9), body(32, 0.2, tall), body(34 + crushed, 0.9))
    less, marks = singled(chain, points)
    assert len(less.vertebrae) == 3
    assert marks == points


def test_the_marks_of_the_sacrum_stay_last() -> None:
    chain, points = chain_of(body(0, 0.9), body(1, 0.3))
    sacrum = body(40, 0.7)[1]
    _, marks = singled(chain, [*points, sacrum])
    assert marks == [points[0], sacrum]
