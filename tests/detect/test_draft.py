"""Draft: what was found on a film, as a reading that the catalogue measures."""

import math
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

from measure.catalog import measure_reading
from measure.detect.coarse import Candidate, Chain
from measure.detect.draft import Found, draft
from measure.detect.fine.points import FinePoints
from measure.detect.levels import Levels, name_levels
from measure.detect.quality import Quality
from measure.model import (
    LEVELS,
    Calibration,
    Facing,
    FilmHeader,
    Level,
    NotVisible,
    Observer,
    ObserverKind,
    Origin,
    ScaleClass,
    Statement,
    Status,
    StructureKind,
    Topic,
    View,
)
from measure.model.uids import draft_reading_uid
from measure.readings import decode_reading, encode_reading

OBSERVER = Observer(ObserverKind.ALGORITHM, "spine-detector", "0.1+abc")
HEADER = FilmHeader(
    "sha256:0", 600, 300, Calibration(1.0, 1.0, 0.0, ScaleClass.CALIBRATED, "x", "patient"), digest="ab" * 32
)
PITCH, HEIGHT, WIDTH = 40.0, 28.0, 34.0


def points(row: float, left: float = HEIGHT, right: float = HEIGHT, middle: float | None = None) -> FinePoints:
    """Six points of a body whose inferior endplate is level, 34 wide; heights at its left and right ends."""
    low, ends = row + HEIGHT, {"left": (left, 100.0), "right": (right, 100.0 + WIDTH)}
    ends["middle"] = ((left + right) / 2 if middle is None else middle, 100.0 + WIDTH / 2)
    marks = {f"superior_{end}": np.array([low - height, col]) for end, (height, col) in ends.items()}
    marks |= {f"inferior_{end}": np.array([low, col]) for end, (_, col) in ends.items()}
    spread = {name: np.array([[0.5 + k, 0.1], [0.1, 1.0]]) for k, name in enumerate(marks)}
    return FinePoints(marks, spread, dict.fromkeys(marks, 0.9), {"clear": 1.0})


def candidate(row: float, left: float) -> Candidate:
    quad = np.array([[row, 100.0], [row, 134.0], [row + HEIGHT, 100.0], [row + HEIGHT, 134.0]])
    return Candidate(quad, 0.9, np.full(len(LEVELS), -math.log(len(LEVELS))), 0.5, left)


def found(
    *shapes: FinePoints,
    sacrum: FinePoints | None = None,
    view: View = View.LATERAL,
    front_left: float = 0.99,
    filled: Collection[int] = (),
    quality: dict[int, Quality] | None = None,
    levels: Levels | None = None,
    flags: tuple[str, ...] = (),
) -> Found:
    """Vertebrae one below the other, and S1 below them."""
    n = len(shapes)
    bodies = tuple(candidate(PITCH * k, front_left) for k in range(n))
    below = candidate(PITCH * n, front_left) if sacrum else None
    chain = Chain(bodies, below, None, 0.0, 0.95 if sacrum else 0.0, tuple(k in filled for k in range(n)))
    marks = (*shapes, sacrum) if sacrum else shapes
    judged = tuple((quality or {}).get(k, Quality()) for k in range(len(marks)))
    return Found(view, chain, marks, judged, levels or name_levels(chain), front_left, flags)


def spine(n: int = 5) -> list[FinePoints]:
    return [points(PITCH * k) for k in range(n)]


class TestIdentity:
    def test_the_same_film_and_detector_give_the_same_reading(self) -> None:
        one, two = (draft(HEADER, found(*spine()), OBSERVER) for _ in range(2))
        assert one == two
        assert one.uid == draft_reading_uid("ab" * 32, "spine-detector", "0.1+abc", 1)
        assert (one.film_key, one.observer) == ("sha256:0", OBSERVER)

    def test_another_version_frame_or_film_gives_another(self) -> None:
        newer = replace(OBSERVER, version="0.2")
        uids = {
            draft(head, found(*spine()), who).uid
            for head, who in [(HEADER, OBSERVER), (HEADER, newer), (replace(HEADER, frame=2), OBSERVER),
                              (replace(HEADER, digest="cd" * 32), OBSERVER), (replace(HEADER, digest=None), OBSERVER)]
        }  # fmt: skip
        assert len(uids) == 5

    def test_everything_is_a_draft_and_survives_the_way_to_a_file(self) -> None:
        reading = draft(HEADER, found(*spine(), sacrum=points(200.0)), OBSERVER)
        assert {a.status for a in reading.annotations} == {Status.DRAFT}
        assert {a.observer for a in reading.annotations} == {OBSERVER}
        assert decode_reading(encode_reading(reading)) == reading


