"""One vertebra: which marks it has, and why it has not the others."""

import pytest

from measure.catalog.body import Body, refuse_outside, take_marks
from measure.model import Annotation, Covariance, NotVisible, Observer, ObserverKind, Point, Polyline

READER = Observer(ObserverKind.PERSON, "reader-1")


@pytest.fixture
def taken(make):
    """Body of an annotation after its marks were taken."""

    def go(marks, where="L1", **more) -> Body:
        annotation = Annotation(make.structure(where), READER, marks, **more)
        body = Body(annotation, annotation.structure)
        take_marks(body)
        return body

    return go


def test_points_are_taken_with_their_spread(taken) -> None:
    spread = Covariance(1, 0, 2)
    body = taken({"superior_left": Point(1.5, 2.5, spread), "pedicle_left": Point(3, 4)})
    assert body.points == {"superior_left": (1.5, 2.5), "pedicle_left": (3, 4)}
    assert body.covariances == {"superior_left": spread, "pedicle_left": None}
    assert body.why_missing("inferior_left") == "missing_mark:inferior_left"


def test_a_contour_gives_left_and_right_by_where_they_are(taken) -> None:
    """Drawn from right to left; the middle lies half way along it, five below."""
    line = Polyline(((10.0, 40.0), (15.0, 20.0), (10.0, 0.0)))
    body = taken({"inferior_endplate": line})
    assert body.points["inferior_left"] == (10.0, 0.0)
    assert body.points["inferior_right"] == (10.0, 40.0)
    assert body.points["inferior_middle"] == pytest.approx((15.0, 20.0))


def test_a_closed_contour_is_no_endplate(taken) -> None:
    body = taken({"superior_endplate": Polyline(((1.0, 1.0), (2.0, 9.0), (1.0, 1.0)))})
    assert body.points == {}
    assert body.why_missing("superior_posterior") == "degenerate_marks"


def test_s1_ends_below_its_superior_endplate(taken) -> None:
    body = taken({"superior_left": Point(0, 0), "inferior_left": Point(9, 0)}, "S1")
    assert set(body.points) == {"superior_left"}
    assert body.why_missing("inferior_left") == "s1_has_no_inferior_endplate"


def test_what_is_not_visible_says_so_before_all_else(taken) -> None:
    body = taken({}, not_visible=NotVisible.CEMENT)
    body.problems["superior_left"] = "mark_outside_film"
    assert body.why_missing("superior_left") == "not_visible:cement"


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ((0.0, 0.0), True), ((99.0, 49.0), True), ((-1.0, -1.0), True), ((100.0, 50.0), True),
        ((-1.01, 5.0), False), ((100.01, 5.0), False), ((5.0, -1.01), False), ((5.0, 50.01), False),
        ((49.0, 99.0), False), ((1e300, 5.0), False), ((5.0, -1e300), False),
    ],
)  # fmt: skip
def test_a_mark_beyond_the_film_is_refused_and_the_others_stay(taken, at, inside) -> None:
    """100 rows of 50 pixels; a pixel of room for a mark on the very edge."""
    body = taken({"superior_left": Point(*at), "superior_right": Point(5, 5)})
    refuse_outside(body, (100, 50))
    assert ("superior_left" in body.points) is inside
    assert "superior_right" in body.points
    assert inside or body.why_missing("superior_left") == "mark_outside_film"


def test_without_a_size_nothing_is_outside(taken) -> None:
    body = taken({"superior_left": Point(-900, 9000)})
    refuse_outside(body, None)
    assert body.points
