"""What docs/api.md and docs/operations.md say of the API is so: its examples are asked here."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from domain.token import SCOPES
from service.api.errors import INTERNAL, KINDS, STATUSES
from tests.house import text
from tests.service.api.test_specification import operations, specification
from tests.site import Site

API = text("docs", "api.md")
# What differs from one recording to the next.
OF_THE_DAY = {"positions", "position", "recorded", "request_id"}


class Example(NamedTuple):
    """A question of the page, and the answer below it where there is one."""

    path: str
    answer: Any


def examples() -> Iterator[Example]:
    for command, answer in re.findall(
        r"```sh\ncurl -s (.*?)\n```(?:\n\n```json\n(.*?)```)?", API, re.DOTALL
    ):
        for address in re.findall(r'"\$S(/[^"]*)"', command):
            # Positions are given out anew with every recording.
            if not address.startswith("/facts/"):
                yield Example(f"/api/v1{address}", json.loads(answer) if answer else None)


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.path)
def test_an_example_is_answered_as_the_page_shows(shown: Site, example: Example) -> None:
    got = shown.get(example.path).json

    assert got
    if example.answer is None:
        assert "status" not in got, got
    else:
        assert list(differences(example.answer, got)) == []


def differences(shown: Any, got: Any, where: str = "") -> Iterator[str]:
    """Where an answer is not what is shown of it; «…» stands for the rest."""
    if isinstance(shown, dict) and isinstance(got, dict):
        told = {name: value for name, value in shown.items() if name not in OF_THE_DAY | {"…"}}
        yield from (f"{where}/{name} is no more" for name in told.keys() - got.keys())
        for name in told.keys() & got.keys():
            yield from differences(told[name], got[name], f"{where}/{name}")
        if "…" not in shown:
            yield from (f"{where}/{name} is not shown" for name in got.keys() - shown.keys())
    elif isinstance(shown, list) and isinstance(got, list):
        told_items = [one for one in shown if one != "…"]
        if len(told_items) > len(got) or ("…" not in shown and len(told_items) != len(got)):
            yield f"{where} has {len(got)} entries"
        for place, (one, other) in enumerate(zip(told_items, got, strict=False)):
            yield from differences(one, other, f"{where}/{place}")
    elif shown != got:
        yield f"{where} is {got!r}"


def test_every_operation_is_in_the_table_and_no_other(site: Site) -> None:
    described = {
        (method, path.removeprefix("/api/v1"))
        for method, path, _ in operations(specification(site))
    }

    assert set(re.findall(r"^\| `(GET|POST|PUT) ([^`]+)` \|", API, re.MULTILINE)) == described


def test_every_parameter_that_the_table_names_is_one(site: Site) -> None:
    known = {
        (method, path.removeprefix("/api/v1")): {one["name"] for one in operation["parameters"]}
        for method, path, operation in operations(specification(site))
        if "parameters" in operation
    }
    for method, path, told in re.findall(
        r"^\| `(GET|POST|PUT) ([^`]+)` \| (.*) \|$", API, re.MULTILINE
    ):
        named = set(re.findall(r"`(\w+)=[^`]*`", told))
        assert named <= known.get((method, path), set()), path


def test_every_scope_is_explained() -> None:
    section = API.partition("## Tokens")[2].partition("\n## ")[0]

    assert set(re.findall(r"^\| `([\w:]+)` \|", section, re.MULTILINE)) == SCOPES.keys()


def test_every_kind_of_problem_is_explained() -> None:
    kinds = {INTERNAL, *KINDS.values(), *(kind for kind, _ in STATUSES.values())}
    section = API.partition("## Refusals")[2]
    rows = re.findall(r"^\| (`.*`) \| ([\d, ]+) \|", section, re.MULTILINE)
    told = {
        slug: {int(one) for one in statuses.split(",")}
        for slugs, statuses in rows
        for slug in re.findall(r"`([\w-]+)`", slugs)
    }

    assert told.keys() == {kind.slug for kind in kinds}
    assert [kind.slug for kind in kinds if kind.status not in told[kind.slug]] == []


def test_every_meter_is_in_the_table(site: Site) -> None:
    site.deliver("ping", {"zen": "Half measures are as bad as nothing at all.", "hook_id": 1})
    counted = site.get("/metrics").text
    meters = set(re.findall(r"^# TYPE (\w+) (?:counter|gauge|histogram)$", counted, re.MULTILINE))

    told = re.findall(
        r"^\| `(shipledger_\w+)(?:\{[\w,]+\})?` \|", text("docs", "operations.md"), re.MULTILINE
    )
    assert set(told) == {one for one in meters if not one.endswith("_created")}


def test_the_paths_of_the_probes_are_served(site: Site) -> None:
    for path in re.findall(r"^\| `(/\w+)` \|", text("docs", "operations.md"), re.MULTILINE):
        assert site.get(path).status_code == 200, path
        assert urlsplit(path).path == path
