"""The landmark table, both ways."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import TableError
from measure.model import (
    Annotation,
    Circle,
    Facing,
    Level,
    NotVisible,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Polyline,
    Reading,
    Side,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
)
from measure.readings import LandmarkTable, landmark_rows, read_landmarks, write_landmarks

HEAD = "film,view,vertebra,corner,x,y"
CORNERS = ("superior_left", "superior_right", "inferior_left", "inferior_right")


def read(tmp_path: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> LandmarkTable:
    path = tmp_path / "landmarks.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding=encoding)
    return read_landmarks(path)


def test_x_runs_right_and_y_runs_down(tmp_path: Path) -> None:
    table = read(tmp_path, "a.dcm,LAT,1,superior_left,120.5,40")
    reading = table.films["a.dcm"]["imported"].reading("2.25.1", "sha256:0")
    (annotation,) = reading.annotations
    assert annotation.marks == {"superior_left": Point(row=40.0, col=120.5)}
    assert annotation.structure == Structure(StructureKind.VERTEBRA, ordinal=1)
    assert annotation.observer == Observer(ObserverKind.TABLE, "imported")
    assert reading.statements == (Statement(Topic.VIEW, "lateral", Origin.TABLE),)
    assert (reading.uid, reading.film_key) == ("2.25.1", "sha256:0")


def test_optional_columns(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "a,LAT,2,superior_anterior,1,2,L2,right,ann",
        "a,LAT,1,superior_anterior,1,2,th12,,ann",
        "a,,1,Inferior_Anterior,1,9,,Right,ann",
        "a,AP,1,superior_left,1,2,,,bob",
        head=f"{HEAD},level,facing,observer",
    )
    ann = table.films["a"]["ann"].reading("1", "k")
    assert [a.structure.level for a in ann.annotations] == [Level.T12, Level.L2]
    assert set(ann.annotations[0].marks) == {"superior_anterior", "inferior_anterior"}
    assert {(s.topic, s.value) for s in ann.statements} == {(Topic.VIEW, "lateral"), (Topic.FACING, "right")}
    assert table.films["a"]["bob"].view is View.FRONTAL
    assert table.films["a"]["bob"].facing is None


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("AP", View.FRONTAL),
        ("pa", View.FRONTAL),
        ("frontal", View.FRONTAL),
        ("LAT", View.LATERAL),
        ("lateral", View.LATERAL),
        ("LL", View.LATERAL),
        ("RL", View.LATERAL),
        ("", None),
    ],
)
def test_views_as_people_write_them(tmp_path: Path, text: str, view: View | None) -> None:
    assert read(tmp_path, f"a,{text},1,superior_left,1,2").films["a"]["imported"].view is view


@pytest.mark.parametrize("form", ["comma", "semicolon and decimal comma", "tab", "byte order mark"])
def test_as_programs_write_it(tmp_path: Path, form: str) -> None:
    rows = ["film,view,vertebra,corner,x,y", "a,LAT,1,superior_left,10.25,20.5"]
    if form == "semicolon and decimal comma":
        rows = [row.replace(",", ";").replace(".", ",") for row in rows]
    elif form == "tab":
        rows = [row.replace(",", "\t") for row in rows]
    path = tmp_path / "landmarks.csv"
    path.write_text("\r\n".join(rows), encoding="utf-8-sig" if form == "byte order mark" else "utf-8", newline="")
    assert read_landmarks(path).films["a"]["imported"].marks[1]["superior_left"] == Point(20.5, 10.25)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("b,LAT,1,superior_left,left,2,,", "line 3, column x: expected a number, got 'left'"),
        ("b,LAT,1,superior_left,1,,,", "line 3, column y: expected a number, got ''"),
        ("b,LAT,1,superior_left,1,nan,,", "line 3, column y: expected a number, got 'nan'"),
        ("b,LAT,0,superior_left,1,2,,", "line 3, column vertebra: expected a whole number from 1 to 999, got '0'"),
        ("b,LAT,L1,superior_left,1,2,,", "line 3, column vertebra: expected a whole number from 1 to 999, got 'L1'"),
        ("b,LAT,1.5,superior_left,1,2,,", "line 3, column vertebra: expected a whole number from 1 to 999, got '1.5'"),
        ("b,LAT,1,upper_left,1,2,,", "line 3, column corner: expected one of superior_left, "),
        ("b,side,1,superior_left,1,2,,", "line 3, column view: expected AP, PA, LAT or empty, got 'side'"),
        ("b,LAT,1,superior_left,1,2,L9,", "line 3, column level: level 'L9': expected C1..C7"),
        ("b,LAT,1,superior_left,1,2,,front", "line 3, column facing: expected left, right or empty, got 'front'"),
    ],
)
def test_a_bad_cell_is_named_and_spoils_its_film_only(tmp_path: Path, row: str, says: str) -> None:
    table = read(
        tmp_path,
        "a,LAT,1,superior_left,1,2,,",
        row,
        "b,LAT,2,superior_left,1,2,,",
        "c,LAT,1,superior_left,1,2,,",
        head=f"{HEAD},level,facing",
    )
    assert set(table.films) == {"a", "c"}
    assert set(table.problems) == {"b"}
    assert table.problems["b"].startswith(says)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            ("a,LAT,1,superior_left,1,2,,", "a,LAT,1,superior_left,1,3,,"),
            "line 3, column corner: vertebra 1 has superior_left twice",
        ),
        (
            ("a,LAT,1,superior_left,1,2,,", "a,AP,1,superior_right,1,2,,"),
            "line 3, column view: frontal here, lateral in an earlier row",
        ),
        (
            ("a,,1,superior_left,1,2,,left", "a,,1,superior_right,1,2,,right"),
            "line 3, column facing: right here, left in an earlier row",
        ),
        (
            ("a,,1,superior_left,1,2,L1,", "a,,1,superior_right,1,2,L2,"),
            "line 3, column level: L2 here, L1 in an earlier row",
        ),
        (
            ("a,,1,superior_left,1,2,L1,", "a,,2,superior_left,1,9,L1,"),
            "line 3, column level: L1 is vertebra 2 here and vertebra 1",
        ),
    ],
)
def test_rows_of_one_film_that_contradict_each_other(tmp_path: Path, rows: tuple[str, str], says: str) -> None:
    table = read(tmp_path, *rows, head=f"{HEAD},level,facing")
    assert table.films == {}
    assert table.problems["a"].startswith(says)


@pytest.mark.parametrize("name", ["Doe^Jane", "<b>", "x" * 65])
def test_an_observer_is_a_code(tmp_path: Path, name: str) -> None:
    table = read(tmp_path, f"a,LAT,1,superior_left,1,2,{name}", head=f"{HEAD},observer")
    assert table.problems["a"].startswith("line 2, column observer: expected a code of letters, digits")
    assert name not in table.problems["a"]


def test_two_observers_may_differ(tmp_path: Path) -> None:
    rows = ("a,LAT,1,superior_left,1,2,ann", "a,AP,1,superior_left,1,3,bob")
    table = read(tmp_path, *rows, head=f"{HEAD},observer")
    assert table.problems == {}
    assert set(table.films["a"]) == {"ann", "bob"}


def test_columns_that_nobody_reads_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, "a,AP,1,superior_left,1,2,x", head=f"{HEAD},Comment").unknown_columns == ("comment",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "got an empty file"),
        ("film,view,vertebra,corner,x\n", "column y is missing"),
        (f"{HEAD}\n,LAT,1,superior_left,1,2\n", "line 2, column film: expected the name of a film"),
        (f"{HEAD}\na,LAT,1,superior_left,1,2,3\n", "line 2: expected 6 cells, got 7"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "landmarks.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TableError, match=f"landmark table.*{says}"):
        read_landmarks(path)


def numbered(number: int, level: Level | None, marks: dict[str, Point]) -> Annotation:
    structure = Structure(StructureKind.VERTEBRA, level, number)
    return Annotation(structure, Observer(ObserverKind.TABLE, "ann"), marks)


coordinates = st.floats(-1e5, 1e5)
points = st.builds(Point, coordinates, coordinates)
bodies = st.dictionaries(st.integers(1, 24), st.dictionaries(st.sampled_from(CORNERS), points, min_size=1), min_size=1)


@given(bodies, st.none() | st.sampled_from([View.FRONTAL, View.LATERAL]), st.none() | st.sampled_from(list(Facing)))
def test_there_and_back(
    tmp_path_factory: pytest.TempPathFactory,
    marked: dict[int, dict[str, Point]],
    view: View | None,
    facing: Facing | None,
) -> None:
    levels = dict(zip(sorted(marked), list(Level), strict=False))
    annotations = tuple(numbered(number, levels[number], marks) for number, marks in sorted(marked.items()))
    said = tuple(Statement(t, str(v), Origin.TABLE) for t, v in ((Topic.VIEW, view), (Topic.FACING, facing)) if v)
    reading = Reading("2.25.1", "sha256:0", Observer(ObserverKind.TABLE, "ann"), annotations, said)
    path = tmp_path_factory.mktemp("table") / "landmarks.csv"
    write_landmarks(path, landmark_rows(reading, "a, b.dcm", view, facing))
    table = read_landmarks(path)
    assert table.problems == {}
    assert table.films["a, b.dcm"]["ann"].reading("2.25.1", "sha256:0") == reading


def levelled(level: Level, row: float) -> Annotation:
    marks = {"superior_left": Point(row, 0.0)}
    return Annotation(Structure(StructureKind.VERTEBRA, level), Observer(ObserverKind.PERSON, "ann"), marks)


def test_levels_without_numbers_are_numbered_from_the_head(tmp_path: Path) -> None:
    """Given L1 before T12: the table still counts from the head."""
    given_ = (levelled(Level.L1, 50.0), levelled(Level.T12, 10.0))
    reading = Reading("2.25.1", "k", Observer(ObserverKind.PERSON, "ann"), given_)
    rows = list(landmark_rows(reading, "a", View.LATERAL, None))
    assert [(row[2], row[6], row[5]) for row in rows] == [("1", "T12", "10.0"), ("2", "L1", "50.0")]


def test_oblique_views_and_other_marks_have_no_place_in_the_table() -> None:
    line = Annotation(
        Structure(StructureKind.VERTEBRA, Level.L1),
        Observer(ObserverKind.PERSON, "ann"),
        {"superior_endplate": Polyline(((0.0, 0.0), (1.0, 9.0))), "superior_left": Point(0.0, 0.0)},
    )
    ball = Annotation(Structure(StructureKind.CALIBRATOR, ordinal=1), line.observer, {"superior_left": Point(5.0, 5.0)})
    hidden = Annotation(Structure(StructureKind.VERTEBRA, Level.L2), line.observer, not_visible=NotVisible.CEMENT)
    reading = Reading("2.25.1", "k", line.observer, (line, ball, hidden))
    assert list(landmark_rows(reading, "a", View.OBLIQUE, Facing.LEFT)) == [
        ("a", "", "1", "superior_left", "0.0", "0.0", "L1", "left", "ann")
    ]


@pytest.mark.parametrize("number", ["1000", "9" * 30, "9" * 5000, "0", "000", "-1", "²"])
def test_a_number_that_no_vertebra_has(tmp_path: Path, number: str) -> None:
    problem = read(tmp_path, f"a,LAT,{number},superior_left,1,2").problems["a"]
    assert problem.startswith("line 2, column vertebra: expected a whole number from 1 to 999, got ")
    assert len(problem) < 120


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), ("999", 999), ("٣", 3)])
def test_a_number_that_a_vertebra_may_have(tmp_path: Path, text: str, number: int) -> None:
    assert set(read(tmp_path, f"a,LAT,{text},superior_left,1,2").films["a"]["imported"].marks) == {number}


@pytest.mark.parametrize(
    ("corner", "meant"),
    [
        ("superior_lft", "superior_left"), ("Inferior-Right", "inferior_right"),
        ("superior_anteriour", "superior_anterior"), ("upper_left", None), ("7", None),
    ],
)  # fmt: skip
def test_a_misspelt_corner_is_told_what_was_meant(tmp_path: Path, corner: str, meant: str | None) -> None:
    problem = read(tmp_path, f"a,LAT,1,{corner},1,2").problems["a"]
    assert (f"did you mean {meant}?" in problem) if meant else ("did you mean" not in problem)


def test_a_thousands_sign_is_no_decimal_sign(tmp_path: Path) -> None:
    problem = read(tmp_path, 'a,LAT,1,superior_left,"1,050",2').problems["a"]
    assert problem.startswith("line 2, column x: expected a number, got ")


class TestFemoralHeads:
    HEAD_OF = staticmethod(lambda **more: Structure(StructureKind.FEMORAL_HEAD, **more))

    @pytest.mark.parametrize(
        ("name", "where"),
        [
            ("femoral_head", {"ordinal": 1}), ("Femoral_Head_1", {"ordinal": 1}), ("femoral_head_2", {"ordinal": 2}),
            ("femoral_head_left", {"side": Side.LEFT}), ("FEMORAL_HEAD_RIGHT", {"side": Side.RIGHT}),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("corner", ["centre", "Center"])
    def test_a_centre(self, tmp_path: Path, name: str, where: dict[str, object], corner: str) -> None:
        table = read(tmp_path, f"a,LAT,{name},{corner},120.5,640")
        (found,) = table.films["a"]["imported"].reading("2.25.1", "sha256:0").annotations
        assert found.structure == self.HEAD_OF(**where)
        assert found.marks == {"centre": Point(row=640.0, col=120.5)}

    def test_beside_vertebrae(self, tmp_path: Path) -> None:
        rows = ["a,LAT,1,superior_left,1,2", "a,LAT,femoral_head_1,centre,3,4", "a,LAT,femoral_head_2,centre,5,6"]
        reading = read(tmp_path, *rows).films["a"]["imported"].reading("2.25.1", "sha256:0")
        assert [a.structure.kind for a in reading.annotations] == [
            StructureKind.VERTEBRA, StructureKind.FEMORAL_HEAD, StructureKind.FEMORAL_HEAD,
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (["a,LAT,femoral_head_1,superior_left,1,2"], "line 2, column corner: expected centre for a femoral head"),
            (["a,LAT,femoral_head,centre,1,2", "a,LAT,femoral_head_1,centre,3,4"], "line 3, .*head_1 comes twice"),
            (["a,LAT,femoral_head_3,centre,1,2"], "line 2, column vertebra: expected a whole number from 1 to 999"),
            (["a,LAT,femoral_head_1,centre,x,2"], "line 2, column x: expected a number, got 'x'"),
        ],
    )
    def test_what_is_wrong_is_named(self, tmp_path: Path, rows: list[str], said: str) -> None:
        table = read(tmp_path, *rows)
        assert re.search(said, table.problems["a"])
        assert table.films == {}

    @pytest.mark.parametrize(
        "structures",
        [({"ordinal": 1}, {"ordinal": 2}), ({"side": Side.LEFT}, {"side": Side.RIGHT}), ({"ordinal": 1},)],
    )
    def test_both_ways(self, tmp_path: Path, structures: tuple[dict[str, object], ...]) -> None:
        """A circle keeps its centre: all that a table has of a head."""
        observer = Observer(ObserverKind.TABLE, "imported")
        marks = [Circle(600.5, 120.25, 24.0), Point(610.0, 130.0)]
        heads = tuple(
            Annotation(self.HEAD_OF(**where), observer, {"centre": mark})
            for where, mark in zip(structures, marks, strict=False)
        )
        reading = Reading("2.25.1", "sha256:0", observer, heads)
        write_landmarks(tmp_path / "out.csv", landmark_rows(reading, "a", View.LATERAL, Facing.LEFT))
        back = read_landmarks(tmp_path / "out.csv").films["a"]["imported"].reading("2.25.1", "sha256:0")
        assert [a.structure for a in back.annotations] == [a.structure for a in heads]
        assert [a.marks["centre"] for a in back.annotations] == [
            Point(mark.row, mark.col) for mark in marks[: len(heads)]
        ]
