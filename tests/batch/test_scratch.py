"""The private folder: only for its owner, and gone however the run ends."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from measure.batch.scratch import PREFIX, Scratch
from measure.errors import BatchError

posix = pytest.mark.skipif(os.name != "posix", reason="locks and permissions of POSIX")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_nothing_is_made_before_it_is_needed(place):
    with Scratch() as scratch:
        assert scratch.free > 0
        assert list(place.iterdir()) == []


@posix
def test_nobody_else_can_look_in(place):
    with Scratch() as scratch:
        folder = scratch.new().parent
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.parent == place


def test_it_goes_when_closed_forgotten_or_left_by_an_error(place):
    def fail():
        with Scratch() as scratch:
            scratch.new().write_bytes(b"a film")
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail()
    assert list(place.iterdir()) == []
    scratch = Scratch()
    names = {scratch.new() for _ in range(3)}
    assert len(names) == 3
    for path in names:
        path.write_bytes(b"a film")
    del scratch
    assert list(place.iterdir()) == []
    scratch = Scratch()
    scratch.close()
    scratch.close()
    assert scratch.new().parent.parent == place
    scratch.close()


WAITS = f"""
import sys, time
sys.path[:0] = {sys.path!r}
from measure.batch.scratch import Scratch
scratch = Scratch()
scratch.new().write_bytes(b"a film")
print("ready", flush=True)
time.sleep(60)
"""


@posix
@pytest.mark.parametrize(("number", "left"), [(signal.SIGINT, 0), (signal.SIGKILL, 1)])
def test_what_a_killed_run_left_goes_with_the_next_and_that_of_a_living_one_stays(place, number, left):
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WAITS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        for one in running:
            assert one.stdout.readline() == b"ready\n"
        assert len(list(place.glob(f"{PREFIX}*"))) == 2
        running[0].send_signal(number)
        running[0].wait(timeout=30)
        assert len(list(place.glob(f"{PREFIX}*"))) == 1 + left
        with Scratch() as scratch:
            mine = scratch.new().parent
            others = [path for path in place.glob(f"{PREFIX}*") if path != mine]
            assert len(others) == 1
            assert (others[0] / "0000001").read_bytes() == b"a film"
    finally:
        for one in running:
            one.kill()
            one.communicate()


def test_a_place_that_is_none_is_one_line(place, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(place / "nowhere"))
    with Scratch() as scratch, pytest.raises(BatchError, match=r"cannot be made: No such file.*TMPDIR"):
        scratch.new()
    assert scratch.free == 0


@posix
def test_a_link_with_its_name_is_left_alone(place):
    precious = Path(tempfile.mkdtemp(dir=place))
    (precious / "lock").write_bytes(b"")
    (place / f"{PREFIX}x").symlink_to(precious)
    with Scratch() as scratch:
        scratch.new()
    assert (precious / "lock").exists()
