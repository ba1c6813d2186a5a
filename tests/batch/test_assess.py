"""What people judged goes through a batch run: rows, corrections, withdrawals, and films without marks."""

import shutil

import pandas as pd
import pytest

from measure.batch import assess
from measure.batch.options import Options, Overlays
from measure.batch.outcome import FileStatus
from measure.batch.run import plan_run, run
from measure.errors import BatchError, TableError
from measure.model import Assessment, FilmHeader, Level, Observer, ObserverKind, Reading, Structure, StructureKind
from measure.outcomes.judgements import assessment_from_row
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.outcomes.store import Store
from measure.readings import decode_reading, encode_reading

LONG = "film,level,vertebra,scheme,value,observer"


@pytest.fixture
def judged(tmp_path):
    """Write an assessment table."""

    def write(*lines: str, name: str = "judged.csv", header: str = LONG):
        path = tmp_path / name
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return (path,)

    return write


def held(options, **filters) -> list[AssessmentRow]:
    with Store.open(options.store_url) as store:
        return list(store.rows(AssessmentRow, **filters))


def values(options) -> dict[tuple[str | None, str], str]:
    return {(row.structure, row.scheme): row.value for row in held(options)}


def test_each_judgement_is_a_row_of_its_own_observer(tmp_path):
    header = FilmHeader("1.2.3/1", 9, 9, sop_uid="1.2.3")
    l1 = Structure(StructureKind.VERTEBRA, Level.L1, 3)
    given = [
        Assessment("genant_visual", "2", Observer(ObserverKind.PERSON, name), l1) for name in ("reader-1", "reader-2")
    ]
    rows = assess.assessment_rows(given, header)
    assert [assessment_from_row(row) for row in rows] == given
    assert len({row.assessment_uid for row in rows}) == len({row.reading_uid for row in rows}) == 2
    assert [row.confirmed_by for row in rows] == ["reader-1", "reader-2"]


@pytest.fixture(scope="module")
def sampled(tmp_path_factory, samples_dir):
    """A run over the sample films with judgements of two observers in two forms, by two processes."""
    patch = pytest.MonkeyPatch()
    root = tmp_path_factory.mktemp("judged")
    patch.setenv("MEASURE_KEY_FILE", str(root / "pseudonym.key"))
    wide = root / "wide.csv"
    wide.write_text(
        "film;level;vertebra;observer;genant_visual;genant_type;leak_site;of_dgou\n"
        "lateral_fracture.dcm;L1;;reader-1;2;Wedge;disc, vein;of2\n"
        "lateral_fracture.dcm;;5;reader-1;0;;;\n"
        "lateral_fracture.dcm;;;reader-1;;;none;\n"
        "gone.dcm;L1;;reader-1;1;;;\n"
    )
    long = root / "long.csv"
    long.write_text(
        "film,level,scheme,value\nlateral_fracture.dcm,L1,genant_visual,1\nap_scoliosis.dcm,,image_quality,good\n"
    )
    options = Options(
        inputs=tuple(sorted(samples_dir.glob("*.dcm"))), out=root / "out", landmarks=(samples_dir / "landmarks.csv",),
        cases=samples_dir / "cases.csv", assessments=(wide, long), workers=2, overlays=Overlays.NONE,
    )  # fmt: skip
    yield run(options)
    patch.undo()


def test_the_table_of_the_samples_says_who_judged_what(sampled):
    table = pd.read_csv(sampled.options.out / "assessments.csv", dtype=str, keep_default_na=False)
    assert list(table.columns) == list(AssessmentRow.model_fields)
    columns = ["structure", "scheme", "value", "observer", "status", "confirmed_by"]
    assert sorted(table[columns].itertuples(index=False, name=None)) == [
        ("", "image_quality", "good", "imported", "draft", ""),
        ("", "leak_site", "none", "reader-1", "confirmed", "reader-1"),
        ("vertebra:L1", "genant_type", "wedge", "reader-1", "confirmed", "reader-1"),
        ("vertebra:L1", "genant_visual", "1", "imported", "draft", ""),
        ("vertebra:L1", "genant_visual", "2", "reader-1", "confirmed", "reader-1"),
        ("vertebra:L1", "leak_site", "disc;vein", "reader-1", "confirmed", "reader-1"),
        ("vertebra:L1", "of_dgou", "OF2", "reader-1", "confirmed", "reader-1"),
        ("vertebra:L2", "genant_visual", "0", "reader-1", "confirmed", "reader-1"),
    ]
    assert sampled.plan.unmatched == ["assessment table: gone.dcm"]
    assert (sampled.options.out / "assessments_dictionary.csv").is_file()


