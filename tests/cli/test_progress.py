"""Progress: bars on a terminal, silence in a pipe."""

import os
import subprocess
import sys

import pytest

CODE = """
from measure.cli.progress import Bars
with Bars() as bars:
    for done in range(1, 31):
        bars.looked(done, 30)
    bars.measured(3, 30)
    bars._progress.refresh()
"""


def test_silence_in_a_pipe():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX")
def test_bars_on_a_terminal():
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run([sys.executable, "-c", CODE], stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # how Linux says that nobody writes any more
        pass
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"Looking at files" in said
    assert b"30/30" in said
    assert b"Measuring films" in said
    assert b"3/30" in said
