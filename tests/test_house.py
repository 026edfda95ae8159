"""The house's own rules: what must not be forgotten when it grows."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from docs.make_facts import PAGE, page
from domain.topics import FACTS, decode
from domain.topics import encode as stored_form
from tests.record import RECORDED, recorded, told

HOUSE = Path(__file__).parent.parent
FLOORS = {"domain": 0, "projections": 1, "webhooks": 1, "service": 2}
MODULES = sorted(path for floor in FLOORS for path in (HOUSE / floor).rglob("*.py"))
WORDLESS = ("NotImplementedError", "StopIteration")

module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
each_fact = pytest.mark.parametrize("topic", FACTS)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked(*patterns: str) -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=HOUSE, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout: the files that belong to the house are not known")
    return (path for name in listed.stdout.split("\0") if name and (path := HOUSE / name).is_file())


# --- modules ---


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


# --- facts ---


def test_the_page_of_facts_tells_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.make_facts"


@each_fact
def test_a_fact_says_what_happened(topic: str) -> None:
    assert FACTS[topic].__dict__.get("__doc__"), "give the class a sentence; docs/facts.md shows it"


@each_fact
def test_a_topic_is_a_noun_a_past_participle_and_a_version(topic: str) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+\.[1-9][0-9]*", topic)


@each_fact
def test_what_was_recorded_once_is_read_for_ever(topic: str) -> None:
    assert recorded(topic).exists(), "run once, and commit the new file: python -m tests.record"
    entry = json.loads(recorded(topic).read_text(encoding="utf-8"))

    fact = decode(json.dumps(entry["stored"]).encode())

    assert type(fact) is FACTS[topic]
    assert known_of(told(fact), entry["told"]) == entry["told"]
    assert decode(stored_form(fact)) == fact


def known_of(now: Any, then: Any) -> Any:
    """What stood in the record already; a fact may have grown by fields with defaults since."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {name: known_of(now[name], then[name]) for name in then if name in now}
    if isinstance(then, list) and isinstance(now, list) and len(now) == len(then):
        return [known_of(one, other) for one, other in zip(now, then, strict=True)]
    return now


def test_a_topic_is_never_given_up() -> None:
    given_up = {path.stem for path in RECORDED.glob("*.json")} - FACTS.keys()

    assert not given_up, "ledgers hold such facts: keep the class, and stop telling it"


# --- outer things ---


def test_the_readme_names_commands_that_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", (HOUSE / "README.md").read_text(encoding="utf-8")))
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")

    assert named
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_readme_names_subcommands_that_exist() -> None:
    fences = re.findall(r"^```sh\n(.*?)```", (HOUSE / "README.md").read_text("utf-8"), re.M | re.S)
    named = set(re.findall(r"^(?:\S*/)?shipledger ([a-z]+)", "".join(fences), re.M))
    main = (HOUSE / "service" / "cli" / "main.py").read_text(encoding="utf-8")

    assert named <= set(re.findall(r"^    ([a-z]+)_?\.\1_?,$", main, re.M))


def test_each_guarantee_of_the_readme_has_its_test() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    held = re.findall(r"\[(test_\w+)\]\((tests/[\w/]+\.py)\)", readme)

    assert held
    assert [
        one for one in held if f"def {one[0]}(" not in (HOUSE / one[1]).read_text("utf-8")
    ] == []


def test_the_readme_tells_of_every_setting() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    config = tree(HOUSE / "service" / "config.py")

    assert set(re.findall(r"^\| `SHIPLEDGER_(\w+)`", readme, flags=re.MULTILINE)) == set(
        read_by(config)
    )


def read_by(config: ast.Module) -> Iterator[str]:
    """The names in `env.bool("NAME", …)` and `_at_least(env, "NAME", …)`."""
    for node in ast.walk(config):
        if isinstance(node, ast.Call) and ast.unparse(node).startswith(("env.", "_at_least(env")):
            yield from (
                str(one.value)
                for one in node.args[:2]
                if isinstance(one, ast.Constant) and re.fullmatch(r"[A-Z_]+", str(one.value))
            )


def test_what_is_wanted_is_locked() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    dev = [one for one in project["dependency-groups"]["dev"] if isinstance(one, str)]
    wanted = project["project"]["dependencies"]

    assert unlocked(wanted, "requirements.lock") == []
    assert unlocked([*wanted, *dev], "requirements-dev.lock") == []
    assert unlocked(project["dependency-groups"]["build"], "requirements-build.lock") == []


def unlocked(wanted: list[str], lock: str) -> list[str]:
    pins = re.findall(r"^([\w.-]+)==(\S+)", (HOUSE / lock).read_text("utf-8"), flags=re.MULTILINE)
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
