"""What the README says is so: its commands, its settings and its guarantees."""

import ast
import logging
import os
import re
from collections.abc import Iterator

import pytest

from service.cli.main import COMMANDS
from service.config import from_environment
from tests.house import HOUSE, text, tree


def test_the_readme_names_commands_that_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", text("README.md")))
    makefile = text("Makefile")

    assert named
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_readme_names_subcommands_that_exist() -> None:
    fences = re.findall(r"^```sh\n(.*?)```", text("README.md"), flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"^(?:\S*/)?shipledger ([a-z]+)", "".join(fences), flags=re.MULTILINE))

    assert named
    assert named <= set(COMMANDS)


def test_each_guarantee_of_the_readme_has_its_test() -> None:
    readme = text("README.md")
    held = re.findall(r"\[(test_\w+)\]\((tests/[\w/]+\.py)\)", readme)

    assert held
    assert [one for one in held if f"def {one[0]}(" not in text(one[1])] == []


def test_the_readme_tells_of_every_setting() -> None:
    readme = text("README.md")
    config = tree(HOUSE / "service" / "config.py")

    assert set(re.findall(r"^\| `SHIPLEDGER_(\w+)`", readme, flags=re.MULTILINE)) == set(
        read_by(config)
    )


def test_the_readme_tells_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*os.environ,):
        if name.startswith("SHIPLEDGER_") or name in ("DATABASE_URL", "PORT", "DYNO"):
            monkeypatch.delenv(name)
    config = from_environment()
    rows = dict(
        re.findall(r"^\| `SHIPLEDGER_(\w+)` \| `([^`]+)`", text("README.md"), flags=re.MULTILINE)
    )

    assert rows["PUBLIC_READ"] == str(config.public_read).lower()
    assert rows["BIND"] == config.bind
    assert rows["WORKERS"] == str(config.workers)
    assert rows["THREADS"] == str(config.threads)
    assert rows["TRUSTED_PROXIES"] == str(config.trusted_proxies)
    assert rows["DELIVERY_LIMIT_MIB"] == str(config.delivery_limit // 1024**2)
    assert rows["LOG_LEVEL"] == logging.getLevelName(config.log_level)
    assert rows["LOG_DELIVERIES"] == str(config.log_deliveries).lower()
    assert f"`SHIPLEDGER_THREADS` ({config.threads})" in text("docs", "operations.md")


READERS = ("env.", "_at_least(env", "_address(env")


def read_by(config: ast.Module) -> Iterator[str]:
    """The names in `env.bool("NAME", …)`, `_at_least(env, "NAME", …)` and `_address(env, …)`."""
    for node in ast.walk(config):
        if isinstance(node, ast.Call) and ast.unparse(node).startswith(READERS):
            yield from (
                str(one.value)
                for one in node.args[:2]
                if isinstance(one, ast.Constant) and re.fullmatch(r"[A-Z_]+", str(one.value))
            )
