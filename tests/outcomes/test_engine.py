import os
import shutil
import sqlite3
import sys
import time

import pytest

from measure.errors import StoreError
from measure.outcomes.engine import check_file, make_engine, reading
from measure.outcomes.store import Store


def refused(place, words, **options):
    with pytest.raises(StoreError) as error:
        Store.open(place, **options)
    assert words in str(error.value)
    assert str(error.value).startswith("store: ")
    assert os.sep not in str(error.value).replace("postgresql+psycopg://host/name", "")


def test_what_cannot_be_a_store_is_named(tmp_path):
    (tmp_path / "text.sqlite").write_text("hello, this is no database at all")
    (tmp_path / "file").write_text("")
    refused(tmp_path / "text.sqlite", "expected an SQLite database, got a file of another sort")
    refused(tmp_path, "expected a file, got a folder")
    refused(tmp_path / "none" / "o.sqlite", "its folder does not exist")
    refused(":memory:", "a store in memory would be gone")
    refused("nonsense://x", "expected a path or a database URL")


def test_a_network_share_is_refused_with_the_remedy(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\n//server/films {tmp_path} cifs rw 0 0\n")
    with pytest.raises(StoreError, match=r"local disk, got a network share \(cifs\).*--store postgresql"):
        check_file(str(tmp_path / "o.sqlite"), mounts)
    assert not (tmp_path / "o.sqlite").exists()


def test_an_empty_file_becomes_a_store(tmp_path):
    (tmp_path / "o.sqlite").touch()
    with Store.open(tmp_path / "o.sqlite") as store:
        assert store.count() == 0


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "o.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE patients (name TEXT)")
    connection.commit()
    connection.close()
    refused(path, "got a database of another program")
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("patients",)]
    connection.close()


def test_a_path_or_a_url_mean_the_same_file(tmp_path, rows):
    with Store.open(f"sqlite:///{tmp_path}/o.sqlite") as store:
        store.add(rows, batch="a")
    with Store.open(tmp_path / "o.sqlite") as store:
        assert store.count() == len(rows)


def test_a_locked_store_says_who_to_wait_for(tmp_path, rows):
    path = tmp_path / "o.sqlite"
    with Store.open(path, timeout_s=0.2) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        with pytest.raises(StoreError, match="another program is writing"):
            store.add(rows, batch="a")
        assert 0.15 < time.monotonic() - start < 5
        assert store.count() == 0  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        assert store.add(rows, batch="a").inserted == len(rows)


def test_a_read_only_store_can_be_read(tmp_path, rows):
    with Store.open(tmp_path / "o.sqlite") as store:
        store.add(rows, batch="a")
    with Store.open(f"sqlite:///file:{tmp_path}/o.sqlite?mode=ro&uri=true") as store:
        assert store.count() == len(rows)
        with pytest.raises(StoreError, match="read-only"):
            store.add([rows[0].model_copy(update={"value": 1.0})], batch="b")


@pytest.mark.parametrize("damage", ["middle", "cut"])
def test_a_damaged_store_says_so(tmp_path, rows, damage):
    path = tmp_path / "o.sqlite"
    with Store.open(path) as store:
        store.add(rows, batch="a")
    data = bytearray(path.read_bytes())
    if damage == "middle":
        data[4096:] = os.urandom(len(data) - 4096)
    else:
        del data[len(data) // 2 :]
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        read_and_write(path, rows)


def read_and_write(path, rows):
    with Store.open(path) as store:
        list(store.rows())
        store.add(rows, batch="b")


def test_a_copy_of_a_closed_store_is_a_store(tmp_path, rows):
    with Store.open(tmp_path / "o.sqlite") as store:
        store.add(rows, batch="a")
    shutil.copy(tmp_path / "o.sqlite", tmp_path / "copy.sqlite")
    with Store.open(tmp_path / "copy.sqlite") as store:
        assert store.count() == len(rows)


def test_switches_are_set(tmp_path):
    engine = make_engine(tmp_path / "o.sqlite", 12.0)
    with reading(engine) as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys")
        }
    engine.dispose()
    assert asked == {"journal_mode": "wal", "busy_timeout": 12000, "foreign_keys": 1}


def test_a_server_that_is_not_there_is_named_without_its_password():
    pytest.importorskip("psycopg", reason="psycopg is an extra")
    with pytest.raises(StoreError, match="cannot be reached") as error:
        Store.open("postgresql+psycopg://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(error.value)


def test_a_missing_driver_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as if it were not installed
    refused("postgresql+psycopg://host/name", "pip install 'radiograph-measure[postgres]'")
