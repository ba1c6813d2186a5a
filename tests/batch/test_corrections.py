"""What a later run corrects takes with it all that rested on it, and nothing else: the real run, again and again."""

import json
from collections import Counter

import pytest

from measure.batch.options import Options
from measure.batch.prepare import prepare
from measure.batch.run import run
from measure.errors import StoreError
from measure.model import Topic
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.decision import Decision, decided
from measure.outcomes.schema import MeasurementRow, ProcedureRow
from measure.outcomes.store import Store
from measure.outcomes.withdraw import REASON

HEAD = "film,view,vertebra,corner,x,y,level,facing"
CASES = "film,subject,days_from_index,treated_level"
LEVELS = ("T12", "L1", "L2")
DEFORMITY = {"anterior_height_loss", "expected_anterior_height"}


@pytest.fixture
def mark(tmp_path, new_film, table):
    """Films with three bodies each, 30 px wide and 20 high, the middle one as low in front as said."""

    def mark(fronts: dict[str, float], levels=LEVELS) -> None:
        rows = []
        for name, front in fronts.items():
            path = tmp_path / "films" / name
            if not path.exists():
                new_film(path, PixelSpacing=["0.8", "0.8"], PixelSpacingCalibrationType="FIDUCIAL")
            rows.append(lateral(name, front, levels))
        table(tmp_path / "marks.csv", *rows, header=HEAD)

    return mark


def lateral(name: str, front: float, levels) -> list[str]:
    rows = []
    for number, level in enumerate(levels, 1):
        middle = 28 * number - 8
        low = front if number == 2 else 20
        for corner, x, y in (
            ("superior_anterior", 30, middle - low / 2), ("superior_posterior", 60, middle - 10),
            ("inferior_anterior", 30, middle + low / 2), ("inferior_posterior", 60, middle + 10),
        ):  # fmt: skip
            rows.append(f"{name},LAT,{number},{corner},{x},{y},{level},left")
    return rows


@pytest.fixture
def asked(tmp_path):
    """Options of a run over the films, with the lines of a cases table, into one store."""

    def asked(*cases: str, out="out", **changes) -> Options:
        path = tmp_path / "cases.csv"
        path.write_text("\n".join((CASES, *cases)) + "\n", encoding="utf-8")
        given = {"inputs": (tmp_path / "films",), **changes}
        return Options(
            out=tmp_path / out, landmarks=(tmp_path / "marks.csv",), workers=1, cases=path if cases else None,
            overlays="none", store=str(tmp_path / "all.sqlite"), **given,
        )  # fmt: skip

    return asked


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "all.sqlite") as opened:
        yield opened


def living(store, **filters) -> dict[str, MeasurementRow]:
    return {row.measurement_uid: row for row in store.rows(**filters) if row.reason != REASON}


def changes(store, **filters) -> dict[str, MeasurementRow]:
    return {uid: row for uid, row in living(store, **filters).items() if row.measure in COURSE_MEASURES}


BOTH = ("a.dcm,P-1,-2,L1", "c.dcm,P-1,92,L1")


def with_two_films(store) -> set[str]:
    """Measures that have a value worked out from two films."""
    return {row.measure for row in changes(store).values() if row.value is not None and "compared_with" in row.details}


@pytest.mark.parametrize("measures", ["default", "beck_index"])
def test_a_baseline_that_moves_to_another_subject_leaves_no_comparison_behind(tmp_path, mark, asked, store, measures):
    """The later run has the baseline alone, and may not even ask for comparisons."""
    mark({"a.dcm": 12, "c.dcm": 16})
    run(asked(*BOTH))
    assert "anterior_height_restoration" in with_two_films(store)
    (first,) = {row.subject for row in store.rows()}
    summary = run(asked("a.dcm,P-2,-2,L1", measures=measures, out="second", inputs=(tmp_path / "films" / "a.dcm",)))
    assert {row.subject for row in store.rows()} - {first}
    assert with_two_films(store) == set()
    gone = [row for row in store.rows() if row.measure in COURSE_MEASURES and row.reason == REASON]
    assert {row.subject for row in gone} == {first}
    assert summary.withdrawn >= len(gone) > 0
    own = {row.film_key for row in store.rows() if row.subject != first}
    assert all(row.film_key not in own for row in living(store, subject=first).values())
    again = run(asked("a.dcm,P-2,-2,L1", measures=measures, out="second", inputs=(tmp_path / "films" / "a.dcm",)))
    assert (again.added.inserted, again.added.revised, again.withdrawn) == (0, 0, 0)


