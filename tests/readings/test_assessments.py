"""The assessment table: what people judged, and why some of it cannot be used."""

import csv
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog import SCHEMES
from measure.errors import ReadingError, TableError
from measure.model import (
    LEVELS,
    Assessment,
    FilmHeader,
    Level,
    Observer,
    ObserverKind,
    Reading,
    Side,
    Status,
    Structure,
    StructureKind,
)
from measure.outcomes.judgements import assessment_from_row, assessment_to_row
from measure.readings import encode_reading, read_assessments
from measure.readings.assessments import LONG, PLACE, WHO

BY_ID = {scheme.id: scheme for scheme in SCHEMES}
READER = Observer(ObserverKind.PERSON, "reader-1")
L1 = Structure(StructureKind.VERTEBRA, Level.L1)


@pytest.fixture
def read(tmp_path):
    def read(text: str):
        path = tmp_path / "a.csv"
        path.write_text(text, encoding="utf-8")
        return read_assessments(path, BY_ID)

    return read


def one(table, film="a.dcm") -> Assessment:
    assert table.problems == {}
    (assessment,) = table.films[film].values()
    return assessment


def test_a_line_of_the_long_form(read):
    table = read("film,level,scheme,value,observer,note\na.dcm,l1,Genant_Visual,2.0,reader-1,double_read\n")
    assert one(table) == Assessment("genant_visual", "2", READER, L1, note="double_read")


def test_a_line_of_the_wide_form_holds_many_and_an_empty_cell_holds_none(read):
    table = read(
        "film;vertebra;observer;genant_visual;genant_type;leak_site\n"
        "a.dcm;3;reader-1;0,5;Wedge;vein, disc\n"
        "a.dcm;4;reader-1;;;\n"
        "b.dcm;;reader-1;;;none\n"
    )
    third = Structure(StructureKind.VERTEBRA, ordinal=3)
    assert list(table.films["a.dcm"].values()) == [
        Assessment("genant_visual", "0.5", READER, third), Assessment("genant_type", "wedge", READER, third),
        Assessment("leak_site", "disc;vein", READER, third),
    ]  # fmt: skip
    assert one(table, "b.dcm") == Assessment("leak_site", "none", READER)


def test_both_forms_in_one_table(read):
    table = read("film,level,observer,genant_visual,scheme,value\na.dcm,L1,r,1,ao_spine,a1\n")
    assert {a.scheme: a.value for a in table.films["a.dcm"].values()} == {"genant_visual": "1", "ao_spine": "A1"}


def test_a_bone_of_one_side(read):
    table = read("film,structure,side,scheme,value,observer\na.dcm,Femur,LEFT,li_type,9,r\n")
    assert one(table).structure == Structure(StructureKind.FEMUR, side=Side.LEFT)


def test_several_sites_on_several_lines_are_one_judgement(read):
    table = read(
        "film,level,scheme,value,observer\n" + "".join(f"a.dcm,L1,leak_site,{w},r\n" for w in ("vein", "disc"))
    )
    assert one(table).value == "disc;vein"


@pytest.mark.parametrize(
    ("cells", "status", "by", "kind"),
    [
        ("reader-1,,", Status.CONFIRMED, "reader-1", ObserverKind.PERSON),
        ("reader-1,draft,", Status.DRAFT, None, ObserverKind.PERSON),
        ("reader-1,confirmed,", Status.CONFIRMED, "reader-1", ObserverKind.PERSON),
        ("reader-1,,reader-2", Status.CONFIRMED, "reader-2", ObserverKind.PERSON),
        (",,", Status.DRAFT, None, ObserverKind.TABLE),
        ("imported,,", Status.DRAFT, None, ObserverKind.TABLE),
        (",,reader-2", Status.CONFIRMED, "reader-2", ObserverKind.TABLE),
    ],
)
def test_who_is_named_stands_by_it_and_nobody_else(read, cells, status, by, kind):
    found = one(read(f"film,level,scheme,value,observer,status,confirmed_by\na.dcm,L1,of_dgou,OF2,{cells}\n"))
    assert (found.status, found.confirmed_by, found.observer.kind) == (status, by, kind)


