"""A PostgreSQL server for the tests: private, on a socket in a folder of its own, gone at the end.

Registered by ``conftest.py``. ``MEASURE_TEST_POSTGRESQL`` names another server instead: a URL of a database whose user
may create databases.
"""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

ENGINES = ("sqlite", "postgresql")
# Durability is not what is tested; sockets alone, so that no port can be taken.
SWITCHES = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=50")


def programs() -> Path | None:
    """Folder of initdb and pg_ctl; Debian keeps them out of the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if shutil.which("pg_config"):
        told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout
        folders.append(Path(told.strip()))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def other_user() -> dict[str, object]:
    """Whom to run the server as: it refuses to run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd  # not on Windows

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    pytest.skip("PostgreSQL does not run as root, and there is no user to run it as")


@contextmanager
def server(folder: Path) -> Iterator[sa.URL]:
    """Run a new server in an empty folder."""
    programs_at = programs()
    if programs_at is None:
        pytest.skip("no PostgreSQL server on this machine; make check-full installs one")
    who = other_user()
    if who:
        os.chown(folder, who["user"], who["group"])

    def go(program: str, *words: str) -> None:
        command = [programs_at / program, "--pgdata", folder / "data", *words]
        # A file, not a pipe: the server inherits it, and a pipe would be waited for until the server ends.
        with (folder / "said").open("a") as said:
            done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, **who)
        assert done.returncode == 0, (folder / "said").read_text()

    go("initdb", "--username=measure", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    switches = " ".join(f"-c {switch}" for switch in (*SWITCHES, f"unix_socket_directories={folder}"))
    go("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "--options", switches)
    try:
        yield sa.URL.create("postgresql+psycopg", "measure", database="postgres", query={"host": str(folder)})
    finally:
        go("pg_ctl", "stop", "--wait", "--mode", "immediate")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """URL of a server that runs until the end of the session (one for each worker of pytest-xdist)."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'radiograph-measure[postgres]'")
    if given := os.environ.get("MEASURE_TEST_POSTGRESQL"):
        yield sa.make_url(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="measure-pg-"))
    try:
        with server(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql: sa.URL) -> Iterator[str]:
    """URL of an empty database that orders text as a dictionary does, where the server can."""
    name = f"measure_{uuid.uuid4().hex}"
    outside = sa.create_engine(postgresql, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with outside.connect() as connection:
        icu = connection.scalar(sa.text("SELECT count(*) FROM pg_collation WHERE collname = 'en-x-icu'"))
        order = "LOCALE_PROVIDER icu ICU_LOCALE 'en' TEMPLATE template0" if icu else ""
        connection.execute(sa.text(f'CREATE DATABASE "{name}" {order}'))
    yield postgresql.set(database=name).render_as_string(hide_password=False)
    with outside.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(params=ENGINES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store can be opened: on each engine in turn."""
    return str(tmp_path / "outcomes.sqlite") if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
