"""The import as a whole: a thousand rows with fifty planted faults, and all that follows from them."""

import csv
import re

import pytest

from measure.errors import KeyMismatch, TableError
from measure.model import Level, ObserverKind, Status
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.csvio import write_csv
from measure.outcomes.importing.intake import CHUNK
from measure.outcomes.schema import AssessmentRow, MeasurementRow, ProcedureRow, ScoreRow
from measure.outcomes.store import Store

COLUMNS = ("subject", "visit", "exam_date", "index_date", "level", "measure", "value", "unit", "scale_class")
LEVELS = [f"T{n}" for n in range(8, 13)] + [f"L{n}" for n in range(1, 6)]
# What is planted: the column, what is put there, and a part of what the message must say.
FAULTS = {
    "wrong unit": ("unit", "cm", "expected mm"),
    "unknown level": ("level", "L9", "expected a level such as L1"),
    "text in a number": ("value", "high", "expected a number"),
    "duplicate": ("value", None, "line"),
    "out of range": ("value", "250", "expected 2 to 60 mm"),
    "bad date": ("exam_date", "2024-02-30", "YYYY-MM-DD"),
    "mm without a scale": ("scale_class", "", "write unknown"),
    "unknown measure": ("measure", "anterior_hight", "did you mean anterior_height"),
}


def sound_rows():
    return [
        [str(1000 + patient), visit, day, "2024-03-01", level, "anterior_height", f"{20 + 0.01 * patient:.2f}", "mm",
         "calibrated"]
        for patient in range(50)
        for visit, day in (("pre", "2024-02-20"), ("post", "2024-03-03"))
        for level in LEVELS
    ]  # fmt: skip


def planted():
    """The table with its faults, and what was planted at which line."""
    rows, faults = sound_rows(), {}
    for turn, place in enumerate(range(10, 1000, 20)):
        name = list(FAULTS)[turn % len(FAULTS)]
        column, text, _ = FAULTS[name]
        if name == "duplicate":
            rows[place] = list(rows[place - 1])
            if turn % 16 == 3:
                rows[place][6] = "33.3"
        else:
            rows[place][COLUMNS.index(column)] = text
        faults[place + 2] = name
    return rows, faults


def written(path, rows, delimiter=",", columns=COLUMNS):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([columns, *rows])
    return path.read_text(encoding="utf-8")


def test_a_thousand_rows_with_fifty_faults(tmp_path, keyed, rows, lines):
    table, faults = planted()
    assert (len(table), len(faults)) == (1000, 50)

    first = keyed(written(tmp_path / "audit.csv", table), "audit.csv")
    assert (first.lines, first.rejected, first.added.inserted) == (1000, 50, 950)
    assert len(rows(measure="anterior_height")) == 950

    rejected = lines(tmp_path / "audit_rejects.csv")
    found = {int(re.match(r"line (\d+)", line["problem"])[1]): line for line in rejected}
    assert found.keys() == faults.keys()
    for number, name in faults.items():
        column, _, words = FAULTS[name]
        assert found[number]["problem"].startswith(f"line {number}, column {column}: "), name
        assert words in found[number]["problem"], name
        # As it came: the line of the rejects file is the line of the table.
        assert [found[number][one] for one in COLUMNS] == table[number - 2]
    duplicates = [found[number]["problem"] for number, name in faults.items() if name == "duplicate"]
    assert {"same as in line" in text for text in duplicates} == {True, False}
    assert all(f"line {n - 1}" in found[n]["problem"] for n, name in faults.items() if name == "duplicate")

    # Corrected where they lie, the column problem left as it is, and fed to the same command.
    sound = sound_rows()
    corrected = [[*sound[number - 2], found[number]["problem"]] for number in sorted(found)]
    again = keyed(
        written(tmp_path / "audit_rejects.csv", corrected, columns=(*COLUMNS, "problem")), "audit_rejects.csv"
    )
    assert (again.rejected, again.added.inserted, again.rejects) == (0, 50, None)
    assert len(rows(measure="anterior_height")) == 1000

    for name, text in (
        ("corrected.csv", written(tmp_path / "corrected.csv", sound)),
        ("audit_rejects.csv", (tmp_path / "audit_rejects.csv").read_text(encoding="utf-8")),
    ):
        third = keyed(text, name)
        assert (third.added.inserted, third.added.revised, third.rejected) == (0, 0, 0)
        assert third.added.unchanged == third.lines
    assert len(rows(measure="anterior_height", current=False)) == 1000