GOOD = {"film": "a.dcm", "level": "L1", "scheme": "genant_visual", "value": "2", "observer": "reader-1"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": "4"}, "line 2, column value: genant_visual: expected 0, 0.5, 1, 2, 3, got '4'"),
        ({"value": ""}, "line 2, column value: expected a value of genant_visual, got an empty cell"),
        ({"scheme": ""}, "line 2, column scheme: expected a scheme for the value"),
        ({"scheme": "genant"}, "line 2, column scheme: expected one of genant_visual"),
        ({"level": ""}, "line 2, column value: genant_visual: expected it of a vertebra, got it of the film"),
        ({"level": "L9"}, "line 2, column level: level 'L9'"),
        ({"level": "?"}, "line 2, column level: expected the level of the vertebra, or its number"),
        ({"vertebra": "0"}, "line 2, column vertebra: expected a whole number"),
        ({"structure": "femur"}, "line 2, column structure: expected a vertebra where a level"),
        ({"structure": "leg"}, "line 2, column structure: expected one of vertebra"),
        ({"level": "", "side": "left"}, "line 2, column structure: expected a bone where a side is given"),
        ({"level": "", "structure": "vertebra"}, "line 2, column level: expected the level of the vertebra"),
        ({"side": "up"}, "line 2, column side: expected one of left"),
        ({"observer": "a/b"}, "line 2, column observer: expected a code"),
        ({"status": "done"}, "line 2, column status: expected one of draft, confirmed"),
        ({"observer": "", "status": "confirmed"}, "line 2, column status: expected who confirmed it"),
        ({"status": "draft", "confirmed_by": "r2"}, "line 2, column confirmed_by: expected nobody"),
        ({"note": "Mrs Smith"}, "line 2, column note: expected a code of small letters"),
    ],
)
def test_a_bad_line_is_named_and_spoils_no_other_film(read, changes, said):
    line = {**GOOD, **changes}
    columns = [*line, *(c for c in GOOD if c not in line)]
    good = {**GOOD, "film": "b.dcm"}
    table = read("\n".join([",".join(columns), *(",".join(row.get(c, "") for c in columns) for row in (line, good))]))
    assert table.problems["a.dcm"].startswith(said), table.problems
    assert one(replace(table, problems={}), "b.dcm").value == "2"
    assert list(table.films) == ["b.dcm"]


@pytest.mark.parametrize("word", ["Smith^John", "4711234", "19 03 1944"])
@pytest.mark.parametrize(
    "column", ["value", "scheme", "level", "vertebra", "structure", "side", "status", "note", "observer"]
)
def test_a_cell_that_may_be_a_name_or_a_number_of_a_person_is_not_repeated(read, column, word):
    line = {**GOOD, **dict.fromkeys(("vertebra", "structure", "side", "status", "note"), ""), column: word}
    table = read("\n".join([",".join(line), ",".join(line.values())]))
    if column == "observer" and "^" not in word:  # a code like any other
        assert table.problems == {}
        return
    assert word not in table.problems["a.dcm"]
    assert column in table.problems["a.dcm"]


@pytest.mark.parametrize(
    "lines",
    [
        ["L1,genant_visual,2,r", "L1,genant_visual,2,r"],
        ["L1,genant_visual,2,r", "l1,genant_visual,1,r"],
        ["L1,leak_site,disc,r", "L1,leak_site,disc;vein,r"],
    ],
)
def test_two_judgements_of_one_thing_by_one_observer_are_refused(read, lines):
    table = read("\n".join(["film,level,scheme,value,observer", *(f"a.dcm,{line}" for line in lines)]))
    assert "by one observer comes twice; expected once" in table.problems["a.dcm"]
    assert table.problems["a.dcm"].startswith("line 3, column value: ")


def test_none_and_a_site_on_two_lines_are_refused(read):
    table = read("film,level,scheme,value,observer\na.dcm,L1,leak_site,none,r\na.dcm,L1,leak_site,disc,r\n")
    assert table.problems["a.dcm"] == "line 3, column value: leak_site: none goes with no other word"


def test_two_observers_may_differ(read):
    table = read("film,level,scheme,value,observer\na.dcm,L1,genant_visual,1,r1\na.dcm,L1,genant_visual,2,r2\n")
    assert sorted(a.value for a in table.films["a.dcm"].values()) == ["1", "2"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("level,scheme,value", "column film is missing"),
        ("film,level,mood", "expected columns scheme and value, or one of genant_visual"),
        ("film,scheme", "column value is missing"),
        ("film,genant_visual,value", "column scheme is missing"),
    ],
)
def test_what_is_no_assessment_table_is_refused_as_a_whole(read, header, said):
    with pytest.raises(TableError, match=said):
        read(header + "\n")


