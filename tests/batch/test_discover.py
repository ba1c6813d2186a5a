"""Every file once, in one order, and none passed over in silence."""

import os
import tempfile
from pathlib import Path

import pytest

from measure.batch.discover import discover
from measure.errors import BatchError


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(found) -> list[str]:
    return [one.relative for one in found]


def test_order_is_by_path_and_does_not_depend_on_the_file_system(tmp_path):
    folder = tmp_path / "in"
    touch(folder / "b" / "2.dcm", folder / "c.dcm", folder / "a.dcm", folder / "b" / "1.dcm", folder / "B.dcm")
    found = discover([folder], tmp_path / "out")
    assert names(found) == ["B.dcm", "a.dcm", "b/1.dcm", "b/2.dcm", "c.dcm"]
    assert [one.path for one in found] == [folder / name for name in names(found)]


def test_hidden_files_and_folders_are_left_out(tmp_path):
    folder = tmp_path / "in"
    touch(folder / ".hidden.dcm", folder / ".cache" / "a.dcm", folder / "a.dcm")
    assert names(discover([folder], tmp_path / "out")) == ["a.dcm"]


def test_the_results_inside_an_input_are_left_out_also_through_a_link(tmp_path):
    folder = tmp_path / "in"
    touch(folder / "a.dcm", folder / "results" / "overlays" / "a.png")
    assert names(discover([folder], folder / "results")) == ["a.dcm"]
    (tmp_path / "link").symlink_to(folder / "results")
    assert names(discover([folder], tmp_path / "link")) == ["a.dcm"]


def test_an_input_that_is_the_results_folder_is_refused(tmp_path):
    touch(tmp_path / "in" / "a.dcm")
    with pytest.raises(BatchError, match="a folder of its own"):
        discover([tmp_path / "in"], tmp_path / "in" / ".." / "in")


def test_a_missing_input_is_named(tmp_path):
    with pytest.raises(BatchError, match=r"nowhere: expected a file or a folder"):
        discover([tmp_path / "nowhere"], tmp_path / "out")


def test_several_inputs_have_their_name_in_front(tmp_path):
    touch(tmp_path / "one" / "a.dcm", tmp_path / "two" / "deep" / "a.dcm", tmp_path / "single.dcm")
    found = discover([tmp_path / "two", tmp_path / "one", tmp_path / "single.dcm"], tmp_path / "out")
    assert names(found) == ["two/deep/a.dcm", "one/a.dcm", "single.dcm"]


def test_inputs_of_the_same_name_are_told_apart(tmp_path):
    """One name for two files would give the films of one hospital the rows of the other."""
    touch(tmp_path / "x" / "films" / "a.dcm", tmp_path / "y" / "films" / "a.dcm", tmp_path / "y" / "films" / "b.dcm")
    found = discover([tmp_path / "x" / "films", tmp_path / "y" / "films"], tmp_path / "out")
    assert names(found) == ["x/films/a.dcm", "y/films/a.dcm", "films/b.dcm"]
    single = discover([tmp_path / "x/films/a.dcm", tmp_path / "y/films/a.dcm"], tmp_path / "out")
    assert names(single) == ["x/films/a.dcm", "y/films/a.dcm"]


def test_a_file_given_twice_comes_once(tmp_path):
    folder = tmp_path / "in"
    touch(folder / "a.dcm")
    (folder / "link.dcm").symlink_to(folder / "a.dcm")
    assert names(discover([folder, folder / "a.dcm", folder], tmp_path / "out")) == ["in/a.dcm"]


def test_links_to_folders_are_not_followed_and_circles_do_no_harm(tmp_path):
    folder = tmp_path / "in"
    touch(folder / "a.dcm", tmp_path / "elsewhere" / "b.dcm")
    (folder / "up").symlink_to(folder)
    (folder / "away").symlink_to(tmp_path / "elsewhere")
    (folder / "circle.dcm").symlink_to(folder / "circle.dcm")
    (folder / "gone.dcm").symlink_to(folder / "nothing")
    assert names(discover([folder], tmp_path / "out")) == ["a.dcm", "circle.dcm", "gone.dcm"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_cannot_be_listed_is_named():
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        folder = Path(place)
        folder.chmod(0o755)
        touch(folder / "in" / "shut" / "a.dcm", folder / "in" / "b.dcm")
        (folder / "in" / "shut").chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)  # root may list everything
        try:
            found = discover([folder / "in"], folder / "out")
        finally:
            os.seteuid(user)
            (folder / "in" / "shut").chmod(0o700)
        assert names(found) == ["b.dcm", "shut"]


@pytest.fixture
def odd(tmp_path):
    """A file whose name is no UTF-8, as an old archive or a Windows share leaves it."""

    def make(*names: bytes) -> Path:
        folder = tmp_path / "in"
        folder.mkdir()
        for name in names:
            path = os.fsencode(folder) + b"/" + name
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                Path(os.fsdecode(path)).write_bytes(name)
            except OSError:
                pytest.skip("this file system takes UTF-8 names only")
        return folder

    return make


def test_a_name_that_is_no_utf8_becomes_text_that_can_be_written(tmp_path, odd):
    folder = odd(b"M\xfcller.dcm", "ü.dcm".encode(), b"d\xff/x.dcm")
    found = discover([folder], tmp_path / "out")
    assert {one.relative: one.path.read_bytes() for one in found} == {
        "M%FCller.dcm": b"M\xfcller.dcm", "ü.dcm": "ü.dcm".encode(), "d%FF/x.dcm": b"d\xff/x.dcm"
    }  # fmt: skip
    for one in found:
        assert one.relative.encode("utf-8").decode("utf-8") == one.relative


def test_two_names_that_come_to_the_same_text_are_refused_and_named(tmp_path, odd):
    folder = odd(b"a\xff.dcm", b"a%FF.dcm")
    with pytest.raises(BatchError, match=r"expected another name for each file, got .*a%FF\.dcm twice"):
        discover([folder], tmp_path / "out")