class TestMarks:
    @pytest.mark.parametrize(("front_left", "front", "back"), [(0.99, "left", "right"), (0.01, "right", "left")])
    def test_lateral_marks_are_named_after_the_body(self, front_left: float, front: str, back: str) -> None:
        seen = points(0.0, left=20.0)
        reading = draft(HEADER, found(seen, *spine(1), front_left=front_left), OBSERVER)
        marks = reading.annotations[0].marks
        for edge in ("superior", "inferior"):
            for end, side in (("anterior", front), ("posterior", back), ("middle", "middle")):
                mark, true = marks[f"{edge}_{end}"], seen.marks[f"{edge}_{side}"]
                assert (mark.row, mark.col) == tuple(true)
                spread = seen.covariances[f"{edge}_{side}"]
                assert (mark.covariance.rr, mark.covariance.rc, mark.covariance.cc) == (
                    spread[0, 0], spread[0, 1], spread[1, 1]
                )  # fmt: skip
        assert len(marks) == 6

    def test_the_catalogue_measures_them(self) -> None:
        """Front 22, back 28 of 34 mm depth: the oracle of domain reference 7.5."""
        reading = draft(HEADER, found(points(0.0, left=22.0), *spine(3)[1:]), OBSERVER)
        rows = {(m.measure, m.structure.label if m.structure else ""): m for m in measure_reading(HEADER, reading)}
        assert rows["beck_index", "#1"].quantity.value == pytest.approx(22 / 28)
        assert rows["wedge_angle", "#1"].quantity.value == pytest.approx(math.degrees(math.atan2(6, 34)))
        assert rows["beck_index", "#1"].level_confidence is None
        assert "no_level_anchor" in rows["beck_index", "#1"].flags

    def test_frontal_marks_stay_as_seen(self) -> None:
        reading = draft(HEADER, found(*spine(3), view=View.FRONTAL), OBSERVER)
        assert set(reading.annotations[0].marks) == set(points(0.0).marks)
        assert not reading.stated(Topic.FACING)
        assert "facing_unsure" not in reading.annotations[0].flags

    def test_where_the_front_is_not_known_they_stay_as_seen(self) -> None:
        reading = draft(HEADER, found(*spine(3), front_left=0.6), OBSERVER)
        assert set(reading.annotations[0].marks) == set(points(0.0).marks)
        assert all("facing_unsure" in a.flags for a in reading.annotations)
        assert not reading.stated(Topic.FACING)
        rows = [m for m in measure_reading(HEADER, reading) if m.measure == "beck_index"]
        assert {row.quantity.reason for row in rows} == {"facing_not_stated"}
        stated = replace(reading, statements=(*reading.statements, Statement(Topic.FACING, "left", Origin.PERSON)))
        rows = [m for m in measure_reading(HEADER, stated) if m.measure == "beck_index"]
        assert {row.quantity.value for row in rows} == {1.0}

    def test_s1_has_its_superior_marks_only(self) -> None:
        reading = draft(HEADER, found(*spine(5), sacrum=points(200.0)), OBSERVER)
        s1 = reading.annotations[-1]
        assert (s1.structure.level, s1.structure.ordinal) == (Level.S1, 6)
        assert set(s1.marks) == {"superior_anterior", "superior_middle", "superior_posterior"}
        assert s1.level_confidence > 0.99

    def test_a_sacrum_that_is_no_anchor_is_no_s1(self) -> None:
        shown = found(*spine(3), sacrum=points(120.0))
        chain = replace(shown.chain, sacrum_score=0.1)
        reading = draft(HEADER, replace(shown, chain=chain, levels=name_levels(chain)), OBSERVER)
        assert [a.structure.key for a in reading.annotations] == ["vertebra:#1", "vertebra:#2", "vertebra:#3"]


class TestQuality:
    def test_a_hidden_mark_is_left_out(self) -> None:
        reading = draft(HEADER, found(*spine(2), quality={0: Quality(hidden=frozenset({"superior_left"}))}), OBSERVER)
        assert "superior_anterior" not in reading.annotations[0].marks
        assert len(reading.annotations[0].marks) == 5

    def test_what_cannot_be_read_carries_its_reason(self) -> None:
        judged = {1: Quality(NotVisible.CEMENT, treated=True)}
        reading = draft(HEADER, found(*spine(3), quality=judged), OBSERVER)
        body = reading.annotations[1]
        assert (body.marks, body.not_visible) == ({}, NotVisible.CEMENT)
        assert "accuracy_unproven" in body.flags
        assert len(reading.annotations[0].marks) == 6

    def test_its_flags_reach_the_rows(self) -> None:
        judged = {1: Quality(flags=("interpolated",))}
        reading = draft(HEADER, found(*spine(3), quality=judged), OBSERVER)
        rows = {m.structure.label: m for m in measure_reading(HEADER, reading) if m.measure == "beck_index"}
        assert "interpolated" in rows["#2"].flags
        assert "interpolated" not in rows["#1"].flags

    def test_one_put_into_a_gap_says_so(self) -> None:
        reading = draft(HEADER, found(*spine(3), filled=[1]), OBSERVER)
        assert ["interpolated" in a.flags for a in reading.annotations] == [False, True, False]

    def test_doubts_about_the_film_are_on_every_vertebra(self) -> None:
        reading = draft(HEADER, found(*spine(3), flags=("polarity_turned",)), OBSERVER)
        assert all("polarity_turned" in a.flags for a in reading.annotations)


