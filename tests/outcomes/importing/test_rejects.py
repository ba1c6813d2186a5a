"""The rejects file: as the table came, never over anybody's work, gone when there is nothing to say."""

import pytest

from measure.errors import TableError

HEAD = "subject,visit,level,measure,value,unit\n"
BAD = HEAD + "7,v1,L1,wedge_angle,x,deg\n"
GOOD = HEAD + "7,v1,L1,wedge_angle,4,deg\n"


def test_no_rejects_no_file(tmp_path, keyed):
    assert keyed(GOOD).rejects is None
    assert not list(tmp_path.glob("*rejects*"))


def test_the_columns_the_delimiter_and_the_mark_of_the_table(tmp_path, keyed):
    text = "\ufeffGröße;" + HEAD.replace(",", ";")
    keyed(text + '"a;b ";7;v1;L1;wedge_angle;x;deg\n', "t.csv")
    data = (tmp_path / "t_rejects.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    first, second = data.decode("utf-8-sig").splitlines()
    assert first == "Größe;" + HEAD.strip().replace(",", ";") + ";problem"
    assert second == "\"a;b \";7;v1;L1;wedge_angle;x;deg;line 2, column value: expected a number, got 'x'"


def test_the_column_problem_is_put_last_and_written_anew(tmp_path, keyed, lines):
    keyed("problem," + BAD.replace("\n7", "\nold,7"), "t.csv")
    (line,) = lines(tmp_path / "t_rejects.csv")
    assert list(line) == [*HEAD.strip().split(","), "problem"]
    assert line["problem"] == "line 2, column value: expected a number, got 'x'"


def test_rejects_of_rejects_go_to_a_new_file(tmp_path, keyed):
    keyed(BAD, "t.csv")
    first = (tmp_path / "t_rejects.csv").read_bytes()
    done = keyed(first.decode(), "t_rejects.csv")
    assert done.rejects == tmp_path / "t_rejects_2.csv"
    assert (tmp_path / "t_rejects.csv").read_bytes() == first
    again = keyed((tmp_path / "t_rejects_2.csv").read_text(), "t_rejects_2.csv")
    assert again.rejects.name == "t_rejects_3.csv"


def test_the_table_itself_is_never_written_over(tmp_path, keyed):
    with pytest.raises(TableError, match="expected another file than the table itself"):
        keyed(BAD, "t.csv", rejects=tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == BAD


def test_a_file_of_somebody_else_is_never_written_over(tmp_path, keyed, store):
    other = tmp_path / "t_rejects.csv"
    other.write_text("my own notes\n")
    with pytest.raises(TableError, match="no import wrote"):
        keyed(BAD, "t.csv")
    assert other.read_text() == "my own notes\n"
    assert not store.exists()


def test_a_folder_that_is_not_there(tmp_path, keyed):
    with pytest.raises(TableError, match="its folder does not exist"):
        keyed(BAD, rejects=tmp_path / "none" / "r.csv")


def test_corrections_in_an_older_file_are_kept(tmp_path, keyed):
    keyed(BAD, "t.csv")
    place = tmp_path / "t_rejects.csv"
    corrected = place.read_text().replace(",x,", ",4,")
    place.write_text(corrected)
    done = keyed(BAD, "t.csv")
    assert done.kept.read_text() == corrected
    assert ",x," in place.read_text()
    # The same rejects once more: nothing to keep.
    assert keyed(BAD, "t.csv").kept is None


def test_an_old_file_is_not_left_lying_when_all_went_in(tmp_path, keyed):
    keyed(BAD, "t.csv")
    done = keyed(GOOD, "t.csv")
    assert done.rejects is None
    assert not (tmp_path / "t_rejects.csv").exists()
    assert done.kept.name == "t_rejects.csv.old"


def test_a_failed_import_leaves_no_part_of_a_file(tmp_path, keyed, monkeypatch):
    from measure.outcomes.importing import intake

    class Gone(Exception):
        pass

    def fail(*_):
        raise Gone

    monkeypatch.setattr(intake, "_count", fail)
    with pytest.raises(Gone):
        keyed(BAD, "t.csv")
    assert sorted(path.name for path in tmp_path.iterdir() if "rejects" in path.name) == []
