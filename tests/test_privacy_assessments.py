"""The privacy probe for what people judged: a name in any cell of an assessment table comes out nowhere."""

import pytest

from measure.catalog import SCHEMES
from measure.errors import MeasureError
from measure.readings import read_assessments
from tests.test_privacy import LOCAL, Probe, leaks, without_paths

GOOD = {
    "level": "L1", "vertebra": "", "structure": "", "side": "", "scheme": "genant_visual", "value": "2",
    "observer": "reader-1", "status": "", "confirmed_by": "", "note": "", "leak_site": "",
}  # fmt: skip
NAME = "ZQCELL^SMITH"


@pytest.fixture(scope="module")
def probe(tmp_path_factory):
    """A run over films full of marker strings: one film a column with a name in it, one film without a fault."""
    patch = pytest.MonkeyPatch()
    root = tmp_path_factory.mktemp("privacy")
    patch.setenv("MEASURE_KEY_FILE", str(root / "pseudonym.key"))
    made = Probe(root)
    films = ["ZQFILE_dx.dcm", "ZQFILE_clean.dcm", *(f"one/ZQFILE_{n}.dcm" for n in range(len(GOOD)))]
    lines = [["film", *GOOD], [films[0], *GOOD.values()], [films[1], *(GOOD | {"level": "", "vertebra": "2"}).values()]]
    lines += [[film, *(GOOD | {column: NAME}).values()] for film, column in zip(films[2:], GOOD, strict=True)]
    made.judged = made.write("judged.csv", [",".join(line) for line in lines])
    made.batch = made.measure(
        "batch", made.films, "--out", made.out, "--landmarks", made.marks, "--assessments", made.judged,
        "--cases", made.cases, "--overlays", "none", "--workers", "1",
    )  # fmt: skip
    yield made
    patch.undo()


def test_the_run_took_the_good_lines_and_refused_the_others(probe):
    assert probe.batch.returncode == 0, probe.batch.stderr
    table = (probe.out / "assessments.csv").read_text()
    assert table.count("genant_visual") == 2
    films = (probe.out / "films.csv").read_text()
    for column in GOOD:
        assert f"column {column}" in films, column


def test_no_output_repeats_a_cell(probe):
    looked = 0
    for path in sorted(path for path in probe.out.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if path.name in LOCAL:
            data = without_paths(data.decode()).encode()
        assert leaks(data, compressed=path.suffix == ".png") == [], path.name
        looked += path.name.startswith(("assessments", "outcomes.sqlite")) or path.suffix == ".json"
    assert looked > 4


def test_the_terminal_repeats_no_cell(probe):
    assert leaks(without_paths(probe.batch.stdout + probe.batch.stderr).encode()) == []


@pytest.mark.parametrize("film", ["ZQFILE_dx.dcm", "one/ZQFILE_0.dcm", "one/ZQFILE_5.dcm"])
@pytest.mark.parametrize("json_too", [True, False])
def test_one_film(probe, film, json_too):
    words = ["--json"] if json_too else []
    done = probe.measure("film", probe.films / film, "--landmarks", probe.marks, "--assessments", probe.judged, *words)
    assert "Traceback" not in done.stderr
    assert leaks(without_paths(done.stdout + done.stderr).encode()) == []


def test_a_table_without_its_header_is_not_repeated(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("a.dcm,ZQNAME^SMITH,ZQSUBJECT1\nb.dcm,ZQNAME^JONES,ZQSUBJECT2\n")
    with pytest.raises(MeasureError) as refused:
        read_assessments(table, {scheme.id: scheme for scheme in SCHEMES})
    assert leaks(str(refused.value).encode()) == []