class TestUnproven:
    @pytest.mark.parametrize(
        ("shape", "low"),
        [
            ({}, False),
            ({"left": 23.0}, False),  # 18 % less than behind
            ({"left": 22.0}, True),  # 21 %
            ({"right": 22.0}, True),
            ({"middle": 22.0}, True),
            ({"left": 22.0, "right": 22.0}, True),  # as low all over: a fifth less than its neighbours
            ({"left": 23.0, "right": 23.0}, False),
        ],
    )
    def test_a_fifth_of_a_height_lost(self, shape: dict[str, float], low: bool) -> None:
        shapes = [points(0.0), points(40.0, **shape), points(80.0)]
        reading = draft(HEADER, found(*shapes), OBSERVER)
        assert ["accuracy_unproven" in a.flags for a in reading.annotations] == [False, low, False]

    def test_cement_and_implants(self) -> None:
        reading = draft(HEADER, found(*spine(3), quality={2: Quality(treated=True)}), OBSERVER)
        assert ["accuracy_unproven" in a.flags for a in reading.annotations] == [False, False, True]


class TestStatements:
    def test_the_algorithm_says_what_nobody_else_does(self) -> None:
        reading = draft(HEADER, found(*spine(5), sacrum=points(200.0)), OBSERVER)
        said = {s.topic: (s.value, s.origin) for s in reading.statements}
        assert said == {
            Topic.VIEW: ("lateral", Origin.ALGORITHM),
            Topic.FACING: ("left", Origin.ALGORITHM),
            Topic.LEVEL_ANCHOR: ("5=L5", Origin.ALGORITHM),
        }
        assert reading.stated(Topic.LEVEL_ANCHOR)[0].source == "sacrum in view"

    def test_a_stated_facing_wins_and_stays(self) -> None:
        stated = Statement(Topic.FACING, "right", Origin.TABLE, "cases")
        reading = draft(HEADER, found(*spine(2), front_left=0.999), OBSERVER, [stated])
        assert reading.stated(Topic.FACING) == (stated,)
        assert reading.annotations[0].marks["superior_anterior"].col == 134.0
        assert all("facing_contradicts_picture" in a.flags for a in reading.annotations)

    def test_the_facing_of_the_header_wins(self) -> None:
        header = replace(HEADER, facing=Facing.RIGHT, view=View.LATERAL)
        reading = draft(header, found(*spine(2), front_left=0.6), OBSERVER)
        assert reading.annotations[0].marks["superior_anterior"].col == 134.0
        assert reading.statements == ()
        assert all("facing_contradicts_picture" not in a.flags for a in reading.annotations)

    def test_two_facings_name_nothing(self) -> None:
        stated = [Statement(Topic.FACING, value, Origin.PERSON) for value in ("left", "right")]
        reading = draft(HEADER, found(*spine(2)), OBSERVER, stated)
        assert set(reading.annotations[0].marks) == set(points(0.0).marks)
        rows = [m for m in measure_reading(HEADER, reading) if m.measure == "beck_index"]
        assert {row.quantity.reason for row in rows} == {"facing_statements_contradict"}

    def test_a_stated_level_renumbers_and_stays(self) -> None:
        stated = Statement(Topic.LEVEL_ANCHOR, "2=L1", Origin.PERSON, "CT")
        shown = found(*spine(4))
        shown = replace(shown, levels=name_levels(shown.chain, [stated]))
        reading = draft(HEADER, shown, OBSERVER, [stated])
        assert [a.structure.label for a in reading.annotations] == ["T12", "L1", "L2", "L3"]
        assert reading.stated(Topic.LEVEL_ANCHOR) == (stated,)
        rows = {m.structure.label: m for m in measure_reading(HEADER, reading) if m.measure == "anterior_height"}
        assert rows["L1"].level_confidence == 1.0
        assert rows["L1"].flags == ()

    def test_numbers_and_kinds(self) -> None:
        reading = draft(HEADER, found(*spine(4)), OBSERVER)
        assert [(a.structure.kind, a.structure.ordinal) for a in reading.annotations] == [
            (StructureKind.VERTEBRA, k) for k in (1, 2, 3, 4)
        ]


def test_a_person_may_correct_the_facing_of_a_draft_that_was_unsure() -> None:
    """And a level may be stated on the draft: its vertebrae are then counted from there."""
    reading = draft(HEADER, found(*spine(4), front_left=0.5), OBSERVER)
    more = (Statement(Topic.FACING, "left", Origin.PERSON), Statement(Topic.LEVEL_ANCHOR, "3=L1", Origin.PERSON))
    rows = measure_reading(HEADER, replace(reading, statements=(*reading.statements, *more)))
    assert {m.structure.label for m in rows if m.measure == "beck_index"} == {"T11", "T12", "L1", "L2"}


def test_frontal_films_are_read_on_the_chest_and_the_loin_alone() -> None:
    seen = found(*spine(3), sacrum=points(200.0), view=View.FRONTAL)
    named = replace(seen.levels, names=(Level.C7, Level.T1, Level.T2), confidence=(0.9,) * 3)
    reading = draft(HEADER, replace(seen, levels=named), OBSERVER)
    assert [one.structure.level for one in reading.annotations] == [Level.T1, Level.T2]
