import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import TableError
from measure.readings.delimited import parse_delimited, read_delimited

cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)


@given(st.sampled_from(",;\t"), st.lists(st.tuples(cells, cells), max_size=5))
def test_what_the_csv_module_writes_is_read(delimiter, lines):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([("film", "subject"), *lines])
    table = parse_delimited(text.getvalue())
    kept = [tuple(cell.strip() for cell in line) for line in lines if any(cell.strip() for cell in line)]
    assert [tuple(line.values()) for _, line in table.lines] == kept
    assert table.delimiter == delimiter


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_marks_and_line_ends_of_every_system(tmp_path, mark, end):
    path = tmp_path / "t.csv"
    path.write_bytes(mark + end.join([b"Film ; Subject", b"a.dcm;1", b";", b'"b\nc";2', b"d;3"]))
    table = read_delimited(path)
    assert table.columns == ("film", "subject")
    assert [(number, line["film"]) for number, line in table.lines] == [(2, "a.dcm"), (4, "b\nc"), (6, "d")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "expected a line of column names, got an empty file"),
        (b"\n  \n", "expected a line of column names"),
        (b"film,film\n", "line 1: column 'film' comes twice"),
        (b"film,a\nx,y,z\n", "line 2: expected 2 cells, got 3"),
        (b'film\n"open\n', "line 2: unexpected end of data"),
        (b"film\nM\xfcller\n", "line 2: expected UTF-8"),
        (b"PK\x03\x04", "got a spreadsheet"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, data, expected):
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(TableError, match="table") as refused:
        read_delimited(path)
    assert expected in str(refused.value)


def test_a_missing_file_is_named_without_its_path(tmp_path):
    with pytest.raises(TableError, match=r"^cases table: cannot be read \(No such file or directory\)$"):
        read_delimited(tmp_path / "none.csv", "cases table")


def test_short_lines_are_filled():
    assert parse_delimited("a,b,c\n1\n").lines == ((2, {"a": "1", "b": "", "c": ""}),)
