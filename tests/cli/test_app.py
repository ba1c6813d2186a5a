"""The program as a whole: its verbs, its help, its exit codes, and no traceback for what a user can do wrong."""

import os
import re
import subprocess
from importlib.metadata import entry_points, version

import pytest
import typer

from measure.cli.app import GROUP, ORDER, build
from measure.errors import MeasureError

VERBS = ("batch", "film", "view", "catalog", "explain", "export", "confirm", "key", "doctor")


def test_help_names_every_verb_and_says_what_it_is_not(measure):
    done = measure("--help")
    assert done.returncode == 0
    assert "not a validated medical device" in done.stdout
    for verb in VERBS:
        assert re.search(rf"\b{verb}\b", done.stdout), verb


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(invoke, verb):
    result = invoke(verb, "--help")
    assert result.exit_code == 0
    assert f"{verb} [OPTIONS]" in result.output


def test_version(measure):
    done = measure("--version")
    assert (done.returncode, done.stdout) == (0, f"radiograph-measure {version('radiograph-measure')}\n")


def test_without_a_verb_it_shows_its_help(measure):
    done = measure()
    assert "Usage" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_verb_that_is_none_is_a_usage_error(measure):
    done = measure("batsch")
    assert done.returncode == 2
    assert "batsch" in done.stderr


def test_verbs_come_from_the_entry_points_in_the_order_of_the_house():
    app = build()
    names = [command.name for command in app.registered_commands]
    assert set(names) == {entry.name for entry in entry_points(group=GROUP)}
    assert [name for name in names if name in ORDER] == [name for name in ORDER if name in names]
    assert isinstance(app, typer.Typer)


def test_help_loads_none_of_the_heavy_parts(script):
    """``--help`` must answer at once."""
    code = (
        "import sys; sys.argv = ['measure', '--help']\n"
        "from measure.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = set('numpy pandas pydicom cv2 pydantic sqlalchemy pyarrow skimage napari qtpy'.split())\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "HEAVY []" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("film", "no/such/film.dcm"), ("film", "{here}"), ("film", "{text}"),
        ("film", "{film}", "--landmarks", "no/such.csv"), ("film", "{film}", "--reading", "no/such.json"),
        ("film", "{film}", "--reading", "{film}"), ("film", "{film}", "--frame", "7"),
        ("film", "{film}", "--measures", ""), ("catalog", "no_such_measure"),
        ("explain", "L1/beck_index", "--store", "no/such.sqlite"), ("explain", "L1/beck_index", "--store", "{text}"),
        ("export", "--out", "{here}", "--store", "no/such.sqlite"), ("export", "--out", "{text}", "--store", "{store}"),
        ("batch", "no/such", "--out", "{here}/out"), ("batch", "{film}", "--out", "{text}"),
        ("batch", "{film}", "--out", "{here}/o", "--landmarks", "no/such.csv"),
        ("batch", "{film}", "--out", "{here}/o", "--cases", "{text}"),
        ("batch", "{film}", "--out", "{here}/o", "--measures", "beck"),
        ("batch", "{film}", "--out", "{here}/o", "--store", "{text}"),
        ("confirm", "no/such.csv", "--by", "r1", "--store", "{store}"),
        ("confirm", "{text}", "--by", "r1", "--store", "{store}"),
        ("confirm", "{text}", "--by", "r1", "--store", "{text}"),
        ("confirm", "{text}", "--by", "auto", "--store", "{store}"),
        ("confirm", "--drafts", "{here}/no/such.csv", "--store", "{store}"),
        ("confirm", "--drafts", "{text}", "--store", "{store}"),
        ("key", "export"), ("key", "export", "{here}/k"), ("key", "import", "no/such"),
    ],
    ids=lambda words: " ".join(words),
)  # fmt: skip
def test_what_a_user_can_do_wrong_is_one_clear_line(invoke, samples_dir, sample_results, tmp_path, arguments):
    text = tmp_path / "notes.txt"
    text.write_text("hello\n")
    places = {
        "{here}": tmp_path, "{text}": text, "{film}": samples_dir / "ap_scoliosis.dcm",
        "{store}": sample_results / "outcomes.sqlite",
    }  # fmt: skip
    words = []
    for word in arguments:
        for name, place in places.items():
            word = word.replace(name, str(place))
        words.append(word)
    result = invoke(*words, fails=MeasureError)
    assert str(result.exception).strip()
    assert "\n" not in str(result.exception)


def test_an_error_is_one_line_and_exit_code_1(measure, tmp_path):
    bad = tmp_path / "bad.key"  # others may read it: said too, as a line and not as a line of code
    bad.write_text("hello")
    bad.chmod(0o644)
    done = measure("key", "import", bad)
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == ["measure", "measure"]
    assert "chmod 600" in done.stderr
    assert "expected a file that begins" in done.stderr
    assert ".py" not in done.stderr


def test_a_verb_that_cannot_be_loaded_is_named_and_the_others_work(tmp_path, script):
    import os
    import sys

    package = tmp_path / "broken_verb-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-verb\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[measure.commands]\nbroken = broken_verb_module:verb\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "COLUMNS": "200"}
    environment.pop("PYTHONSAFEPATH", None)
    code = "from measure.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, env=environment, cwd=tmp_path
    )
    assert done.stdout.startswith("radiograph-measure ")
    assert "the verb broken cannot be loaded: ModuleNotFoundError" in done.stderr


@pytest.mark.parametrize("arguments", [("catalog",), ("catalog", "--json"), ("--help",)])
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_reader_that_goes_away_is_no_error(script, arguments, reader):
    line = f"{script} {' '.join(arguments)} | {reader}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", ["catalog", "catalog --json", "doctor"])
def test_a_full_disk_is_one_line(script, arguments):
    done = subprocess.run(["bash", "-c", f"{script} {arguments} > /dev/full"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "measure: No space left on device\n"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_the_signs_gets_question_marks(script, encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "200"}
    done = subprocess.run([script, "catalog", "beck_index"], capture_output=True, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Beck" in done.stdout.decode(encoding)