def test_semicolons_with_decimal_commas(tmp_path, keyed, rows):
    table = [[cell.replace(".", ",") for cell in row] for row in sound_rows()[:30]]
    done = keyed(written(tmp_path / "x.csv", table, delimiter=";"), "x.csv")
    assert (done.rejected, done.added.inserted) == (0, 30)
    assert {row.value for row in rows(measure="anterior_height")} == {20.0, 20.01}


def test_a_decimal_comma_between_commas_is_no_number(keyed):
    done = keyed('subject,visit,level,measure,value,unit,scale_class\n7,v1,L1,anterior_height,"22,5",mm,unknown\n')
    assert [str(problem) for problem in done.problems] == ["line 2, column value: expected a number, got '22,5'"]


def test_an_unquoted_decimal_comma_is_one_cell_too_many(tmp_path, keyed, lines):
    head = "subject,visit,level,measure,value,unit,scale_class\n"
    done = keyed(head + "7,v1,L1,anterior_height,22,5,mm,unknown\n")
    assert "expected 7 cells in a line, got 8; a comma within a cell?" in str(done.problems[0])
    (line,) = lines(tmp_path / "table_rejects.csv")
    assert line["problem"].startswith("line 2, column scale_class")
    assert line[None] == ["unknown"]


def test_another_value_is_a_revision_with_its_reason(keyed, rows):
    head = "subject,visit,level,measure,value,unit,scale_class\n"
    keyed(head + "7,v1,L1,anterior_height,22,mm,unknown\n")
    done = keyed(head + "7,v1,L1,anterior_height,23,mm,unknown\n")
    assert done.added.revised == 1
    (row,) = rows()
    assert (row.value, row.revision, row.change_reason) == (23.0, 2, "imported again with another value")
    same = keyed(head + "7,v1,L1,anterior_height,23,mm,calibrated\n")
    assert same.added.revised == 1
    assert rows()[0].change_reason == "imported again; the same value, described otherwise"


def test_a_contradiction_fed_again_does_not_replace_the_first(tmp_path, keyed, rows):
    head = "subject,visit,level,measure,value,unit,scale_class\n"
    keyed(head + "7,v1,L1,anterior_height,22,mm,unknown\n7,v1,L1,anterior_height,31,mm,unknown\n")
    rejects = (tmp_path / "table_rejects.csv").read_text()
    again = keyed(rejects, "table_rejects.csv")
    assert again.rejected == 1
    assert "empty the cell in the column problem" in str(again.problems[0])
    assert [row.value for row in rows()] == [22.0]
    emptied = re.sub(r'"line.*"', "", rejects)
    assert keyed(emptied, "table_rejects.csv").added.revised == 1
    assert [row.value for row in rows()] == [31.0]


def test_what_a_person_confirmed_stays(keyed, rows):
    head = "subject,visit,level,measure,value,unit,scale_class,status,confirmed_by\n"
    keyed(head + "7,v1,L1,anterior_height,22,mm,unknown,confirmed,AB\n")
    (row,) = rows()
    assert (row.status, row.confirmed_by) == (Status.CONFIRMED, "AB")
    other = keyed(head + "7,v1,L1,anterior_height,23,mm,unknown,confirmed,AB\n")
    assert "confirmed by a person" in str(other.problems[0])
    # The same value as a draft says nothing new.
    draft = keyed(head + "7,v1,L1,anterior_height,22,mm,unknown,,\n")
    assert (draft.added.unchanged, draft.added.revised, draft.rejected) == (1, 0, 0)
    assert rows() == [row]


