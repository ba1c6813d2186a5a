"""Header and statements put together: statements win, contradictions are flagged."""

import pytest

from measure.catalog.facts import establish
from measure.errors import ReadingError
from measure.model import (
    Facing,
    Level,
    Origin,
    Posture,
    Reading,
    ScaleClass,
    Side,
    Statement,
    Topic,
    View,
)

SAID = {
    "view": (View.LATERAL, View.FRONTAL),
    "facing": (Facing.LEFT, Facing.RIGHT),
    "patient_left": (Facing.LEFT, Facing.RIGHT),
    "side": (Side.LEFT, Side.RIGHT),
    "posture": (Posture.STANDING, Posture.SUPINE),
}
each_topic = pytest.mark.parametrize("topic", SAID)


def stating(make: object, *pairs: tuple[str, str]) -> Reading:
    plain = make.reading()
    said = tuple(Statement(Topic(topic), value, Origin.PERSON) for topic, value in pairs)
    return Reading(plain.uid, plain.film_key, plain.observer, statements=said)


@each_topic
def test_header_holds_where_nothing_is_stated(make: object, topic: str) -> None:
    header = make.header(**{"view": None, topic: SAID[topic][0]})
    found = establish(header, make.reading())
    assert getattr(found, topic) is SAID[topic][0]
    assert found.flags == ()


@each_topic
def test_statement_holds_where_the_header_is_silent(make: object, topic: str) -> None:
    found = establish(make.header(None), stating(make, (topic, f" {SAID[topic][1]} ")))
    assert getattr(found, topic) is SAID[topic][1]
    assert found.flags == ()


@each_topic
def test_statement_wins_and_the_contradiction_is_flagged(make: object, topic: str) -> None:
    header = make.header(**{"view": None, topic: SAID[topic][0]})
    found = establish(header, stating(make, (topic, SAID[topic][1])))
    assert getattr(found, topic) is SAID[topic][1]
    assert found.flags == (f"{topic}_contradicts_header",)


@each_topic
def test_two_different_statements_cancel_each_other(make: object, topic: str) -> None:
    header = make.header(**{"view": None, topic: SAID[topic][0]})
    found = establish(header, stating(make, (topic, SAID[topic][0]), (topic, SAID[topic][1])))
    assert getattr(found, topic) is None
    assert found.flags == (f"{topic}_statements_contradict",)


@each_topic
def test_the_same_said_twice_is_no_contradiction(make: object, topic: str) -> None:
    found = establish(make.header(None), stating(make, (topic, SAID[topic][0]), (topic, SAID[topic][0])))
    assert getattr(found, topic) is SAID[topic][0]
    assert found.flags == ()


@pytest.mark.parametrize(
    ("topic", "value", "says"),
    [
        ("view", "sideways", "sideways"),
        ("facing", "up", "up"),
        ("posture", "asleep", "asleep"),
        ("treated_level", "L9", "expected C1"),
        ("treated_level", "?", "expected a level"),
        ("level_anchor", "L1", "expected a place and a level such as 3=L1"),
        ("level_anchor", "x=L1", "expected a place and a level such as 3=L1"),
        ("level_anchor", "3=", "expected a place and a level such as 3=L1"),
        ("spacing", "0.2", "0.148±0.002"),
        ("magnification", "big", "1.15±0.07"),
        ("pixel_aspect", "round", "or unknown"),
    ],
)
def test_a_value_its_topic_does_not_allow(make: object, topic: str, value: str, says: str) -> None:
    with pytest.raises(ReadingError, match=f"statement about {topic}: ") as caught:
        establish(make.header(), stating(make, (topic, value)))
    assert says in str(caught.value)


def test_anchors_and_treated_levels(make: object) -> None:
    reading = stating(make, ("level_anchor", " 3 = L1"), ("treated_level", "Th12"), ("treated_level", "L1"))
    found = establish(make.header(), reading)
    assert found.anchors == ((3, Level.L1),)
    assert found.treated == (Level.T12, Level.L1)


def test_anchors_that_agree_by_counting(make: object) -> None:
    found = establish(make.header(), stating(make, ("level_anchor", "3=L1"), ("level_anchor", "1=T11")))
    assert found.anchors == ((3, Level.L1), (1, Level.T11))
    assert found.flags == ()


def test_an_anchor_on_a_thirteenth_rib_agrees(make: object) -> None:
    found = establish(make.header(), stating(make, ("level_anchor", "3=T12"), ("level_anchor", "4=T13")))
    assert found.anchors
    assert found.flags == ()


def test_anchors_that_do_not_agree_hold_neither(make: object) -> None:
    """Domain trap 1: counts from both ends must agree."""
    found = establish(make.header(), stating(make, ("level_anchor", "3=L1"), ("level_anchor", "1=T12")))
    assert found.anchors == ()
    assert found.flags == ("level_anchor_statements_contradict",)


def test_end_vertebrae(make: object) -> None:
    assert establish(make.header(), stating(make, ("end_vertebrae", "T5-L1"))).end_vertebrae == "T5-L1"
    twice = stating(make, ("end_vertebrae", "T5-L1"), ("end_vertebrae", "T6-L1"))
    assert establish(make.header(), twice).flags == ("end_vertebrae_statements_contradict",)


def test_stated_spacing_and_lost_aspect(make: object) -> None:
    found = establish(make.header(), stating(make, ("pixel_aspect", "unknown")))
    assert found.calibration.aspect is None
    assert found.calibration.scale_class is ScaleClass.NONE
    assert found.flags == ("statement_overrides_header_scale",)


class TestAlgorithms:
    """What an algorithm states gives way to anybody else."""

    @staticmethod
    def both(make: object, topic: Topic, own: str, said: str | None) -> Reading:
        plain = make.reading()
        stated = [Statement(topic, own, Origin.ALGORITHM)]
        stated += [Statement(topic, said, Origin.PERSON)] if said is not None else []
        return Reading(plain.uid, plain.film_key, plain.observer, statements=tuple(stated))

    def test_alone_it_holds(self, make: object) -> None:
        found = establish(make.header(), self.both(make, Topic.FACING, "left", None))
        assert (found.facing, found.flags) == (Facing.LEFT, ())

    def test_a_person_wins_without_a_contradiction(self, make: object) -> None:
        found = establish(make.header(), self.both(make, Topic.FACING, "left", "right"))
        assert (found.facing, found.flags) == (Facing.RIGHT, ())

    def test_its_level_anchor_names_nothing_by_itself(self, make: object) -> None:
        """A draft names each vertebra; one that it leaves unnamed stays so."""
        assert establish(make.header(), self.both(make, Topic.LEVEL_ANCHOR, "3=L1", None)).anchors == ()
        found = establish(make.header(), self.both(make, Topic.LEVEL_ANCHOR, "3=L1", "3=L2"))
        assert (found.anchors, found.flags) == (((3, Level.L2),), ())
