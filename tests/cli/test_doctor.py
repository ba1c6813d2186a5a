"""``measure doctor``: every check of this installation is good, and a bad one would be seen."""

from measure.cli.checkup import CORE, Verdict, examine
from measure.outcomes.keyfile import key_path, load_or_create


def test_this_installation_is_sound(measure, samples_dir):
    done = measure("doctor")
    assert done.returncode == 0, done.stdout
    films = f"{len(list(samples_dir.glob('*.dcm')))} films"
    for part in (*CORE, "DICOM codecs", "OpenCV wheels", films, "pseudonym key", "numba"):
        assert part in done.stdout
    assert "mend" not in done.stdout


def test_no_finding_is_bad_here():
    findings = {finding.what: finding for finding in examine()}
    assert not [f for f in findings.values() if f.verdict is Verdict.BAD]
    assert findings["pseudonym key"].verdict is Verdict.ABSENT


def test_the_key_is_named_by_its_id(invoke):
    key = load_or_create()
    said = invoke("doctor").output
    assert key.id in said
    assert key.secret.hex() not in said


def test_a_damaged_key_needs_mending(invoke):
    key_path().parent.mkdir(parents=True, exist_ok=True)
    key_path().write_text("not a key")
    key_path().chmod(0o600)
    result = invoke("doctor")
    assert result.exit_code == 1
    assert "mend    pseudonym key" in result.output
