"""One entry to one measurement row: what is asked of it, and what is filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog import get
from measure.catalog.typical import typical_sd
from measure.model import ObserverKind
from measure.outcomes.importing.entry import Cell, Entry
from measure.outcomes.importing.measurements import COLUMNS, measurement_row, unit_of
from measure.outcomes.importing.people import People
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.uids import measurement_uid, table_reading_uid

SUBJECT = "kdeadbeef:" + "A" * 26
SOUND = {
    "subject": SUBJECT, "visit": "v1", "level": "L1", "measure": "anterior_height", "value": "22", "unit": "mm",
    "scale_class": "unknown",
}  # fmt: skip


def made(**changes):
    entry = Entry(2, {name: Cell(text, name) for name, text in {**SOUND, **changes}.items()})
    return measurement_row(entry, People()), [f"{p.column}: {p.message}" for p in entry.problems]


def row(**changes):
    found, problems = made(**changes)
    assert problems == []
    return found


def test_a_minimal_entry():
    found = row()
    assert found.film_key.startswith("unseen:")
    reading = table_reading_uid(found.film_key, "imported", 1)
    assert found.reading_uid == reading
    assert found.measurement_uid == measurement_uid(found.film_key, "vertebra:L1", "anterior_height", "1", reading)
    assert (found.view, found.site_modifier, found.measure_code, found.anatomy_code) == (
        "lateral", "anterior", "DCM|121207", "SCT|66794005"
    )  # fmt: skip
    assert (found.sd, found.floor_sd) == typical_sd("anterior_height", ObserverKind.TABLE)
    assert (found.observer, found.observer_kind, found.method, found.status) == (
        "imported",
        "table",
        "imported",
        "draft",
    )


@pytest.mark.parametrize("name", ["L1", "l1", " L 1", "L1 "])
def test_levels_as_people_write_them(name):
    assert row(level=name).structure == "vertebra:L1"
    assert row(level="Th12").level == row(level="D12").level == "T12"


def test_a_named_observer_is_a_person_and_varies_less():
    found = row(observer="AB")
    assert (found.observer_kind, found.sd) == ("person", typical_sd("anterior_height", ObserverKind.PERSON)[0])
    assert row(observer="AB", read_number="2").measurement_uid != found.measurement_uid


def test_a_stated_sd_wins():
    found = row(sd="0.9", floor_sd="0.4")
    assert (found.sd, found.floor_sd, found.sd_basis) == (0.9, 0.4, "type_b")
    assert row(sd="0.9", sd_basis="type_a").sd_basis == "type_a"
    assert made(sd="0")[1] == ["sd: expected a number above 0 or an empty cell, got '0'"]


def test_pixels_need_no_scale_and_get_a_share_of_the_value():
    found = row(value="140", unit="px", scale_class="")
    share = typical_sd("anterior_height", ObserverKind.TABLE, scaled=False)
    assert (found.unit, found.scale_class) == ("{pixel}", "none")
    assert found.sd == pytest.approx(140 * share[0])


def test_a_missing_value_with_its_reason():
    found = row(value="", reason="cement", scale_class="")
    assert (found.value, found.value_status, found.reason, found.sd) == (None, "missing", "cement", None)
    assert row(value="", reason="cement", value_status="not measurable").value_status == "not_measurable"


def test_a_film_that_is_known():
    found = row(film_key="1.2.840.1/3", subject="", visit="")
    assert (found.film_key, found.subject, found.sop_instance_uid) == ("1.2.840.1/3", None, "1.2.840.1")
    assert found.frame_number == 3
    assert row(sop_instance_uid="1.2.840.1", frame_number="3").film_key == "1.2.840.1/3"
    assert row(film="sha256:" + "ab" * 32).sop_instance_uid is None


def test_measures_of_the_whole_film():
    found = row(measure="coronal_cobb_angle", unit="°", value="31", level="", side="right", scale_class="")
    assert (found.structure, found.view, found.side) == (None, "frontal", "right")


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"unit": "cm"}, ["unit: expected mm or {pixel}, got 'cm'"]),
        ({"unit": ""}, ["unit: expected mm or {pixel}, got an empty cell"]),
        ({"measure": "beck_index", "value": "0.8", "unit": "%"}, ["unit: expected {ratio}, got %"]),
        ({"value": "NaN"}, ["value: expected a finite number, got a text of 3 characters"]),
        ({"value": "1_0"}, ["value: expected a finite number, got a text of 3 characters"]),
        ({"value": ""}, ["value: expected a number, or why there is none in the column reason; the cell is empty"]),
        ({"value": "61"}, ["value: expected 2 to 60 mm for anterior_height, got '61'"]),
        ({"level": ""}, ["level: expected a level such as L1 for anterior_height, the cell is empty"]),
        ({"level": "unnumbered"}, ["level: expected a level such as L1 (C1 to C7, T1 to T13, L1 to L6, S1), got a text"
                                   " of 10 characters"]),
        ({"structure": "vertebra:L2"}, ["level: expected L2, as the structure says, got L1"]),
        ({"view": "AP"}, ["view: expected lateral for anterior_height, got frontal"]),
        ({"scale_class": "none"}, ["scale_class: expected calibrated, estimated, detector or unknown beside mm, got"
                                   " none; write unknown where nobody knows"]),
        ({"unit": "px", "value": "99"}, ["scale_class: expected none or an empty cell beside {pixel}, got unknown"]),
        ({"measure": "coronal_cobb_angle", "unit": "deg"}, [
            "level: expected an empty cell: coronal_cobb_angle is of the film as a whole"]),
        ({"subject": ""}, ["subject: expected a patient number or a pseudonym, the cell is empty"]),
        ({"visit": ""}, ["visit: expected visit, timepoint, days_from_index or exam_date, got none"]),
        ({"visit": "", "timepoint": "unscheduled"}, ["timepoint: expected a visit or a day beside unscheduled, got"
                                                     " neither"]),
        ({"visit": "2024-03-01"}, ["visit: expected a label such as v1, got what looks like a calendar date; use"
                                   " exam_date"]),
        ({"exam_date": "01.03.2024"}, ["exam_date: expected a day as YYYY-MM-DD, got another form"]),
        ({"exam_date": "0224-03-01"}, ["exam_date: expected a day from 1895 on, got another century"]),
        ({"days_from_index": "3", "exam_date": "2024-03-02", "index_date": "2024-03-01"}, [
            "days_from_index: expected 1 (exam_date - index_date), got 3"]),
        ({"timepoint": "baseline", "days_from_index": "12"}, [
            "timepoint: expected a day of 0 or less in column days_from_index beside baseline, got 12 days from the"
            " index procedure"]),
        ({"timepoint": "6m", "exam_date": "2024-02-27", "index_date": "2024-03-01"}, [
            "timepoint: expected a day of 0 or more in column exam_date beside m6, got -3 days from the index"
            " procedure"]),
        ({"treated": "Smithson"}, ["treated: expected yes or no, got a text of 8 characters"]),
        ({"treated": "2"}, ["treated: expected yes or no, got '2'"]),
        ({"days_from_index": "1.5"}, ["days_from_index: expected a whole number, got '1.5'"]),
        ({"film": "lateral.dcm"}, ["film: expected a film key or a DICOM SOP instance UID, got a text of 11"
                                    " characters"]),
        ({"status": "confirmed"}, ["confirmed_by: expected exactly where status is confirmed, got status confirmed"]),
        ({"observer": "A;B"}, ["observer: expected a code or label in the form that the dictionary of columns gives"]),
        ({"posture": "hanging"}, ["posture: expected standing, sitting, supine, prone, lateral_decubitus, got a text"
                                  " of 7 characters"]),
        ({"measure": ""}, ["measure: expected an id from `measure catalog`, the cell is empty"]),
        # All that is wrong, not only the first.
        ({"unit": "cm", "level": "X", "observer": "A;B", "value": "?"}, [
            "level: expected a level such as L1 (C1 to C7, T1 to T13, L1 to L6, S1), got 'X'",
            "unit: expected mm or {pixel}, got 'cm'", "value: expected a number, got a text of 1 characters",
            "observer: expected a code or label in the form that the dictionary of columns gives"]),
    ],
)  # fmt: skip
def test_what_is_wrong(changes, problems):
    found, said = made(**changes)
    assert found is None
    assert said == problems


@given(st.sampled_from(["anterior_height", "beck_index", "wedge_angle"]), st.floats(2, 3), st.sampled_from("LT"))
def test_whatever_goes_in_is_a_row_of_the_schema(measure, value, letter):
    found, problems = made(measure=measure, value=repr(value), unit=get(measure).unit, level=f"{letter}5")
    assert problems == []
    assert MeasurementRow.model_validate(found.model_dump()) == found
    assert found.value == value
    assert found.sd > 0


@pytest.mark.parametrize(
    ("timepoint", "days"),
    [("baseline", -3), ("baseline", 0), ("postop_0_3d", 0), ("m3", 400), ("intra_op", -1), ("unscheduled", -40)],
)
def test_how_far_a_window_reaches_is_for_a_centre_to_say(timepoint, days):
    found = row(timepoint=timepoint, days_from_index=str(days))
    assert (found.timepoint, found.days_from_index) == (timepoint, days)


def test_units_under_their_other_names():
    assert {str(unit_of(get("wedge_angle"), text)) for text in ("deg", "°", "Degrees", "degree")} == {"deg"}
    assert {str(unit_of(get("beck_index"), text)) for text in ("", "ratio", "1", "{ratio}")} == {"{ratio}"}
    assert {str(unit_of(get("middle_height"), text)) for text in ("mm", "MM".lower(), "millimeter")} == {"mm"}


def test_every_column_is_one_of_the_schema_or_stands_for_one():
    assert COLUMNS - set(MeasurementRow.model_fields) == {"issuer", "exam_date", "index_date", "film", "treated"}


@pytest.mark.parametrize(
    "measure",
    ["anterior_height", "middle_height", "posterior_height", "beck_index", "wedge_angle", "expected_middle_height",
     "monosegmental_cobb_angle", "wedge_angle_change", "beck_index_change", "anterior_height_restoration"],
)  # fmt: skip
@pytest.mark.parametrize("target", ["level", "structure"])
def test_what_takes_an_inferior_endplate_is_not_of_s1(measure, target):
    unit = get(measure).unit
    cells = {"level": "", "structure": "", target: "S1" if target == "level" else "vertebra:S1"}
    said = f"{target}: expected a vertebra above S1 for {measure}, got S1: it has no inferior endplate"
    assert said in made(measure=measure, unit=unit, **cells)[1]
    above = {"level": "L5", "structure": ""}
    assert not [text for text in made(measure=measure, unit=unit, **above)[1] if "endplate" in text]


def test_why_s1_has_no_height_may_be_said():
    found = row(level="S1", value="", reason="s1_has_no_inferior_endplate", scale_class="")
    assert (found.level, found.value) == ("S1", None)
