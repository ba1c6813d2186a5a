"""Files that are no table of ours get one clear line each."""

import gzip
import sqlite3
import zipfile

import cv2
import numpy as np
import pytest

from measure.errors import TableError
from measure.outcomes.importing.sheet import open_sheet

TEXT = "subject;level\nMüller;L1\n"


def said(path):
    with pytest.raises(TableError) as caught:
        open_sheet(path)
    return str(caught.value)


def pictured(path):
    cv2.imwrite(str(path), np.zeros((9, 9), np.uint8))


def zipped(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")


def stored(path):
    connection = sqlite3.connect(path)
    connection.execute("create table t (a)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("t.xlsx", zipped, "a spreadsheet (XLSX, ODS) or an archive; save the sheet as CSV UTF-8"),
        ("t.png", pictured, "an image (PNG); films go in with `measure batch`"),
        ("t.jpg", pictured, "an image (JPEG)"),
        ("t.tif", pictured, "an image (TIFF)"),
        ("t.sqlite", stored, "a store; write its tables with `measure export` first"),
        ("t.gz", lambda path: path.write_bytes(gzip.compress(TEXT.encode())), "a compressed file; unpack it first"),
        ("t.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n"), "got a PDF"),
        ("t.xls", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(99)), "an old spreadsheet (XLS)"),
        ("t.html", lambda path: path.write_text("<html></html>"), "a web page or XML"),
        ("t16.csv", lambda path: path.write_text(TEXT, encoding="utf-16"), "got UTF-16 text; save the sheet as CSV"),
        ("t16le.csv", lambda path: path.write_text(TEXT, encoding="utf-16-le"), "UTF-16 text or a binary file"),
        ("cp.csv", lambda path: path.write_text(TEXT, encoding="cp1252"), "line 2: expected UTF-8 text, got another"),
        ("empty.csv", lambda path: path.write_text(""), "expected a line of column names, got an empty file"),
        ("blank.csv", lambda path: path.write_text("\n \n"), "expected a line of column names, got an empty file"),
        ("head.csv", lambda path: path.write_text("subject;level\n\n"), "expected rows below the column names"),
        ("twice.csv", lambda path: path.write_text("Level; level\nL1;L2\n"), "the name of column 2 comes twice"),
        ("quote.csv", lambda path: path.write_text('a,b\n1,2\n3,"4\n5,6\n'), "line 3: "),
    ],
)
def test_what_is_no_table(tmp_path, name, make, words):
    make(tmp_path / name)
    message = said(tmp_path / name)
    assert words in message
    assert "Müller" not in message


def test_a_dicom_film(samples_dir):
    assert "got a DICOM film; films go in with `measure batch`" in said(samples_dir / "lateral_fracture.dcm")


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be read (No such file or directory)" in said(tmp_path / "none.csv")
    assert "cannot be read (Is a directory)" in said(tmp_path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_lines_are_counted_as_an_editor_does(tmp_path, delimiter, end, encoding):
    rows = [["Größe ", "b"], ["1", f"x{delimiter}y"], [], ["3", "two\nlines"], ["4", ""]]
    text = end.join(delimiter.join(f'"{c}"' if delimiter in c or "\n" in c else c for c in row) for row in rows)
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    sheet = open_sheet(path)
    assert (sheet.columns, sheet.delimiter, sheet.count) == (("Größe", "b"), delimiter, 3)
    assert sheet.byte_order_mark == (encoding == "utf-8-sig")
    assert list(sheet.lines()) == [(2, rows[1]), (4, rows[3]), (6, rows[4])]
    assert list(sheet.lines()) == list(sheet.lines())
