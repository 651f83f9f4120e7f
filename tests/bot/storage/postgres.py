"""A real PostgreSQL server, started for the tests on a socket of its own and stopped after them."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

DEBIAN = "/usr/lib/postgresql/*/bin"
MISSING = "no PostgreSQL server programs here; run: apt-get install postgresql"
NOBODY = "nobody"
"""The server refuses to run as root."""
_numbers = count(1)


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where there is no server."""
    found = shutil.which("pg_ctl")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/").glob(DEBIAN.lstrip("/")))
    return folders[-1] if folders and (folders[-1] / "pg_ctl").exists() else None


class Server:
    """A running server. `settings` are lines of its configuration."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-t", "60", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as in a power cut; it recovers at its next start."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test{next(_numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return f"postgresql://quoted@/{name}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        user = pwd.getpwnam(NOBODY).pw_uid if os.getuid() == 0 else None
        command = [str(self._programs / program), *arguments]
        with (self._folder / "commands").open("ab") as log:
            subprocess.run(command, check=True, cwd=self._folder, user=user, stdout=log, stderr=log, timeout=90)


@contextmanager
def serving(found: Path) -> Iterator[Server]:
    """A server while a block lasts."""
    with tempfile.TemporaryDirectory(prefix="quoted-pg") as name:
        folder = Path(name)
        if os.getuid() == 0:
            os.chown(folder, pwd.getpwnam(NOBODY).pw_uid, -1)
        server = Server(folder, found)
        server._run("initdb", "-D", "data", "-U", "quoted", "-A", "trust", "-E", "UTF8", "--locale=C")
        server.start()
        try:
            yield server
        finally:
            server.stop()
