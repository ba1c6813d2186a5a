"""The mapping says what is wrong with it by key; the one in the guide works."""

import re
from pathlib import Path

import pytest

from measure.errors import TableError
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.importing.mapping import parse_mapping, read_mapping
from measure.outcomes.schema import AssessmentRow, MeasurementRow

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "importing.md"


def block(language, place=0):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[place]


def test_the_example_of_the_guide(keyed, rows):
    done = keyed(block("csv", 1), "own.csv", mapping=block("yaml"))
    assert (done.lines, done.rejected, done.unread) == (3, 0, ())
    found = {(str(r.timepoint), str(r.level), r.measure): r.value for r in rows() if r.measure not in COURSE_MEASURES}
    assert found == {
        ("baseline", "L1", "anterior_height"): 18.2, ("baseline", "L1", "posterior_height"): 25.9,
        ("baseline", "L1", "beck_index"): 0.70, ("m6", "L1", "anterior_height"): 22.4,
        ("m6", "L1", "posterior_height"): 26.1, ("m6", "L1", "beck_index"): 0.86,
        ("baseline", "T12", "anterior_height"): 17.5, ("baseline", "T12", "posterior_height"): 24.8,
    }  # fmt: skip
    assert {(str(r.timepoint), r.value, r.site) for r in rows(AssessmentRow)} == {
        ("baseline", "2", "site-a"), ("m6", "1", "site-a")
    }  # fmt: skip


def test_the_long_table_of_the_guide(keyed, rows):
    done = keyed(block("csv", 0))
    assert (done.added.inserted, done.rejected) == (3, 0)
    assert {(row.visit, row.days_from_index) for row in rows()} == {("pre", -3), ("post", 2)}


def test_a_level_in_the_heading(keyed, rows):
    mapping = """
        columns: {subject: Patient, visit: Visit}
        measures:
          wedge_angle: [{column: "L1 wedge", level: L1, unit: deg}, {column: "L2 wedge", level: l2, unit: °}]
    """
    assert keyed("patient,VISIT,l1  wedge,L2wedge\n7,a,5,6\n8,a,,7\n", mapping=mapping).added.inserted == 3
    assert sorted((str(row.level), row.value) for row in rows()) == [("L1", 5.0), ("L2", 6.0), ("L2", 7.0)]


def test_every_word_is_text(keyed, rows):
    mapping = """
        columns:
          subject: Patient
          visit: {column: V, values: {no: before, 1: after, 2024-01-01: later}}
        constants: {unit: deg, measure: wedge_angle, read_number: 2}
    """
    keyed("Patient,V,level,value\n7,No,L1,4\n7,1,L1,5\n7,2024-01-01,L1,6\n", mapping=mapping)
    assert {(row.visit, row.read_number) for row in rows()} == {("before", 2), ("after", 2), ("later", 2)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mapping: expected keys table, columns"),
        ("- a\n- b", "got a list"),
        ("just words", "got a text"),
        ("columns: [a, b]", "mapping, columns: expected names of columns, got a list"),
        ("colums: {subject: A}", "got 'colums'; did you mean columns?"),
        ("table: mesurement", "mapping, table: expected measurement, assessment, score, event, procedure"),
        ("table: score\ncolumns: {sujbect: A}", "columns.sujbect: expected a column of the score table, got 'sujbect';"
         " did you mean subject"),
        ("columns: {subject: {colunm: A}}", "mapping, columns.subject: expected column and perhaps values"),
        ("columns: {subject: [A, B]}", "mapping, columns.subject: expected the name of a column"),
        ("columns: {visit: {column: V, values: [a]}}", "columns.visit.values: expected {theirs: ours}, got a list"),
        ("columns: {visit: {column: V, values: {a: [b]}}}", "columns.visit.values.a: expected a word"),
        ("constants: {level: L9}", "mapping, constants.level: expected a level such as L1"),
        ("constants: {scale_class: [a]}", "mapping, constants.scale_class: expected one word"),
        ("columns: {site: A}\nconstants: {site: b}", "mapping, constants.site: expected it once"),
        ("measures: {anterior_hight: Ha}", "anterior_hight: expected an id from `measure catalog`, got a text of"
         " 14 characters; did you mean anterior_height"),
        ("measures: {anterior_height: {column: Ha, unit: cm}}", "measures.anterior_height: expected mm or {pixel}"),
        ("measures: {wedge_angle: {unit: deg}}", "measures.wedge_angle: expected column and perhaps values"),
        ("measures: {wedge_angle: {column: W, lvel: L1}}", "wedge_angle.lvel: expected a column of the measurement"),
        ("assessments: {genant: G}", "mapping, assessments.genant: scheme a text of 6 characters is not known"),
        ("columns: {subject: A, subject: B}", "mapping, line 1: key 'subject' comes twice"),
        ("columns: {subject: A", "mapping, line 1: expected YAML"),
        ("a: !!python/object/apply:os.getcwd []", "expected the keys table"),
        ("[" * 5000, "expected YAML text, got something else"),
        ("columns: {? [a] : b}", "mapping, line 1: expected YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_key(text, words):
    with pytest.raises(TableError, match=re.escape(words)):
        parse_mapping(text)


def test_a_column_that_the_table_does_not_have(keyed):
    mapping = "columns: {subject: Patient, visit: Visite}\nmeasures: {wedge_angle: {column: W, unit: deg}}"
    with pytest.raises(TableError, match=r"columns\.visit: the table has no column 'Visite'; it has Patient, Visit, W"):
        keyed("Patient,Visit,W\n7,a,4\n", mapping=mapping)
    with pytest.raises(TableError, match="it has none of the names in its first line"):
        keyed("Smith,22\nJones,23\n", mapping=mapping)


def test_a_file_that_is_no_mapping(tmp_path):
    path = tmp_path / "map.yaml"
    with pytest.raises(TableError, match="mapping: cannot be read"):
        read_mapping(path)
    path.write_bytes(b"columns: {subject: M\xfcller}")
    with pytest.raises(TableError, match="expected UTF-8"):
        read_mapping(path)
    path.write_text("#" * 70_000)
    with pytest.raises(TableError, match="at most 64 kB"):
        read_mapping(path)
    path.write_text("\ufefftable: score\n", encoding="utf-8")
    assert read_mapping(path).row_type.table == "score"


def test_constants_and_columns_of_one_table_do_not_reach_another(keyed, rows):
    mapping = """
        constants: {scale_class: unknown, visit: v1}
        measures: {anterior_height: {column: Ha, unit: mm}}
        assessments: {posterior_wall: Wall}
    """
    assert keyed("subject,level,Ha,Wall\n7,L1,22,intact\n", mapping=mapping).added.inserted == 2
    assert [row.table for row in (*rows(MeasurementRow), *rows(AssessmentRow))] == ["measurement", "assessment"]
