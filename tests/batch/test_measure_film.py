"""One film from file to rows: a bad one is an outcome with a reason, whatever is wrong with it."""

import json

import cv2
import numpy as np
import pytest

from measure.batch.drafts import NO_MARKS
from measure.batch.measure_film import _draw, measure_film
from measure.batch.options import Overlays
from measure.batch.outcome import FileStatus, Outcome
from measure.batch.prepare import prepare
from measure.catalog import measure_job
from measure.catalog import prepare as prepare_job
from measure.errors import CatalogError
from measure.film import read_film
from measure.model import Facing, Film
from measure.readings import decode_reading


@pytest.fixture
def measured(tmp_path, options):
    """Outcome of the one film of a plan."""

    def go(overlays=Overlays.NONE, **changes):
        asked = options(**changes)
        (task,) = prepare(asked).tasks
        return measure_film(task, asked, overlays)

    return go


def test_a_good_film(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    found = measured(Overlays.ALL, landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),))
    assert (found.status, found.reason, found.film_key) == (FileStatus.MEASURED, "", "1.2.3/1")
    assert found.values == len([row for row in found.rows if row.value is not None]) > 0
    assert found.gaps == len(found.rows) - found.values
    assert found.uids == [row.measurement_uid for row in found.rows]
    assert len(found.landmarks) == 20
    assert found.milliseconds > 0
    reading = decode_reading((tmp_path / "out" / "readings" / "1.2.3_1.json").read_text())
    assert reading.uid == found.rows[0].reading_uid
    assert cv2.imread(str(tmp_path / "out" / "overlays" / "1.2.3_1.png")) is not None
    assert not list((tmp_path / "out").rglob("*.part"))


def test_no_landmarks_and_no_draft(tmp_path, new_film, measured):
    """Noise is no film of a spine, with weights as without."""
    new_film(tmp_path / "films" / "a.dcm")
    found = measured(Overlays.ALL)
    assert found.status in (FileStatus.SKIPPED, FileStatus.REFUSED)
    assert found.reason.startswith(NO_MARKS)
    assert not (tmp_path / "out").exists()


