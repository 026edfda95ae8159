"""The house's own rules: what must not be forgotten when it grows."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house import HOUSE, text, tracked, tree

FLOORS = {"domain": 0, "projections": 1, "webhooks": 1, "service": 2}
MODULES = sorted(path for floor in FLOORS for path in (HOUSE / floor).rglob("*.py"))
WORDLESS = ("NotImplementedError", "StopIteration")

module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))


@module
def test_a_module_opens_with_its_sentence(path: Path) -> None:
    opening = (ast.get_docstring(tree(path)) or "").partition("\n\n")[0]

    assert opening.endswith("."), (
        "say in the first sentence of the module what a visitor finds in it"
    )


@module
def test_a_module_holds_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, (
        "which of its ideas can move out?"
    )


@module
def test_the_arrows_point_down(path: Path) -> None:
    here = path.relative_to(HOUSE).parts[0]
    rooms = {name.partition(".")[0] for name in imported(tree(path))}

    upward = {room for room in rooms & FLOORS.keys() - {here} if FLOORS[room] >= FLOORS[here]}
    assert not upward, f"{here} must not know {upward}"


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_import_contracts_hold() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=HOUSE,
        capture_output=True,
        check=False,
        text=True,
    )

    assert linted.returncode == 0, linted.stdout + linted.stderr


@module
def test_a_refusal_has_words(path: Path) -> None:
    module = tree(path)
    wordless = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(module)
        if isinstance(node, ast.Raise) and not has_words(node.exc, signals(module))
    ]

    assert not wordless, "say what is wrong, and how to mend it"


def signals(module: ast.Module) -> set[str]:
    """A plain `Exception` of the module's own tells the module something, and nobody else."""
    classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef)]
    return {
        one.name for one in classes if [ast.unparse(base) for base in one.bases] == ["Exception"]
    }


def has_words(raised: ast.expr | None, signals: set[str]) -> bool:
    match raised:
        case None | ast.Attribute():
            return True  # what was caught, or kept, goes on with the words it has
        case ast.Name(id=name):
            return name in signals or name in WORDLESS or name[0].islower()
        case ast.Call(args=arguments, keywords=keywords):
            given = [*arguments, *(keyword.value for keyword in keywords)]
            return any(map(is_a_sentence, given))
        case _:
            return True


def is_a_sentence(argument: ast.expr) -> bool:
    """Several words, or made of something else, which may well be words."""
    if isinstance(argument, ast.Constant):
        return isinstance(argument.value, str) and len(argument.value.split()) > 1
    return True


def test_what_is_wanted_is_locked() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    dev = [one for one in project["dependency-groups"]["dev"] if isinstance(one, str)]
    wanted = project["project"]["dependencies"]

    assert unlocked(wanted, "requirements.lock") == []
    assert unlocked([*wanted, *dev], "requirements-dev.lock") == []
    assert unlocked(project["dependency-groups"]["build"], "requirements-build.lock") == []


def unlocked(wanted: list[str], lock: str) -> list[str]:
    pins = re.findall(r"^([\w.-]+)==(\S+)", text(lock), flags=re.MULTILINE)
    versions = dict(pins)
    return [
        f"{one} is not in {lock}: run `make lock`"
        for one in map(Requirement, wanted)
        if one.name not in versions or versions[one.name] not in one.specifier
    ]


def test_a_lock_names_no_index() -> None:
    for lock in HOUSE.glob("requirements*.lock"):
        assert not re.search(r"index-url|find-links|://", lock.read_text("utf-8")), lock.name


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    private = re.compile(rb"""(?:^|[\s"'=(`])/(?:home|root|Users|work|opt)/\w""")
    telling = [
        str(path.relative_to(HOUSE)) for path in tracked() if private.search(path.read_bytes())
    ]

    assert telling == []