def test_they_join_the_measurements_by_film_and_structure_and_person(sampled):
    out = sampled.options.out
    judged, measured = (pd.read_csv(out / f"{name}.csv") for name in ("assessments", "measurements"))
    both = judged[judged.structure.notna()].merge(
        measured[measured.measure == "beck_index"], on=["film_key", "structure"]
    )
    assert len(both) == 6
    assert (both.subject_x == both.subject_y).all()
    assert (both.structure_ordinal_x == both.structure_ordinal_y).all()
    assert set(judged.timepoint) == {"baseline"}


def test_every_reading_of_a_film_carries_all_that_was_judged_on_it(sampled):
    counts = {}
    for path in (sampled.options.out / "readings").glob("*.json"):
        reading = decode_reading(path.read_text(encoding="utf-8"))
        counts[reading.film_key] = sorted(a.observer.name for a in reading.assessments)
    by_name = {o.relative: counts.get(o.film_key, []) for o in sampled.outcomes}
    assert by_name["lateral_fracture.dcm"] == ["imported"] + ["reader-1"] * 6
    assert by_name["ap_scoliosis.dcm"] == ["imported"]
    assert by_name["lateral_no_spacing.dcm"] == []


def test_a_second_run_measures_nothing_and_adds_nothing(sampled, monkeypatch):
    monkeypatch.setenv("MEASURE_KEY_FILE", str(sampled.options.out.parent / "pseudonym.key"))
    before = (sampled.options.out / "assessments.csv").read_bytes()
    again = run(sampled.options)
    assert again.already_done == len(sampled.outcomes) - 1  # all but the damaged file
    assert (again.added.inserted, again.added.revised, again.withdrawn) == (0, 0, 0)
    assert [len(o.assessments) for o in again.outcomes] == [len(o.assessments) for o in sampled.outcomes]
    assert (sampled.options.out / "assessments.csv").read_bytes() == before


