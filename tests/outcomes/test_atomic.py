import pytest

from measure.outcomes.atomic import whole_file


def test_the_file_appears_when_all_went_well(tmp_path):
    with whole_file(tmp_path / "a") as part:
        part.write_text("new")
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a").read_text() == "new"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_failure_leaves_what_was_there(tmp_path):
    (tmp_path / "a").write_text("old")
    with pytest.raises(RuntimeError):
        fail(tmp_path / "a")
    assert (tmp_path / "a").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def fail(path):
    with whole_file(path) as part:
        part.write_text("half")
        raise RuntimeError
