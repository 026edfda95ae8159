"""The document in JSON: as its published schema says, and nothing that the schema does not know."""

import json

import jsonschema

from docs.make_schema import PAGE, page, schema
from service.formats import INTERNAL, Options, render
from service.formats.document import SCHEMA
from tests.notes import entry, heading, notes
from tests.service.formats.sample import OPTIONS, first, release, unreleased


def test_the_published_schema_is_what_the_code_fills() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.make_schema"


def test_what_is_printed_is_as_the_schema_says() -> None:
    told = json.loads(render("json", (unreleased(), release(), first()), OPTIONS))

    jsonschema.validate(told, schema())
    assert told["schema"] == SCHEMA
    assert [one["name"] for one in told["releases"]] == ["Unreleased", "v1.3.0", "v1.2.0"]


def test_every_field_is_printed_each_time() -> None:
    told = json.loads(render("json", release(), OPTIONS))
    [one] = told["releases"]
    kinds = schema()["$defs"]

    assert one.keys() == kinds["NotedRelease"]["properties"].keys()
    assert set(kinds["NotedRelease"]["required"]) == one.keys()
    change = one["sections"][0]["changes"][0]
    assert change.keys() == kinds["NotedChange"]["properties"].keys()


def test_each_part_of_the_schema_is_explained() -> None:
    unexplained = [name for name, one in schema()["$defs"].items() if not one.get("description")]

    assert unexplained == []


def test_what_is_not_listed_is_told_with_why() -> None:
    gone = entry(5, "Undo it", listed=False, reason="reverted-inside", why="#6 reverts it.")
    [one] = json.loads(render("json", notes(unlisted=(gone,))))["releases"]

    assert [(told["key"], told["reason"], told["why"]) for told in one["unlisted"]] == [
        ("pull:5", "reverted-inside", "#6 reverts it.")
    ]


def test_who_edited_and_why_is_told_to_the_team_alone() -> None:
    [public] = json.loads(render("json", release(), OPTIONS))["releases"]
    [internal] = json.loads(render("json", release(), Options(audience=INTERNAL)))["releases"]

    told = [one["highlights"][0]["edited"] for one in (public, internal)]
    assert [one["reason"] for one in told] == ["", "it matters most"]
    assert [one["by"] for one in told] == ["", "noor"]


def test_an_end_that_was_asked_for_is_named_from() -> None:
    [one] = json.loads(render("json", notes(heading("", entry()))))["releases"]

    assert one["from"] is None
    assert "from_" not in one


def test_a_set_of_releases_is_written_once_however_many_changes_share_it() -> None:
    lines = ("1.9.4", "1.10.1", "1.11.0")
    one, two = entry(1, also_in=lines), entry(2, also_in=lines)
    text = render("json", notes(heading("", one, two, entry(3))))

    document = json.loads(text)
    changes = document["releases"][0]["sections"][0]["changes"]
    told = [document["release_sets"][change["also_in"]] for change in changes]
    assert told == [list(lines), list(lines), []]
    assert text.count("1.10.1") == 1


def test_it_is_written_in_one_line_for_large_releases_are_mostly_marks() -> None:
    assert render("json", release(), OPTIONS).count("\n") == 1
