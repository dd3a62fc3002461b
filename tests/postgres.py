"""A PostgreSQL for the tests: the one at TEST_DATABASE_URL, else a private cluster from a local `postgres`, else none.

The cluster is thrown away afterwards and writes nothing to disk safely, which is what makes it quick.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from storage import tables
from storage.database import Store

NONE = "no PostgreSQL: set TEST_DATABASE_URL, or install a local postgres binary"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl."""
    found = shutil.which("postgres")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in candidates if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def available() -> bool:
    return bool(os.environ.get("TEST_DATABASE_URL")) or binaries() is not None


def emptied(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database without rows."""
    if not available():
        pytest.skip(NONE)
    url = _url(request.config)
    store = Store(url)
    with store.begin() as session:
        for table in reversed(tables.metadata.sorted_tables):  # a TRUNCATE takes ten times as long where there is little
            session.execute(table.delete())
    store.close()
    return url


@cache
def _url(config: pytest.Config) -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    given = os.environ.get("TEST_DATABASE_URL")
    url = _database(given, worker) if given else _database(_cluster(config), worker)
    store = Store(url)
    store.migrate()
    store.close()
    return url


def _database(server: str, worker: str) -> str:
    """A database of this worker's own on a server."""
    import psycopg

    plain = server.replace("postgres://", "postgresql://").replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS candor_test_{worker}")
        connection.execute(f"CREATE DATABASE candor_test_{worker}")
    base, _, query = plain.partition("?")
    return f"{base.rsplit('/', 1)[0]}/candor_test_{worker}" + (f"?{query}" if query else "")


def _cluster(config: pytest.Config) -> str:
    """Start a private cluster that only listens on a socket file; stopped when the tests end."""
    folder, tools = Path(tempfile.mkdtemp(prefix="candor-pg-")), binaries()
    assert tools is not None
    owner = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if owner:
        entry = pwd.getpwnam(owner)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data = folder / "data"

    def run(tool: str, *words: str) -> None:
        command = [str(tools / tool), "-D", str(data), *words]
        subprocess.run(command, check=True, user=owner, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)

    run("initdb", "-U", "candor", "-A", "trust", "-N", "--no-locale", "-E", "UTF8")
    options = f"-c listen_addresses= -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")

    def stop() -> None:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(stop)
    return f"postgresql://candor@/postgres?host={folder}"