def test_a_film_without_marks_keeps_its_judgements_and_says_so(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    new_film(tmp_path / "films" / "b.dcm")
    asked = options(assessments=judged("a.dcm,L1,,genant_visual,2,reader-1"))
    first, second = run(asked).outcomes
    assert (first.status, len(first.assessments)) == (FileStatus.SKIPPED, 1)
    assert first.reason.startswith("its assessments are kept; ")
    assert not second.reason.startswith("its assessments")
    assert values(asked) == {("vertebra:L1", "genant_visual"): "2"}


def test_a_film_that_is_refused_keeps_its_judgements(tmp_path, new_film, options, judged, frontal, table):
    new_film(tmp_path / "films" / "a.dcm")
    rows = [row.replace(",AP,", ",,") for row in frontal("a.dcm")]
    asked = options(
        landmarks=(table(tmp_path / "m.csv", rows),), assessments=judged("a.dcm,,2,genant_visual,2,reader-1")
    )
    (outcome,) = run(asked).outcomes
    assert outcome.status is FileStatus.REFUSED
    assert "view not known" in outcome.reason
    assert values(asked) == {("vertebra:#2", "genant_visual"): "2"}


def test_a_bad_line_refuses_its_film_alone(tmp_path, new_film, options, judged, frontal, table):
    for name in ("a.dcm", "b.dcm"):
        new_film(tmp_path / "films" / name)
    asked = options(
        landmarks=(table(tmp_path / "m.csv", frontal("a.dcm"), frontal("b.dcm")),),
        assessments=judged("a.dcm,L1,,genant_visual,9,r", "b.dcm,L1,,genant_visual,1,r"),
    )
    bad, good = run(asked).outcomes
    assert (bad.status, bad.values) == (FileStatus.REFUSED, 0)
    assert bad.reason == ("assessment table: line 2, column value: genant_visual: expected 0, 0.5, 1, 2, 3, got '9'")
    assert (good.status, len(good.assessments)) == (FileStatus.MEASURED, 1)


def test_a_correction_is_a_revision_and_what_is_taken_out_is_withdrawn(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    lines = ["a.dcm,L1,,genant_visual,2,reader-1", "a.dcm,L1,,leak_site,disc,reader-1", "a.dcm,L2,,leak_site,vein,r2"]
    asked = options(assessments=judged(*lines))
    assert run(asked).added.inserted == 3
    judged(lines[0].replace(",2,", ",3,"), lines[2])
    second = run(asked)
    assert (second.added.inserted, second.added.revised, second.withdrawn) == (0, 1, 1)
    assert values(asked) == {
        ("vertebra:L1", "genant_visual"): "3",
        ("vertebra:L1", "leak_site"): "withdrawn",
        ("vertebra:L2", "leak_site"): "vein",
    }
    (gone,) = held(asked, value="withdrawn")
    assert (gone.status, gone.confirmed_by, gone.revision, gone.change_reason) == ("draft", None, 2, assess.GONE)
    assert "withdrawn" not in (asked.out / "assessments.csv").read_text()
    third = run(asked)
    assert (third.already_done, third.withdrawn) == (1, 0)
    judged("b.dcm,L1,,leak_site,none,reader-1")  # not a word on the film any more, by anybody
    last = run(asked)
    assert last.withdrawn == 2
    assert set(values(asked).values()) == {"withdrawn"}
    assert not (asked.out / "assessments.csv").exists()
    judged(*lines)
    back = run(asked)
    assert (back.added.revised, back.withdrawn) == (3, 0)
    assert "withdrawn" not in values(asked).values()


def test_a_run_without_the_table_takes_nothing_back(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    run(options(assessments=judged("a.dcm,L1,,genant_visual,2,reader-1")))
    again = run(options())
    assert again.withdrawn == 0
    assert values(options()) == {("vertebra:L1", "genant_visual"): "2"}
    assert not (tmp_path / "out" / "assessments.csv").exists()


def test_only_judgements_of_this_film_and_these_observers_are_withdrawn(tmp_path, new_film, options, judged):
    """Another folder on the same store has judgements of another observer: they are none of this run's."""
    new_film(tmp_path / "films" / "a.dcm")
    store = str(tmp_path / "shared.sqlite")
    run(options(out=tmp_path / "one", store=store, assessments=judged("a.dcm,L1,,genant_visual,2,r1", name="1.csv")))
    two = options(out=tmp_path / "two", store=store, assessments=judged("a.dcm,L1,,genant_visual,3,r2", name="2.csv"))
    assert run(two).withdrawn == 0
    assert sorted(row.value for row in held(two)) == ["2", "3"]


def test_a_number_takes_the_level_that_the_marks_give_it_later(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    words = judged("a.dcm,,1,genant_visual,2,reader-1")
    asked = options(assessments=words)
    run(asked)
    assert values(asked) == {("vertebra:#1", "genant_visual"): "2"}
    marks = tmp_path / "m.csv"
    corners = (
        ("superior_left", 30, 20),
        ("superior_right", 60, 21),
        ("inferior_left", 31, 40),
        ("inferior_right", 61, 44),
    )
    rows = [f"a.dcm,LAT,1,{name},{x},{y},L1,right" for name, x, y in corners]
    marks.write_text("\n".join(["film,view,vertebra,corner,x,y,level,facing", *rows]) + "\n")
    summary = run(options(assessments=words, landmarks=(marks,)))
    assert summary.withdrawn == 1
    assert values(asked) == {
        ("vertebra:#1", "genant_visual"): "withdrawn", ("vertebra:L1", "genant_visual"): "2"
    }  # fmt: skip
    measured = pd.read_csv(tmp_path / "out" / "measurements.csv")
    assert set(measured.structure.dropna()) == {"vertebra:L1"}


def test_a_store_that_was_taken_away_is_filled_again(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    asked = options(assessments=judged("a.dcm,L1,,genant_visual,2,reader-1"))
    run(asked)
    for path in (tmp_path / "out").glob("outcomes.sqlite*"):
        path.unlink()
    again = run(asked)
    assert (again.already_done, again.added.inserted) == (0, 1)


def test_a_row_that_is_gone_while_the_table_is_written_is_named(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    summary = run(options(assessments=judged("a.dcm,L1,,genant_visual,2,reader-1")))
    with Store.open(tmp_path / "empty.sqlite") as store, pytest.raises(BatchError, match=r"are gone; delete journal"):
        assess.write_assessments(tmp_path, summary.outcomes, store)


def test_the_same_table_twice_is_one_and_two_that_say_the_same_thing_are_refused(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    (one,) = judged("a.dcm,L1,,genant_visual,2,reader-1")
    assert len(plan_run(options(assessments=(one, one))).tasks[0].assessments) == 1
    copy = shutil.copy(one, tmp_path / "copy.csv")
    plan = plan_run(options(assessments=(one, copy)))
    assert [o.reason for o in plan.settled] == [
        "two assessment tables have genant_visual of vertebra:L1 by 'reader-1' for this film; expected one"
    ]
    (other,) = judged("a.dcm,L1,,genant_type,wedge,reader-1", name="other.csv")
    assert len(plan_run(options(assessments=(one, other))).tasks[0].assessments) == 2


def test_a_frame_that_is_judged_is_looked_at(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "cine.dcm", frames=3, SOPInstanceUID="1.2.9")
    asked = options(assessments=judged("cine.dcm#2,L1,,genant_visual,2,reader-1"))
    run(asked)
    assert [row.film_key for row in held(asked)] == ["1.2.9/2"]


def test_a_name_that_two_files_share_is_refused(tmp_path, new_film, options, judged):
    for folder in ("x", "y"):
        new_film(tmp_path / "films" / folder / "a.dcm")
    plan = plan_run(options(assessments=judged("a.dcm,L1,,genant_visual,2,r")))
    assert {o.reason for o in plan.settled} == {
        "assessment table: several files have this name; expected the relative path in it"
    }
    assert len(plan.settled) == 2


def test_a_table_among_the_films_is_no_film_and_what_is_no_table_stops_the_run(tmp_path, new_film, options, judged):
    new_film(tmp_path / "films" / "a.dcm")
    (path,) = judged("a.dcm,L1,,genant_visual,2,r", name="films/judged.csv")
    assert plan_run(options(assessments=(path,))).order == ["a.dcm"]
    path.write_text("film,mood\na.dcm,good\n")
    with pytest.raises(TableError, match="expected columns scheme and value"):
        plan_run(options(assessments=(path,)))


def test_judgements_are_no_measurements(sampled):
    with Store.open(sampled.options.store_url) as store:
        measures = {row.measure for row in store.rows(MeasurementRow)}
        schemes = {row.scheme for row in store.rows(AssessmentRow)}
    assert measures
    assert schemes
    assert not measures & schemes


def test_the_assessments_of_a_reading_json_are_taken_too(tmp_path, new_film, options):
    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    reader = Observer(ObserverKind.PERSON, "reader-1")
    wall = Assessment("posterior_wall", "Intact", reader, Structure(StructureKind.VERTEBRA, Level.L1))
    path = tmp_path / "reading.json"
    path.write_text(encode_reading(Reading("2.25.1", "1.2.3/1", reader, assessments=(wall,))), encoding="utf-8")
    asked = options(assessments=(path,))
    assert run(asked).plan.unmatched == []
    assert values(asked) == {("vertebra:L1", "posterior_wall"): "intact"}