def test_a_film_that_is_one_of_three_leaves_the_others_compared(tmp_path, mark, asked, store):
    """The later of two films before the index day is the baseline; without it the earlier one is."""
    mark({"a.dcm": 12, "b.dcm": 14, "c.dcm": 16})
    run(asked(*BOTH, "b.dcm,P-1,-1,L1"))
    (first,) = {row.subject for row in store.rows()}
    run(asked("b.dcm,P-2,-1,L1", out="second", inputs=(tmp_path / "films" / "b.dcm",)))
    films = {row.film_key: row.days_from_index for row in store.rows()}
    assert "anterior_height_restoration" in with_two_films(store)
    left = changes(store)
    with_ = {json.loads(row.details).get("compared_with") for row in left.values() if row.value is not None}
    assert {films[film] for film in with_ - {None}} == {-2}
    assert {row.subject for row in left.values()} == {first}
    assert {row.days_from_index for row in left.values()} == {92}


def test_films_that_change_places_between_two_subjects(mark, asked, store):
    """Comparisons keep their identity while the subject changes: none is lost in either direction."""
    mark({"a.dcm": 12, "c.dcm": 16, "d.dcm": 13, "e.dcm": 17})
    lines = ("a.dcm,{0},-2,L1", "c.dcm,{0},92,L1", "d.dcm,{1},-2,L1", "e.dcm,{1},92,L1")
    run(asked(*(line.format("P-1", "P-2") for line in lines)))
    before = changes(store)
    run(asked(*(line.format("P-2", "P-1") for line in lines)))
    after = changes(store)
    assert after.keys() == before.keys()
    assert all(after[uid].subject != before[uid].subject for uid in before)
    assert {uid: row.value for uid, row in after.items()} == {uid: row.value for uid, row in before.items()}


def test_corrected_marks_take_the_rows_of_all_measures_with_them(mark, asked, store):
    mark({"a.dcm": 12})
    run(asked(measures="deformity"))
    old = {uid for uid, row in living(store).items() if row.measure != "wedge_angle"}
    assert {row.measure for row in living(store).values() if row.value is not None} >= DEFORMITY
    mark({"a.dcm": 14})
    summary = run(asked(measures="wedge_angle", out="second"))
    assert {row.measure for row in living(store).values()} == {"wedge_angle"}
    assert summary.withdrawn == len(old)
    run(asked(measures="deformity", out="third"))  # and they come back, as the marks are now
    assert living(store).keys() >= old
    height = {row.level: row.value for row in living(store, measure="anterior_height").values()}
    assert height["L1"] / height["T12"] == pytest.approx(14 / 20)


def test_corrected_marks_take_comparisons_not_asked_for_with_them(mark, asked, store):
    mark({"a.dcm": 12, "c.dcm": 16})
    run(asked(*BOTH))
    assert changes(store)
    mark({"a.dcm": 12, "c.dcm": 18})
    run(asked(*BOTH, measures="beck_index", out="second"))
    left = {row.measure: row.value for row in changes(store).values() if row.value is not None}
    assert left == {"beck_index_change": pytest.approx(18 / 20 - 12 / 20)}
    assert living(store, measure="anterior_height_gain")  # which says why there is none


def test_renumbered_vertebrae_are_other_marks(mark, asked, store):
    """No row has another content: all have other names; what was not asked for goes all the same."""
    mark({"a.dcm": 12})
    run(asked(measures="deformity"))
    mark({"a.dcm": 12}, levels=("L3", "L4", "L5"))
    run(asked(measures="anterior_height", out="second"))
    assert {row.measure for row in living(store).values()} == {"anterior_height"}
    assert {row.level for row in living(store).values()} == {"L3", "L4", "L5"}


def test_another_subject_is_a_change_of_every_row(mark, asked, store):
    mark({"a.dcm": 12})
    run(asked("a.dcm,P-1,-2,", measures="deformity"))
    run(asked("a.dcm,P-2,-2,", measures="anterior_height", out="second"))
    assert {row.measure for row in living(store).values()} == {"anterior_height"}
    assert len({row.subject for row in living(store).values()}) == 1


@pytest.mark.parametrize("treated", ["", "L1"])
def test_the_same_marks_leave_what_was_not_asked_for(mark, asked, store, treated):
    """What a run reads of treated levels alone it was not asked for of the others."""
    mark({"a.dcm": 12})
    line = f"a.dcm,P-1,-2,{treated}"
    run(asked(line, measures="deformity"))
    before = living(store)
    assert Counter(row.measure for row in before.values())["expected_anterior_height"] >= 1
    for out, measures in (("second", "default"), ("third", "beck_index"), ("fourth", "default,alignment")):
        assert run(asked(line, measures=measures, out=out)).withdrawn == 0
        now = living(store)
        assert {uid: now[uid] for uid in before} == before


def test_rows_that_come_back_are_no_correction(mark, asked, store):
    """Corrected once, read again by one measure each time: the second reading takes nothing from the first."""
    mark({"a.dcm": 12})
    run(asked(measures="default"))
    mark({"a.dcm": 14})
    run(asked(measures="beck_index", out="second"))
    run(asked(measures="anterior_height_loss", out="third"))
    lost = living(store, measure="anterior_height_loss")
    assert run(asked(measures="default", out="fourth")).withdrawn == 0
    assert any(row.value for row in lost.values())
    assert living(store, measure="anterior_height_loss") == lost


