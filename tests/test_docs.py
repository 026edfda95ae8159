"""What the pages of docs/ say is so: their links, their tables and their words."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import make_cli
from domain.fact import Fact, topic
from domain.topics import FACTS
from domain.version import read
from projections import checks, release_state
from projections.notices.occasions import EVENTS as EVENTS_TOLD
from tests.house import HOUSE, text, tracked, tree
from webhooks import events
from webhooks.translate import EVENTS

PAGES = sorted(path for path in (*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")))
TOPICS = {name.rpartition(".")[0] for name in FACTS}

page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(HOUSE)))


@page
def test_a_link_leads_somewhere(path: Path) -> None:
    written = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", written)

    assert [one for one in links if not leads_somewhere(path, one)] == []


def leads_somewhere(page: Path, link: str) -> bool:
    if "://" in link:
        return True
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    """The headings of a page, as GitHub makes anchors of them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


def test_the_page_of_commands_says_what_the_commands_say() -> None:
    assert make_cli.PAGE.read_text(encoding="utf-8") == make_cli.page(), (
        "run: python -m docs.make_cli"
    )


def test_each_event_of_github_is_in_the_table_with_the_facts_that_it_tells() -> None:
    page = text("docs", "webhooks.md")
    table = {
        event: set(re.findall(r"`([\w.]+)`", facts))
        for events, facts in re.findall(
            r"^\| (`\w+`(?:, `\w+`)*) \| (?:all|Apps) \| (.*) \|$", page, re.MULTILINE
        )
        for event in re.findall(r"`(\w+)`", events)
    }

    polled = {event for event in EVENTS if event.startswith("polled.")}
    assert table.keys() == EVENTS.keys() - polled
    assert polled == set(re.findall(r"^\| `(polled\.\w+)` \|", page, re.MULTILINE))
    for event, told in table.items():
        assert told_in(event) <= told <= TOPICS, event


def told_in(event: str) -> set[str]:
    """The topics of all facts that the event's file names; packages have one file for both."""
    module = importlib.import_module(f"webhooks.github.{event.removeprefix('registry_')}")
    named = (value(module, node) for node in ast.walk(tree(Path(str(module.__file__)))))
    return {
        topic(one).rpartition(".")[0]
        for one in named
        if isinstance(one, type) and issubclass(one, Fact) and one in FACTS.values()
    }


def value(module: object, node: ast.AST) -> object:
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(getattr(module, node.value.id, None), node.attr, None)
    return None


def test_each_event_of_the_event_api_is_in_its_table() -> None:
    rows = re.findall(
        r"^\| (`[^|]*`) \| (`[^|]*) \| [^|]* \|$", text("docs", "events.md"), re.MULTILINE
    )
    names = [name for cell, _ in rows for name in re.findall(r"`([^`]+)`", cell)]
    told = {one for _, cell in rows for one in re.findall(r"`([\w.]+)`", cell)}

    followed = {re.sub(r"^dev\.cdeventsx\.|\.\d+\.\d+\.\d+$", "", name) for name in names}
    assert followed == events.EVENTS.keys()
    assert told <= TOPICS


def test_each_event_of_notifications_is_in_its_table() -> None:
    rows = re.findall(
        r"^\| (`[a-z_.`, ]+`) \| [^|]+ \|$", text("docs", "notifications.md"), re.MULTILINE
    )
    named = [name for row in rows for name in re.findall(r"`([a-z_]+\.[a-z_]+)`", row)]

    assert sorted(named) == list(EVENTS_TOLD)


def test_each_state_of_a_release_is_explained() -> None:
    states = {
        value
        for name, value in vars(release_state).items()
        if name.isupper() and isinstance(value, str)
    }

    assert first_cells("docs", "answers.md") >= states


def test_each_conclusion_stands_beside_its_verdict() -> None:
    answers = text("docs", "answers.md")

    for conclusion, verdict in checks._VERDICTS.items():
        assert re.search(rf"^\| `{verdict}` \| .*`{conclusion}`", answers, re.MULTILINE), conclusion


def test_the_versions_that_the_page_reads_are_read_so() -> None:
    assert (read("core-v2.46.0").component, read("core-v2.46.0").core) == ("core", "2.46.0")
    assert read("v2.46.0").component == ""


def first_cells(*name: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", text(*name), flags=re.MULTILINE))


def test_the_page_of_figures_has_its_marks() -> None:
    performance = text("docs", "performance.md")
    marks = re.search(
        r'^BEGIN, END = "(.+)", "(.+)"$', text("benchmarks", "__main__.py"), re.MULTILINE
    )

    assert marks
    assert 0 <= performance.find(marks[1]) < performance.find(marks[2])


def test_decisions_are_numbered_without_gaps_and_short() -> None:
    decisions = sorted((HOUSE / "docs" / "decisions").glob("*.md"))

    numbers = [int(path.name.partition("-")[0]) for path in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    for path in decisions:
        told = path.read_text(encoding="utf-8")
        assert told.startswith(f"# {int(path.name[:4])}. "), path.name
        assert len(told.splitlines()) <= 25, path.name


def test_every_picture_is_shown_and_small() -> None:
    shown = set(pictures_shown())

    for path in tracked("docs/images"):
        assert path.name in shown, f"{path.name} is shown nowhere"
        assert path.stat().st_size < 200_000, f"{path.name} is large: make it smaller"


def pictures_shown() -> Iterator[str]:
    for path in PAGES:
        written = path.read_text(encoding="utf-8")
        yield from (Path(one).name for one in re.findall(r"images/[\w.-]+", written))
