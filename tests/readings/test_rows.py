"""Delimited text as people's programs write it."""

from pathlib import Path

import pytest

from measure.errors import TableError
from measure.readings.rows import Row, decimal, read_rows


def read(tmp_path: Path, content: bytes, required: tuple[str, ...] = ("a", "b")) -> tuple[list[str], list[Row]]:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return read_rows(path, "table", required)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a;b\r\n1;2\r\n",
        b"a\tb\n1\t2",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b" A , B \n 1 , 2 \n",
        b"a,b\n\n1,2\n,\n\n",
        b'"a","b"\n"1","2"\n',
        b"b,a\n2,1\n",
    ],
)
def test_the_same_table_in_many_hands(tmp_path: Path, content: bytes) -> None:
    header, rows = read(tmp_path, content)
    assert sorted(header) == ["a", "b"]
    assert [row.cells for row in rows] == [{"a": "1", "b": "2"}]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    _, rows = read(tmp_path, b"a,b\n\n1,2\n\n3,4\n")
    assert [row.line for row in rows] == [3, 5]
    assert rows[1].place("b") == "line 5, column b"


def test_a_quoted_cell_may_hold_the_delimiter(tmp_path: Path) -> None:
    _, rows = read(tmp_path, b'a,b\n"x, y",2\n')
    assert rows[0].cells["a"] == "x, y"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "got an empty file"),
        (b"a,c\n1,2\n", "column b is missing; it has a, c"),
        (b"x\n1\n", "column a, b is missing"),
        (b"a,b\n1,2\n1,2,3\n", "line 3: expected 2 cells, got 3"),
    ],
)
def test_what_is_no_such_table(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(TableError, match=f"table.*{says}"):
        read(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"table: cannot be read \(No such file") as caught:
        read_rows(tmp_path / "nobody.csv", "table", ("a",))
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(("cell", "value"), [("1.5", 1.5), ("1,5", 1.5), ("-3", -3.0), ("1e2", 100.0), ("+.5", 0.5)])
def test_decimal(cell: str, value: float) -> None:
    assert decimal(Row(2, {"x": cell}, decimal_comma=True), "x") == value


@pytest.mark.parametrize("cell", ["", "left", "1.5 mm", "1,234.5", "1 000", "nan", "inf", "-Infinity", "1_0", "0x10"])
def test_what_is_no_number_is_named_with_its_place(cell: str) -> None:
    with pytest.raises(TableError, match="line 7, column x: expected a number, got "):
        decimal(Row(7, {"x": cell}), "x")


def test_what_might_be_a_name_is_not_repeated() -> None:
    """A column that slipped may hold a patient's name, and a message goes into logs."""
    with pytest.raises(TableError) as caught:
        decimal(Row(7, {"x": "Doe^Jane 1950"}), "x")
    assert "Doe" not in str(caught.value)
    assert "1950" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'a,b\n"1,050",2\n', None),
        (b'a,b\n"1,5",2\n', None),
        (b"a,b\n1.050,2\n", 1.05),
        (b"a;b\n1,050;2\n", 1.05),
        (b"a\tb\n1,5\t2\n", 1.5),
        (b"a;b\n1.5;2\n", 1.5),
    ],
)
def test_a_comma_is_a_decimal_sign_only_where_it_parts_no_cells(
    tmp_path: Path, content: bytes, value: float | None
) -> None:
    """In a table parted by commas "1,050" is a thousand and fifty to whoever wrote it, or 1.05: nobody knows."""
    _, (row,) = read(tmp_path, content)
    if value is not None:
        assert decimal(row, "a") == value
    else:
        with pytest.raises(TableError, match="line 2, column a: expected a number"):
            decimal(row, "a")
