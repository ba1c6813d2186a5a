"""``measure key``: show, export, import; never the secret on the screen, never a key lost."""

import pytest

from measure.errors import KeyMismatch, StoreError
from measure.outcomes.keyfile import key_path, load, load_or_create


def test_show_without_a_key_makes_none(invoke):
    assert "no key yet" in invoke("key").output
    assert load() is None


def test_show_gives_the_id_and_not_the_secret(invoke):
    key = load_or_create()
    said = invoke("key", "show").output
    assert key.id in said
    assert str(key_path()) in said
    assert key.secret.hex() not in said


def test_export_and_import(invoke, tmp_path, monkeypatch):
    key = load_or_create()
    copy = tmp_path / "copy.key"
    assert f"key {key.id} exported to {copy}" in invoke("key", "export", copy).output
    assert copy.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("MEASURE_KEY_FILE", str(tmp_path / "elsewhere" / "pseudonym.key"))
    assert f"key {key.id} imported from {copy}" in invoke("key", "import", copy).output
    assert load() == key


def test_nothing_is_overwritten(invoke, tmp_path, monkeypatch):
    load_or_create()
    copy = tmp_path / "copy.key"
    invoke("key", "export", copy)
    assert "exists already" in str(invoke("key", "export", copy, fails=StoreError).exception)
    monkeypatch.setenv("MEASURE_KEY_FILE", str(tmp_path / "other.key"))
    other = load_or_create()
    assert other.id in str(invoke("key", "import", copy, fails=KeyMismatch).exception)
    assert load() == other


def test_replacing_on_purpose_keeps_the_other_key_beside(invoke, tmp_path, monkeypatch):
    key, copy = load_or_create(), tmp_path / "copy.key"
    invoke("key", "export", copy)
    place = tmp_path / "other" / "pseudonym.key"
    monkeypatch.setenv("MEASURE_KEY_FILE", str(place))
    other = load_or_create()
    invoke("key", "import", copy, "--replace")
    assert load() == key
    assert load(place.with_name(f"{place.name}.{other.id}.old")) == other


@pytest.mark.parametrize("action", ["export", "import"])
def test_a_file_is_needed(invoke, action):
    load_or_create()
    assert "expected a file" in str(invoke("key", action, fails=StoreError).exception)