def test_what_was_measured_from_marks_stays(tmp_path, store, keyed, rows):
    head = "film_key,level,measure,value,unit,scale_class\n"
    keyed(head + "1.2.3/1,L1,anterior_height,22,mm,unknown\n")
    measured = rows()[0].model_copy(update={"value": 24.0, "source_format": "dicom", "trace": '[["path"]]'})
    with Store.open(store) as opened:
        opened.add([measured], batch="b")
    done = keyed(head + "1.2.3/1,L1,anterior_height,22.5,mm,unknown\n")
    assert "measured from marks on the film" in str(done.problems[0])


def test_a_line_goes_in_as_a_whole_or_not_at_all(keyed, rows):
    mapping = """
        measures:
          anterior_height: {column: Ha, unit: mm}
          posterior_height: {column: Hp, unit: mm}
    """
    done = keyed(
        "subject,visit,level,scale_class,Ha,Hp\n7,v1,L1,unknown,22,x\n7,v1,L2,unknown,22,25\n", mapping=mapping
    )
    assert (done.rejected, done.added.inserted) == (1, 2)
    assert {row.level for row in rows()} == {Level.L2}


def test_the_same_measure_twice_in_one_line(keyed):
    mapping = "measures: {wedge_angle: [{column: W1, unit: deg}, {column: W2, unit: deg}]}"
    done = keyed("subject,visit,level,W1,W2\n7,v1,L1,5,6\n", mapping=mapping)
    assert "got two in this line" in str(done.problems[0])


def test_one_visit_has_one_day(keyed):
    head = "subject,visit,days_from_index,level,measure,value,unit\n"
    done = keyed(head + "7,v1,10,L1,wedge_angle,4,deg\n7,v1,90,L2,wedge_angle,4,deg\n7,v1,,L3,wedge_angle,4,deg\n")
    assert done.added.inserted == 2
    assert str(done.problems[0]) == (
        "line 3, column days_from_index: expected the day of the same visit in line 2, got another"
    )


def test_all_numbers_of_one_view_at_one_visit_share_a_film(keyed, rows):
    head = "subject,visit,level,measure,value,unit,scale_class\n"
    keyed(
        head + "7,v1,L1,anterior_height,22,mm,unknown\n7,v1,L2,beck_index,0.8,ratio,\n"
        "7,v1,,coronal_cobb_angle,30,°,\n7,v2,L1,anterior_height,22,mm,unknown\n8,v1,L1,anterior_height,22,mm,unknown\n"
    )
    films = {(row.subject, row.visit, row.view): row.film_key for row in rows()}
    assert len(films) == len(set(films.values())) == 4
    assert all(film.startswith("unseen:") for film in films.values())


def test_a_dry_run_counts_and_writes_nothing(tmp_path, store, keyed):
    text = written(tmp_path / "t.csv", planted()[0])
    before = {path.name for path in tmp_path.iterdir()}
    done = keyed(text, "t.csv", dry_run=True)
    assert (done.rejected, done.added.inserted, done.rejects) == (50, 950, None)
    assert {path.name for path in tmp_path.iterdir()} == before
    keyed(text, "t.csv")
    done = keyed(text, "t.csv", dry_run=True)
    assert (done.added.inserted, done.added.unchanged) == (0, 950)


def test_nothing_of_a_table_with_a_missing_column(keyed, store):
    with pytest.raises(TableError, match=r"column unit is missing; it has subject, visit, level, measure, value;"):
        keyed("subject,visit,level,measure,value\n7,v1,L1,anterior_height,22\n")
    assert not store.exists()


