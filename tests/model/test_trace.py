"""Traces are plain values."""

import pickle

from measure.model import Role, Trace, TraceItem


def test_two_traces_of_the_same_points_are_equal() -> None:
    one, other = (Trace((TraceItem(Role.PATH, ((1.0, 2.0), (3.0, 4.0)), "height"),)) for _ in range(2))
    assert one == other
    assert pickle.loads(pickle.dumps(one)) == other
    assert Trace().items == ()
