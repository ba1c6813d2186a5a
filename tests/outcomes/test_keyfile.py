import multiprocessing
import os
import stat

import pytest

from measure.errors import KeyMismatch, StoreError
from measure.outcomes import keyfile
from measure.outcomes.keyfile import export_key, import_key, key_path, load, load_or_create
from measure.outcomes.keys import PseudonymKey

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX thing")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MEASURE_KEY_FILE", str(tmp_path / "keys" / "mine.key"))
    return tmp_path


def test_the_place_is_named_or_in_the_configuration_folder(home, monkeypatch):
    assert key_path() == home / "keys" / "mine.key"
    monkeypatch.delenv("MEASURE_KEY_FILE")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setattr(keyfile.sys, "platform", "linux")
    assert key_path() == home / "config" / "measure" / "pseudonym.key"


def test_a_key_is_made_once(home):
    assert load() is None
    made = load_or_create()
    assert load_or_create() == load() == made


@posix
def test_only_the_owner_can_read_it(home):
    load_or_create()
    assert stat.S_IMODE(key_path().stat().st_mode) == 0o600
    assert [path.name for path in key_path().parent.iterdir()] == ["mine.key"]
    key_path().chmod(0o644)
    with pytest.warns(UserWarning, match="chmod 600"):
        load()


def _make(path):
    return load_or_create(path).id


def test_processes_that_need_a_key_at_once_get_the_same(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_make, [tmp_path / "shared.key"] * 8))) == 1


def test_a_key_goes_out_and_comes_in(home, tmp_path):
    key = load_or_create()
    assert export_key(home / "backup.key") == key
    assert import_key(home / "backup.key", home / "other" / "k.key") == key
    assert import_key(home / "backup.key") == key  # the same key again: nothing to do


def test_nothing_is_overwritten_in_silence(home):
    mine = load_or_create()
    other = load_or_create(home / "other.key")
    with pytest.raises(StoreError, match="exists already"):
        export_key(home / "other.key")
    with pytest.raises(KeyMismatch, match=f"key {mine.id} is in use here, got {other.id}"):
        import_key(home / "other.key")
    assert load() == mine
    assert import_key(home / "other.key", replace=True) == load() == other
    assert load(key_path().with_name(f"mine.key.{mine.id}.old")) == mine


@pytest.mark.parametrize("text", ["", "hello", "measure pseudonym key 1\nzz", "measure pseudonym key 1\nabcd", "clé"])
def test_a_file_that_holds_no_key_is_refused(tmp_path, text):
    path = tmp_path / "k.key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(StoreError, match="pseudonym key: ") as refused:
        load_or_create(path)
    assert str(tmp_path) not in str(refused.value)
    assert path.read_text(encoding="utf-8") == text


def test_what_cannot_be_done_is_said(home):
    with pytest.raises(StoreError, match="none to export yet"):
        export_key(home / "x.key")
    with pytest.raises(StoreError, match="not there"):
        import_key(home / "missing.key")
    (home / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be read"):
        load_or_create(home / "file" / "below.key")
    key = load_or_create()
    with pytest.raises(StoreError, match="cannot be written"):
        export_key(home / "file" / "below.key")
    assert load() == key


def test_a_written_key_is_the_key(tmp_path):
    key = load_or_create(tmp_path / "k")
    assert PseudonymKey(bytes.fromhex((tmp_path / "k").read_text().splitlines()[1])) == key