def test_a_line_without_a_film_is_refused(read):
    with pytest.raises(TableError, match="line 2, column film: expected the name of a film"):
        read("film,scheme,value\n,leak_site,disc\n")


def test_columns_that_nobody_reads_are_told(read):
    assert read("film,level,scheme,value,mood,genant_visul\n").unknown_columns == ("mood", "genant_visul")


def judgements():
    """Any judgement that the schemes allow."""

    @st.composite
    def build(draw):
        scheme = draw(st.sampled_from(SCHEMES))
        words = [w for w in scheme.values if w != scheme.alone]
        several = draw(st.lists(st.sampled_from(words), min_size=1, unique=True)) if scheme.several else []
        value = ";".join(w for w in words if w in several) or draw(st.sampled_from(list(scheme.values)))
        kind = draw(st.sampled_from(scheme.subjects))
        structure = None
        if kind is StructureKind.VERTEBRA:
            level = draw(st.none() | st.sampled_from(LEVELS))
            structure = Structure(
                kind, level, draw(st.none() | st.integers(1, 30)) if level else draw(st.integers(1, 30))
            )
        elif kind:
            structure = Structure(kind, side=draw(st.none() | st.sampled_from(list(Side))))
        name = draw(st.sampled_from(["reader-1", "imported"]))
        by = (
            draw(st.none() | st.just("reader-2"))
            if name == "imported"
            else draw(st.sampled_from(["reader-1", "r2", None]))
        )
        status = Status.CONFIRMED if by else Status.DRAFT
        person = Observer(ObserverKind.TABLE if name == "imported" else ObserverKind.PERSON, name)
        return Assessment(scheme.id, value, person, structure, status, draw(st.none() | st.just("a_note")), by)

    return build()


def cells(film: str, a: Assessment) -> list[str]:
    s = a.structure
    return [
        film, str(s.level or "") if s else "", str(s.ordinal or "") if s else "", str(s.kind) if s else "",
        str(s.side or "") if s else "", a.scheme, a.value, a.observer.name, str(a.status), a.confirmed_by or "",
        a.note or "",
    ]  # fmt: skip


@given(st.lists(judgements(), max_size=6))
def test_from_the_table_to_rows_and_back_without_loss(tmp_path_factory, given_ones):
    path = tmp_path_factory.mktemp("t") / "a.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("film", *PLACE, *LONG, *WHO))
        writer.writerows(cells(f"{n}.dcm", a) for n, a in enumerate(given_ones))
    table = read_assessments(path, BY_ID)
    assert table.problems == {}
    found = [one(table, f"{n}.dcm") for n in range(len(given_ones))]
    assert found == given_ones
    header = FilmHeader("1.2.3/1", 10, 10)
    for a in found:
        row = assessment_to_row(a, header=header, reading=Reading("2.25.7", "1.2.3/1", a.observer))
        assert assessment_from_row(row) == a


def reading_json(tmp_path, *assessments: Assessment):
    path = tmp_path / "reading.json"
    path.write_text(encode_reading(Reading("2.25.1", "1.2.3/1", READER, assessments=assessments)), encoding="utf-8")
    return read_assessments(path, BY_ID)


def test_the_assessments_of_a_reading_json(tmp_path):
    table = reading_json(tmp_path, Assessment("of_dgou", "of2", READER, L1))
    assert one(table, "1.2.3/1") == Assessment("of_dgou", "OF2", READER, L1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Assessment("genant", "2", READER, L1), "expected a scheme among genant_visual"),
        (Assessment("genant_visual", "7", READER, L1), "genant_visual: expected 0, 0.5, 1, 2, 3, got '7'"),
        (Assessment("genant_visual", "1", READER), "genant_visual: expected it of a vertebra"),
        (Assessment("of_dgou", "OF3", READER, L1), "one observer judged one thing twice"),
    ],
)
def test_a_bad_judgement_of_a_reading_json_is_named(tmp_path, wrong, said):
    table = reading_json(tmp_path, Assessment("of_dgou", "OF2", READER, L1), wrong)
    assert table.films == {}
    assert table.problems["1.2.3/1"].startswith(f"reading JSON, assessment 2: {said}")


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b'{"format": "other"}'])
def test_what_is_no_reading_json_is_refused(tmp_path, data):
    path = tmp_path / "reading.JSON"
    path.write_bytes(data)
    with pytest.raises(ReadingError, match="reading JSON: "):
        read_assessments(path, BY_ID)
