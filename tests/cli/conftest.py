"""The program as a user has it: the installed script, and its application for tests in this process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner


@pytest.fixture(scope="session")
def script() -> str:
    """Path of the installed script ``measure``."""
    found = Path(sys.executable).with_name("measure")
    return str(found) if found.exists() else shutil.which("measure")


@pytest.fixture(scope="session")
def measure(script):
    """Run the script; standard output and error as text."""

    def go(*arguments, **changes) -> subprocess.CompletedProcess[str]:
        # What forces colours on a runner would put escapes between the words that are looked for.
        plain = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "PY_COLORS")}
        environment = {**plain, **changes, "COLUMNS": "200"}
        words = [script, *map(str, arguments)]
        return subprocess.run(words, capture_output=True, text=True, env=environment, timeout=120)

    return go


@pytest.fixture(scope="session")
def invoke():
    """Run the application in this process: quick, and errors come as exceptions."""
    from measure.cli.app import build

    app = build()

    def go(*arguments, fails=None):
        result = CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})
        if fails is not None:
            assert isinstance(result.exception, fails), result.output
        elif result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return go


@pytest.fixture(scope="session")
def sample_results(tmp_path_factory, samples_dir, measure):
    """Results of ``measure batch`` over the samples, with the key in the folder above."""
    root = tmp_path_factory.mktemp("sample_results")
    done = measure(
        "batch", *sorted(samples_dir.glob("*.dcm")), "--landmarks", samples_dir / "landmarks.csv",
        "--cases", samples_dir / "cases.csv", "--out", root / "results", "--overlays", "none",
        MEASURE_KEY_FILE=str(root / "pseudonym.key"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return root / "results"