@pytest.mark.parametrize("count", [CHUNK - 1, CHUNK, CHUNK + 1])
def test_chunks_lose_no_line(tmp_path, keyed, rows, count):
    done = keyed(written(tmp_path / "t.csv", sound_rows()[:count]), "t.csv")
    assert (done.lines, done.added.inserted) == (count, count)


def test_an_export_goes_back_in_as_it_was(tmp_path, keyed, rows, lines, store):
    head = "subject,visit,exam_date,level,measure,value,unit,scale_class,observer\n"
    keyed(head + "7,v1,2024-02-01,L1,anterior_height,22,mm,unknown,AB\n7,v1,2024-02-01,L2,wedge_angle,9,deg,,\n")
    keyed(head + "7,v1,2024-02-01,L1,anterior_height,23,mm,unknown,AB\n")
    for current, count in ((True, 2), (False, 3)):
        export, other = tmp_path / f"{current}.csv", tmp_path / f"other{current}.sqlite"
        assert write_csv(rows(current=current), export) == count
        done = keyed(export.read_text(), "export.csv", into=other)
        assert done.lines == count
        back = tmp_path / "back.csv"
        write_csv(rows(at=other, current=current), back)
        assert back.read_bytes() == export.read_bytes()
        again = keyed(export.read_text(), "export.csv", into=other)
        assert again.added == type(again.added)(unchanged=count)
    with Store.open(tmp_path / "otherTrue.sqlite") as opened:
        assert opened.key_id == rows()[0].subject[1:9]


HEIGHTS = "subject,visit,days_from_index,level,measure,value,unit,scale_class,posture\n" + "".join(
    f"7,{visit},{day},L1,{measure},{value},mm,calibrated,standing\n"
    for visit, day, height in (("pre", -3, 18), ("post", 92, 23))
    for measure, value in (("anterior_height", height), ("expected_anterior_height", 28))
)
RESTORED = "anterior_height_restoration"


@pytest.fixture
def operated(keyed):
    """Import that L1 was treated."""
    return lambda: keyed("subject,level,kind\n7,L1,vertebral_implant\n", "procedure.csv", table=ProcedureRow)


@pytest.mark.parametrize("first", [True, False], ids=["procedure first", "heights first"])
def test_what_changed_is_in_the_store_at_once(keyed, operated, rows, first):
    """18 and 23 mm where 28 are expected: half of what was lost came back."""
    tables = [operated, lambda: keyed(HEIGHTS)][:: 1 if first else -1]
    for go in tables:
        done = go()
    of_visits = [row for row in rows() if row.measure in COURSE_MEASURES and row.reason != "withdrawn"]
    assert done.compared == len(of_visits) > 0
    (row,) = rows(measure=RESTORED)
    assert (row.value, row.days_from_index, row.status) == (pytest.approx(50), 92, Status.DRAFT)
    before = rows(current=False)
    for go in tables:
        again = go()
        assert (again.added.inserted, again.added.revised, again.rejected) == (0, 0, 0)
        assert again.compared == done.compared
    assert rows(current=False) == before


def test_the_column_treated_says_it_too(keyed, rows):
    lines = HEIGHTS.splitlines()
    keyed("\n".join([lines[0] + ",treated", *(f"{line},yes" for line in lines[1:])]) + "\n")
    assert [row.value for row in rows(measure=RESTORED)] == [pytest.approx(50)]
    keyed("\n".join([lines[0] + ",treated", *(f"{line}," for line in lines[1:])]) + "\n")
    assert [row.reason for row in rows(measure=RESTORED)] == ["withdrawn"]


def test_a_corrected_value_corrects_what_follows_from_it(keyed, operated, rows):
    operated()
    keyed(HEIGHTS)
    keyed(HEIGHTS.replace(",23,", ",25.5,"))
    (row,) = rows(measure=RESTORED)
    assert (row.value, row.revision) == (pytest.approx(75), 2)
    assert row.change_reason.startswith("compared again")


