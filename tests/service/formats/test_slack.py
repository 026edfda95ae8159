"""Slack's blocks: within its limits, whatever is in the notes."""

import json
from typing import Any

from projections.who import Who
from service.formats import Options, render
from service.formats.slack import MOST_BLOCKS, MOST_CHARACTERS
from tests.notes import entry, heading, newcomer, notes


def blocks(told: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(told)["blocks"]
    return found


def texts(found: list[dict[str, Any]]) -> list[str]:
    parts = [part for one in found for part in (one.get("text"), *one.get("elements", [])) if part]
    return [part["text"] for part in parts]


def test_a_line_has_links_and_no_mention() -> None:
    [_, section, _] = blocks(render("slack", notes(heading("Fixes", entry(1, "a < b & c")))))

    assert section["text"] == {
        "type": "mrkdwn",
        "verbatim": True,
        "text": "*Fixes*\n• a &lt; b &amp; c (<https://github.com/acme/app/pull/1|#1>) by mira",
    }


def test_many_changes_are_counted_and_linked_where_they_do_not_fit() -> None:
    several = [entry(number, "&" * 300) for number in range(1, 301)]
    told = render(
        "slack", notes(heading("Fixes", *several)), Options(full_url="https://a.example/all")
    )

    found = blocks(told)
    assert len(found) == MOST_BLOCKS
    assert all(0 < len(text) <= MOST_CHARACTERS for text in texts(found))
    shown = sum(text.count("•") for text in texts(found))
    assert f"<https://a.example/all|{300 - shown} more changes are left out" in texts(found)[-1]


def test_no_line_is_longer_than_a_text_may_be() -> None:
    long = "<&>" * 2_000
    people = tuple(Who(f"{long}{number}", "git") for number in range(9))
    worst = entry(1, long, author=people[0], co_authors=people, also_in=(long,) * 9)
    told = notes(
        heading(long, worst),
        contributors=tuple(newcomer(one, worst) for one in people),
        note=long,
        yanked=long,
        title=long,
    )

    found = blocks(render("slack", told))
    assert all(0 < len(text) <= MOST_CHARACTERS for text in texts(found))
    assert len(found[0]["text"]["text"]) <= 150


def test_a_cut_never_falls_inside_an_escape() -> None:
    told = texts(blocks(render("slack", notes(heading("", entry(1, "&" * 500))))))

    assert all(text.count("&") == text.count("&amp;") for text in told)