def test_a_decided_row_goes_only_with_its_marks(mark, asked, store):
    mark({"a.dcm": 12})
    run(asked(measures="default"))
    row = next(r for r in living(store, measure="anterior_height").values() if r.level == "L1")
    store.decide([decided(row, Decision.AMEND, "reader-1", 9.0, on=row.revision)], batch="decided")
    assert run(asked(measures="default", out="second")).withdrawn == 0
    assert run(asked(measures="beck_index", out="third")).withdrawn == 0
    (now,) = store.rows(measurement_uid=row.measurement_uid)
    assert (now.value, now.status, now.revision) == (9.0, "confirmed", 2)
    mark({"a.dcm": 14})
    run(asked(measures="beck_index", out="fourth"))
    (now,) = store.rows(measurement_uid=row.measurement_uid)
    assert (now.status, now.reason, now.confirmed_by, now.revision) == ("draft", REASON, None, 3)


def test_killed_between_withdrawing_and_adding(mark, asked, store, monkeypatch):
    """The new rows are in the store last: the next run still sees that the film has changed."""
    mark({"a.dcm": 12})
    run(asked(measures="deformity"))
    mark({"a.dcm": 14})
    whole = Store.add

    def die(self, rows, **words):
        if words["change_reason"].startswith("measured again"):
            raise StoreError("the disk is full")
        return whole(self, rows, **words)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "add", die)
        with pytest.raises(StoreError):
            run(asked(measures="wedge_angle"))
    run(asked(measures="wedge_angle"))
    assert {row.measure for row in living(store).values()} == {"wedge_angle"}


def test_a_treated_level_stated_of_one_film_is_treated_on_all(mark, asked, store):
    """Stated of the later film alone: 20 expected, 12 before and 16 after is half of what was lost."""
    mark({"a.dcm": 12, "c.dcm": 16})
    run(asked("a.dcm,P-1,-2,", "c.dcm,p-1 ,92,L1"))
    (row,) = living(store, measure="anterior_height_restoration").values()
    assert (round(row.value, 6), row.structure) == (50, "vertebra:L1")
    assert [row.structure for row in store.rows(ProcedureRow)] == ["vertebra:L1"]


def test_a_treated_neighbour_is_no_reference_on_any_film(mark, asked, store):
    mark({"a.dcm": 12, "c.dcm": 16})
    expected = {}
    for out, treated in (("out", "L1"), ("second", "L1;L2")):
        run(asked("a.dcm,P-1,-2,", f"c.dcm,P-1,92,{treated}", out=out))
        rows = living(store, measure="expected_anterior_height", level="L1").values()
        expected[treated] = {row.days_from_index: json.loads(row.details).get("expected_by") for row in rows}
    assert expected == {
        "L1": dict.fromkeys((-2, 92), "adjacent_mean"),
        "L1;L2": dict.fromkeys((-2, 92), "one_neighbour"),
    }


def test_where_a_treated_level_is_stated(tmp_path, mark, asked):
    """By lines of the same subject only, also of a film that is not in the run; each with its line as source."""
    mark(dict.fromkeys(("a.dcm", "b.dcm", "c.dcm", "d.dcm"), 12))
    lines = ("a.dcm,P-1,-2,L1", "b.dcm, p-1,92,L3", "gone.dcm,P-1,400,L5", "c.dcm,P-2,-2,L2")
    plan = prepare(asked(*lines))
    plan.close()
    stated = {
        task.name: [(s.value, s.source) for s in task.statements() if s.topic is Topic.TREATED_LEVEL]
        for task in plan.tasks
    }
    one, three, five = ((level, f"cases table, line {n}") for level, n in (("L1", 2), ("L3", 3), ("L5", 4)))
    assert stated == {
        "a.dcm": [one, three, five], "b.dcm": [three, one, five], "c.dcm": [("L2", "cases table, line 5")], "d.dcm": [],
    }  # fmt: skip


def test_a_line_without_a_subject_is_about_that_of_its_film(tmp_path, mark, asked):
    """All films are of the same patient by their headers; a number that says nobody ties no films together."""
    mark({"a.dcm": 12, "b.dcm": 12})
    for subject, found in (("", {"a.dcm": ["L1"], "b.dcm": ["L1"]}), ("0000", {"a.dcm": [], "b.dcm": ["L1"]})):
        plan = prepare(asked(f"a.dcm,{subject},-2,", f"b.dcm,{subject},92,L1"))
        plan.close()
        stated = {t.name: [s.value for s in t.statements() if s.topic is Topic.TREATED_LEVEL] for t in plan.tasks}
        assert stated == found