def test_an_import_that_was_stopped_is_mended_by_the_next(keyed, operated, rows, monkeypatch):
    def die(*_):
        raise KeyboardInterrupt

    operated()
    with monkeypatch.context() as patch:
        patch.setattr("measure.outcomes.importing.shelf.compare", die)
        with pytest.raises(KeyboardInterrupt):
            keyed(HEIGHTS)
    assert len(rows()) == 4
    assert keyed(HEIGHTS).added.inserted == 0
    assert len(rows(measure=RESTORED)) == 1


def test_nobody_else_is_compared_and_a_dry_run_compares_nobody(keyed, operated, rows):
    operated()
    assert keyed(HEIGHTS, dry_run=True).compared == 0
    assert rows() == []
    keyed(HEIGHTS)
    other = HEIGHTS.replace("7,", "8,").splitlines()
    assert keyed("\n".join(other[:3]) + "\n").compared == 0


def test_a_change_that_the_table_states_stays_as_stated(keyed, operated, rows):
    head = "subject,visit,days_from_index,level,measure,value,unit\n"
    stated = f"7,post,92,L1,{RESTORED},61,%\n8,post,92,L1,{RESTORED},70,%\n"
    operated()
    keyed(head + stated)
    keyed(HEIGHTS)
    again = keyed(head + stated)
    assert (again.added.unchanged, again.added.revised) == (2, 0)
    found = rows(measure=RESTORED, current=False)
    assert sorted((row.value, row.revision) for row in found) == [(61, 1), (70, 1)]


@pytest.mark.parametrize("current", [True, False])
def test_an_export_with_changes_goes_back_in_as_it_was(tmp_path, keyed, operated, rows, current):
    """Exported rows go in as they are: nothing is compared anew beside them."""
    operated()
    keyed(HEIGHTS)
    keyed(HEIGHTS.replace(",23,", ",25.5,"))
    export, back, other = tmp_path / "export.csv", tmp_path / "back.csv", tmp_path / "other.sqlite"
    write_csv(rows(current=current), export)
    done = keyed(export.read_text(), "again.csv", into=other)
    assert (done.rejected, done.compared) == (0, 0)
    write_csv(rows(at=other, current=current), back)
    assert back.read_bytes() == export.read_bytes()
    assert RESTORED in export.read_text()


def test_an_export_saved_by_a_spreadsheet_in_another_country(tmp_path, keyed, rows):
    keyed("subject,visit,level,measure,value,unit,scale_class\n7,v1,L1,anterior_height,22.5,mm,unknown\n")
    write_csv(rows(), tmp_path / "export.csv")
    with (tmp_path / "export.csv").open(newline="") as file:
        cells = [[cell.replace(".", ",") if re.fullmatch(r"\d+\.\d+", cell) else cell for cell in row]
                 for row in csv.reader(file)]  # fmt: skip
    version = cells[0].index("schema_version")
    cells[1][version] = "1.0"
    text = "\n".join(";".join(row) for row in cells)
    assert keyed(text, "saved.csv").added.unchanged == 1


def test_an_export_with_another_content_is_rejected(tmp_path, keyed, rows):
    keyed("subject,visit,level,measure,value,unit,scale_class\n7,v1,L1,anterior_height,22.5,mm,unknown\n")
    write_csv([rows()[0].model_copy(update={"value": 30.0})], tmp_path / "e.csv")
    done = keyed((tmp_path / "e.csv").read_text(), "e.csv")
    assert str(done.problems[0]).startswith("line 2, column revision: expected revision 1 of this row as the store")


