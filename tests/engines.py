"""The two engines that a ledger may live in, each with databases to be had by the dozen."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

Prepare = Callable[[str], None]  # given the address of an empty database, makes its tables


class Engine(Protocol):
    """Where a test finds a database of its own.

    With `prepare` it comes with its tables: they are made once, and copied from then on.
    """

    name: str

    def fresh(self, prepare: Prepare | None = None) -> str:
        """The address of a database that nobody else has, `sqlite:///…` or `postgresql://…`."""


class Sqlite:
    """Files in a directory."""

    name = "sqlite"

    def __init__(self, directory: Path, templates: Path) -> None:
        self.directory = directory
        self.templates = templates
        self.numbers = count(1)

    def fresh(self, prepare: Prepare | None = None) -> str:
        path = self.directory / f"ledger-{next(self.numbers)}.db"
        if prepare is not None:
            shutil.copyfile(self._template(prepare), path)
        return f"sqlite:///{path}"

    def _template(self, prepare: Prepare) -> Path:
        path = self.templates / f"{_name(prepare)}.db"
        if not path.exists():
            making = path.with_suffix(".making")
            prepare(f"sqlite:///{making}")
            if making.with_name(making.name + "-wal").exists():
                raise RuntimeError(
                    f"{_name(prepare)} left a connection open: its WAL is not folded in"
                )
            making.rename(path)
        return path


class PostgreSQL:
    """Databases of one server, made from a template and dropped by `clear`."""

    name = "postgres"

    def __init__(self, server: str) -> None:
        self.server = server
        self.templates: dict[str, str] = {}
        self.made: list[str] = []

    def fresh(self, prepare: Prepare | None = None) -> str:
        template = "template1" if prepare is None else self._template(prepare)
        name = f"shipledger_test_{uuid4().hex}"
        self._create(name, template)
        self.made.append(name)
        return self._address(name)

    def clear(self) -> None:
        """Drop what `fresh` made; connections that a test forgot are cut."""
        while self.made:
            self._drop(self.made.pop())

    def close(self) -> None:
        """Drop the templates too."""
        self.clear()
        for name in self.templates.values():
            self._drop(name)

    def _template(self, prepare: Prepare) -> str:
        if _name(prepare) not in self.templates:
            name = f"shipledger_template_{uuid4().hex}"
            self._create(name, "template1")
            self.templates[_name(prepare)] = name
            prepare(self._address(name))
        return self.templates[_name(prepare)]

    def _create(self, name: str, template: str) -> None:
        # To copy the files is cheaper than to log each of their pages.
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        words = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(words)

    def _address(self, database: str) -> str:
        return urlsplit(self.server)._replace(path=f"/{database}").geturl()


def _name(prepare: Prepare) -> str:
    return f"{prepare.__module__}.{prepare.__qualname__}".replace("<", "").replace(">", "")