def test_a_truncated_film_is_unreadable_and_leaves_nothing(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm", keep=0.6)
    rows = table(tmp_path / "m.csv", frontal("a.dcm"))
    found = measured(Overlays.ALL, landmarks=(rows,))
    assert found.status is FileStatus.UNREADABLE
    assert "cut short" in found.reason
    assert (found.rows, found.uids, found.landmarks, found.values) == ([], [], [], 0)
    assert not (tmp_path / "out").exists()
    # Headers alone do not find the damage: the option says so.
    assert measured(pixels=False, landmarks=(rows,)).status is FileStatus.MEASURED


def test_headers_only_draws_nothing_and_measures_the_same(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(tmp_path / "m.csv", frontal("a.dcm"))
    with_pixels, without = measured(landmarks=(rows,)), measured(Overlays.ALL, landmarks=(rows,), pixels=False)
    assert [(r.measurement_uid, r.value, r.sd) for r in without.rows] == [
        (r.measurement_uid, r.value, r.sd) for r in with_pixels.rows
    ]
    assert not (tmp_path / "out" / "overlays").exists()


def test_an_unknown_view_is_refused_with_the_remedy(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(tmp_path / "m.csv", [row.replace(",AP,", ",,") for row in frontal("a.dcm")])
    found = measured(landmarks=(rows,))
    assert found.status is FileStatus.REFUSED
    assert found.reason == "view not known: expected AP or LAT in the landmark table, the cases table or the header"
    assert found.rows == []


@pytest.mark.parametrize("where", ["header", "cases"])
def test_the_view_may_come_from_elsewhere(tmp_path, new_film, frontal, table, measured, where):
    new_film(tmp_path / "films" / "a.dcm", ViewPosition="AP" if where == "header" else None)
    rows = table(tmp_path / "m.csv", [row.replace(",AP,", ",,") for row in frontal("a.dcm")])
    cases = tmp_path / "cases.csv"
    cases.write_text("file,view\na.dcm,AP\n")
    found = measured(landmarks=(rows,), cases=cases if where == "cases" else None)
    assert found.status is FileStatus.MEASURED
    assert {row.view for row in found.rows} == {"frontal"}


def test_without_facing_front_and_back_are_not_measurable(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(tmp_path / "m.csv", lateral("a.dcm"))
    found = measured(landmarks=(rows,))
    assert found.reasons["facing_not_stated"] > 0
    beck = [row for row in found.rows if row.measure == "beck_index"]
    assert [row.value for row in beck] == [None] * 3
    assert {row.value_status for row in beck} == {"not_measurable"}
    for facing, expected in ((Facing.LEFT, 10 / 12), (Facing.RIGHT, 12 / 10)):
        found = measured(landmarks=(rows,), facing=facing)
        beck = [row.value for row in found.rows if row.measure == "beck_index"]
        assert beck == pytest.approx([expected] * 3)


def test_the_command_does_not_overrule_what_is_known(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm", ViewPosition="LL", PatientOrientation=["P", "F"])
    rows = table(tmp_path / "m.csv", lateral("a.dcm"))
    found = measured(landmarks=(rows,), facing=Facing.RIGHT)
    assert [r.value for r in found.rows if r.measure == "beck_index"] == pytest.approx([10 / 12] * 3)
    cases = tmp_path / "cases.csv"
    cases.write_text("file,facing\na.dcm,left\n")
    new_film(tmp_path / "films" / "a.dcm")
    found = measured(landmarks=(rows,), facing=Facing.RIGHT, cases=cases)
    assert [r.value for r in found.rows if r.measure == "beck_index"] == pytest.approx([10 / 12] * 3)


def test_an_unknown_pixel_aspect_leaves_no_angle(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm", ImagerPixelSpacing=None)
    rows = table(tmp_path / "m.csv", frontal("a.dcm"))
    cases = tmp_path / "cases.csv"
    cases.write_text("file,pixel_aspect\na.dcm,unknown\n")
    assert measured(landmarks=(rows,)).values > 0
    found = measured(landmarks=(rows,), cases=cases)
    assert found.reasons.get("pixel_aspect_unknown", 0) > 0
    assert not [row for row in found.rows if row.unit == "deg" and row.value is not None]


def test_one_bad_vertebra_does_not_refuse_the_film(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    given = lateral("a.dcm")
    rows = table(tmp_path / "m.csv", [row for row in given if not row.startswith("a.dcm,LAT,2,inferior_left")])
    found = measured(landmarks=(rows,), facing=Facing.LEFT)
    assert found.status is FileStatus.MEASURED
    values = {(r.structure_ordinal, r.value is None) for r in found.rows if r.measure == "anterior_height"}
    assert values == {(1, False), (2, True), (3, False)}
    assert any(reason.startswith("missing_mark") for reason in found.reasons)


def test_nothing_but_gaps_is_refused_with_the_commonest_reason(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(tmp_path / "m.csv", lateral("a.dcm"))
    found = measured(landmarks=(rows,), measures="beck_index")
    assert found.status is FileStatus.REFUSED
    assert found.reason.startswith("nothing could be measured: front and back unknown: state the facing (--facing")
    assert len(found.rows) == found.gaps == 3


def test_measures_for_the_other_view(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    found = measured(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),), measures="beck_index")
    assert found.status is FileStatus.REFUSED
    assert found.rows == [] or found.gaps == len(found.rows)


def test_an_unknown_measure_stops_the_run(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    with pytest.raises(CatalogError, match="did you mean beck_index"):
        measured(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),), measures="beck_indx")


def test_two_readers_have_rows_and_pictures_of_their_own(tmp_path, new_film, frontal, table, measured):
    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    both = [f"{row},{who}" for seed, who in ((1, "anna"), (2, "ben")) for row in frontal("a.dcm", seed)]
    rows = table(tmp_path / "m.csv", both, header="film,view,vertebra,corner,x,y,observer")
    found = measured(Overlays.ALL, landmarks=(rows,))
    assert {row.observer for row in found.rows} == {"anna", "ben"}
    assert len(set(found.uids)) == len(found.uids)
    for folder, ending in (("readings", "json"), ("overlays", "png")):
        written = sorted(path.name for path in (tmp_path / "out" / folder).iterdir())
        assert written == [f"1.2.3_1-1.{ending}", f"1.2.3_1-2.{ending}"]


def test_flagged_draws_only_what_asks_for_a_look(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    rows = table(tmp_path / "m.csv", lateral("a.dcm"))
    measured(Overlays.FLAGGED, landmarks=(rows,), measures="posterior_height", facing=Facing.LEFT)
    assert not (tmp_path / "out" / "overlays").exists()
    measured(Overlays.FLAGGED, landmarks=(rows,), measures="posterior_height")
    assert (tmp_path / "out" / "overlays" / "1.2.3_1.png").is_file()


def test_an_unexpected_error_is_an_outcome_that_quotes_nothing(tmp_path, new_film, frontal, table, options):
    """A folder stands where the picture should go: an OSError whose text holds the path."""
    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    asked = options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),))
    (task,) = prepare(asked).tasks
    (tmp_path / "out" / "readings" / "1.2.3_1.json" / "x").mkdir(parents=True)
    found = measure_film(task, asked, Overlays.NONE)
    assert found.status is FileStatus.UNREADABLE
    assert found.reason.startswith("unexpected ")
    assert str(tmp_path) not in json.dumps(found.record())
    assert (found.rows, found.uids, found.values, found.gaps, found.flagged, found.reasons) == ([], [], 0, 0, 0, {})


def test_a_second_reader_who_fails_takes_the_counts_of_the_first_along(tmp_path, new_film, lateral, table, measured):
    """Whatever is refused as a whole counts as nothing: no values, no gaps, no flags."""
    new_film(tmp_path / "films" / "a.dcm")
    both = [f"{row},anna" for row in lateral("a.dcm")]
    both += [f"{row.replace(',LAT,', ',,')},ben" for row in lateral("a.dcm")]
    rows = table(tmp_path / "m.csv", both, header="film,view,vertebra,corner,x,y,observer")
    found = measured(landmarks=(rows,))
    assert found.status is FileStatus.REFUSED
    assert (found.values, found.gaps, found.flagged, found.reasons, found.rows) == (0, 0, 0, {}, [])


def test_pixels_do_not_change_a_length(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm", pixels=np.zeros((96, 96), np.uint16))
    found = measured(landmarks=(table(tmp_path / "m.csv", lateral("a.dcm")),), facing=Facing.LEFT)
    heights = [row for row in found.rows if row.measure == "anterior_height"]
    assert [row.value for row in heights] == pytest.approx([4.0] * 3)
    assert {(row.unit, row.scale_class) for row in heights} == {("mm", "detector")}


def test_contradicting_views_are_named(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    cases = tmp_path / "cases.csv"
    cases.write_text("file,view\na.dcm,AP\n")
    found = measured(landmarks=(table(tmp_path / "m.csv", lateral("a.dcm")),), cases=cases, facing=Facing.LEFT)
    assert found.status is FileStatus.REFUSED
    assert found.reason == "view: the landmark table and the cases table state different ones"


def test_contradicting_facings_are_named(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(
        tmp_path / "m.csv", [f"{row},left" for row in lateral("a.dcm")], header="film,view,vertebra,corner,x,y,facing"
    )
    cases = tmp_path / "cases.csv"
    cases.write_text("file,facing\na.dcm,right\n")
    found = measured(landmarks=(rows,), cases=cases)
    assert found.reason.endswith("two statements of the facing contradict each other")
    cases.write_text("file,facing\na.dcm,left\n")
    assert measured(landmarks=(rows,), cases=cases).status is FileStatus.MEASURED


def test_a_picture_that_cannot_be_drawn_costs_no_number(tmp_path, new_film, lateral, table, options):
    """Pixels that are no numbers stop the drawing; it is told, and no file is left."""
    path = new_film(tmp_path / "films" / "a.dcm")
    asked = options(landmarks=(table(tmp_path / "m.csv", lateral("a.dcm")),), facing=Facing.LEFT)
    (task,) = prepare(asked).tasks
    film = read_film(path)
    job = prepare_job(film.header, task.readings[0].reading("2.25.1", film.header.film_key))
    outcome = Outcome("a.dcm", FileStatus.MEASURED)
    rows = measure_job(job, "default")
    assert _draw(Film(np.full((96, 96), None), film.header), rows, job, asked, "overlays/a.png", outcome) == ""
    (note,) = outcome.notes
    assert note.startswith("no picture: unexpected ")
    assert not list((tmp_path / "out").rglob("*.png"))
    assert _draw(film, rows, job, asked, "overlays/a.png", outcome) == "overlays/a.png"
    assert cv2.imread(str(tmp_path / "out" / "overlays" / "a.png")) is not None


def test_the_picture_of_a_film_is_named_where_there_is_one(tmp_path, new_film, lateral, table, measured):
    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    rows = table(tmp_path / "m.csv", lateral("a.dcm"))
    assert measured(Overlays.ALL, landmarks=(rows,)).picture == "overlays/1.2.3_1.png"
    assert measured(Overlays.NONE, landmarks=(rows,)).picture == ""


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a.dcm,LAT,1,superior_left,900,15", "mark_outside_film"),
        ("a.dcm,LAT,1,superior_left,30,15\na.dcm,LAT,1,superior_anterior,30,16", "marks_contradict"),
        ("a.dcm,LAT,1,superior_left,52,15", "marks_crossed"),
        ("a.dcm,LAT,1,superior_left,0,95", "marks_crossed"),
    ],
)
def test_one_wrong_mark_leaves_the_other_vertebrae_as_they_were(
    tmp_path, new_film, lateral, table, measured, row, reason
):
    new_film(tmp_path / "films" / "a.dcm")
    given = lateral("a.dcm")
    good = measured(landmarks=(table(tmp_path / "m.csv", given),), facing=Facing.LEFT)
    rows = [row if one.startswith("a.dcm,LAT,1,superior_left") else one for one in given]
    bad = measured(landmarks=(table(tmp_path / "m.csv", rows),), facing=Facing.LEFT)

    def of(found, *numbers):
        return {
            (r.measure, r.structure_ordinal): (r.value, r.reason)
            for r in found.rows
            if r.structure_ordinal in numbers and r.measure == "anterior_height"
        }

    assert of(bad, 2, 3) == of(good, 2, 3)
    assert of(bad, 1) == {("anterior_height", 1): (None, reason)}