def test_scores_and_assessments_of_a_wide_table(keyed, rows):
    mapping = """
        columns: {subject: Patient, timepoint: Visit, level: Level}
        assessments: {genant_visual: Genant}
        scores: {vas_pain: {column: VAS, unit: mm}, odi: ODI}
    """
    done = keyed("Patient,Visit,Level,Genant,VAS,ODI\n7,preop,L1,2,76,\n7,6m,L1,,31,22\n", mapping=mapping)
    assert (done.added.inserted, done.rejected) == (4, 0)
    assert {(str(row.timepoint), row.instrument, row.value) for row in rows(ScoreRow)} == {
        ("baseline", "vas_pain", 76.0), ("m6", "vas_pain", 31.0), ("m6", "odi", 22.0)
    }  # fmt: skip
    assert [(row.scheme, row.value, row.observer_kind) for row in rows(AssessmentRow)] == [
        ("genant_visual", "2", ObserverKind.TABLE)
    ]


def test_no_number_and_no_name_reaches_the_store(tmp_path, store, keyed):
    head = "subject,visit,exam_date,index_date,level,measure,value,unit,scale_class,remark\n"
    done = keyed(head + "ZQ4711,v1,2024-02-03,2024-02-01,L1,anterior_height,22,mm,unknown,ZQNAME\n"
                 "ZQ4712,v1,2024-02-03,2024-02-01,L1,anterior_height,ZQVALUE,ZQUNIT,ZQSCALE,ZQNAME\n")  # fmt: skip
    assert done.unread == ("remark",)
    assert not any("ZQ" in str(problem) for problem in done.problems)
    assert len(done.problems) == 3
    shifted = keyed(head + "v1,2024-02-03,2024-02-01,L1,anterior_height,22,mm,unknown,ZQNAME,\n"
                    "7,ZQNAME,ZQDAY,ZQDAY,ZQLEVEL,ZQNAME,ZQVALUE,ZQUNIT,ZQSCALE,\n")  # fmt: skip
    assert shifted.rejected == 2
    assert not any("zq" in str(problem).lower() for problem in shifted.problems)
    for path in tmp_path.glob("outcomes.sqlite*"):
        data = path.read_bytes()
        for word in (b"ZQ4711", b"ZQ4712", b"ZQNAME", b"ZQVALUE", b"ZQUNIT", b"ZQSCALE", b"ZQLEVEL", b"2024-02-0"):
            assert word not in data


def test_measurement_rows_say_where_they_come_from(keyed, rows):
    keyed("subject,visit,level,measure,value,unit,scale_class,observer\n7,v1,L1,anterior_height,22,mm,unknown,AB\n")
    (row,) = rows(MeasurementRow)
    assert (str(row.method), row.observer, str(row.observer_kind), row.source_format) == (
        "imported", "AB", "person", "csv"
    )  # fmt: skip
    assert (row.sd_basis, row.status, row.definition_version) == ("literature", Status.DRAFT, "1")


def test_one_pseudonym_of_another_key_is_one_rejected_line(keyed, rows):
    head, other = "subject,visit,level,measure,value,unit\n", "k00000000:" + "A" * 26
    keyed(head + "7,v1,L1,wedge_angle,4,deg\n")
    own = rows()[0].subject
    table = head + f"{other},v1,L2,wedge_angle,4,deg\n{own},v1,L2,wedge_angle,5,deg\n8,v1,L2,wedge_angle,6,deg\n"
    done = keyed(table)
    said = f"expected a patient number, or a pseudonym made with key {own[1:9]}, got one made with another key"
    assert [str(problem) for problem in done.problems] == [f"line 2, column subject: {said}"]
    assert (done.rejected, done.added.inserted) == (1, 2)


def test_where_no_subject_is_of_the_key_of_the_store_nothing_goes_in(keyed, rows):
    """Not even lines without a subject."""
    head = "subject,film_key,level,measure,value,unit\n"
    keyed(head + "7,1.2.3/1,L1,wedge_angle,4,deg\n")
    table = f",1.2.4/1,L1,wedge_angle,4,deg\nk00000000:{'A' * 26},1.2.5/1,L1,wedge_angle,4,deg\n"
    with pytest.raises(KeyMismatch, match="but those of the table with key 00000000"):
        keyed(head + table)
    assert len(rows()) == 1
