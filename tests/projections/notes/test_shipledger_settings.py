"""`.shipledger.yml`: a team's own settings of notes, and their published schema."""

import json
from typing import Any

import jsonschema_rs
import pytest
import yaml

from docs.make_settings_schema import PAGE, page
from projections.notes.read_shipledger import read_shipledger
from projections.notes.settings import Audience, Component, Section, Series, Settings
from projections.notes.shipledger_shape import schema
from tests.projections.notes.brought import DEPENDABOT, lone, noted, of, outline, pull

PATH = ".shipledger.yml"

EVERYTHING = """
version: 1
notes:
  mode: conventional
  lenient: false
  series:
    - {match: "v*", scheme: semver, policy: cumulative}
    - {match: "nightly-*", scheme: '(?P<major>\\d+)-(?P<minor>\\d+)', policy: ancestor}
  components:
    - {name: web, tags: 'web-v(.*)', paths: ["web/**"], exclude-paths: ["web/docs/**"]}
  sections:
    - {title: Broken, breaking: true, bump: major}
    - {title: New, types: feat, labels: [enhancement], scopes: ui, bump: minor, collapse-after: 9}
    - {title: GitLab, trailers: [added]}
    - {title: Paths, paths: ["db/**"]}
    - {title: Both, labels: [a, b], labels-mode: all, exclude: {labels: [c], authors: [noor]}}
    - {title: Team, types: [chore], internal: true, exclusive: false}
    - {title: Rest, labels: "*"}
  exclude: {labels: skip, authors: [octocat], paths: ["vendor/**"], contributors: [robin]}
  include: {labels: [], paths: []}
  bots: {listed: false, names: [our-robot]}
  dependencies: list
  backports: drop
  versioning: YYYY.0M.MICRO
  order: oldest
  audiences: {customers: {internal: false, hide: [GitLab]}}
  templates: {short: "{{ notes.title }}"}
"""


def read(text: str) -> Settings:
    settings, _ = read_shipledger(PATH, text)
    assert settings.problems == ()
    return settings


def test_all_that_can_be_settled_is_read() -> None:
    found = read(EVERYTHING)
    assert found.series == (
        Series("v*", "semver", "cumulative"),
        Series("nightly-*", r"(?P<major>\d+)-(?P<minor>\d+)", "ancestor"),
    )
    assert found.components == (
        Component("web", "web-v(.*)", paths=("web/**",), excluded_paths=("web/docs/**",)),
    )
    assert found.sections[0] == Section("Broken", breaking=True, bump="major")
    assert (found.lenient, found.bots, found.fold_dependencies) == (False, False, False)
    assert (found.backports, found.versioning, found.order) == ("drop", "YYYY.0M.MICRO", "oldest")
    assert found.audiences == (Audience("customers", internal=False, hidden_sections=("GitLab",)),)
    assert found.templates == {"short": "{{ notes.title }}"}
    assert (found.source, found.path) == (PATH, PATH)


def test_its_sections_take_changes_by_each_of_their_conditions() -> None:
    found = noted(
        pull(1, "feat!: a"),
        pull(2, "feat: b"),
        pull(3, "C", labels=("Enhancement",)),
        pull(4, "fix(ui): d"),
        pull(5, "E", message="E\n\nChangelog: added"),
        pull(6, "F", touched=("db/schema.sql",)),
        pull(7, "G", labels=("a", "b")),
        pull(8, "H", labels=("a", "b", "c")),
        pull(9, "chore: i"),
        lone("J"),
        settings=read(EVERYTHING),
    )
    assert outline(found) == {
        "Broken": ["a"],
        "New": ["d", "C", "b"],
        "GitLab": ["E"],
        "Paths": ["F"],
        "Both": ["G"],
        "Team": ["i"],
        "Rest": ["J", "H"],
    }
    assert of(found, 5).why == "under «GitLab»: its trailer says Changelog: added"
    assert of(found, 6).why == "under «Paths»: of the paths that it touches"
    assert of(found, 9).internal


def test_its_exclusions_name_bots_with_and_without_their_suffix() -> None:
    found = noted(
        pull(1, "A", author=DEPENDABOT),
        pull(2, "B", labels=("skip",)),
        pull(3, "feat:c"),
        pull(4, "D", touched=("vendor/x",)),
        settings=read(EVERYTHING),
    )
    assert [(one.change.number, one.reason) for one in found.unlisted] == [
        (1, "bot"),
        (2, "excluded-label"),
        (4, "excluded-path"),
    ]
    assert outline(found) == {"Rest": ["feat:c"]}, "what is near to Conventional is not lenient"
    by_name = read("notes: {exclude: {authors: dependabot}}")
    assert of(noted(pull(1, "A", author=DEPENDABOT), settings=by_name), 1).reason == (
        "excluded-author"
    )


def problems(text: str) -> list[str]:
    return [one.removeprefix(f"{PATH}: ") for one in read_shipledger(PATH, text)[0].problems]


FAULTS = {
    "note: {}": "there is no key 'note': did you mean notes?",
    "[1]": "the file must have keys (notes, publish, version), and is a list",
    "notes: 3": "notes must have keys (extends, mode, lenient), and is a number",
    "notes: {mode: x}": "notes.mode is 'x': write one of conventional, github, drafter",
    "notes: {lenient: 'yes'}": "notes.lenient must be true or false, and is a text",
    "notes: {sections: [{title: A, collapse-after: x}]}": "must be a whole number, and is a text",
    "notes: {sections: 3}": "notes.sections must be a list, and is a number",
    "notes: {sections: [{title: A}, {title: A}]}": "names «A» twice: give each its own name",
    "notes: {series: {scheme: '(('}}": "and no pattern that RE2 reads: missing ): ((",
    "notes: {series: {scheme: 'x'}}": "and a pattern needs the group (?P<major>…)",
    "notes: {components: [{name: a, tags: '('}]}": "is no pattern that RE2 reads: missing ): (",
    "notes: {versioning: X.Y}": "is no pattern of CalVer: join some of YYYY, YY, 0Y, MM, 0M",
    "notes: {audiences: [a]}": "notes.audiences must have names with values, and is a list",
    "notes: {xyzzy: 1}": "notes has no key 'xyzzy': there are extends, mode, lenient, series",
    "notes: {exclude: {labels: [1, {}]}}": "labels[2] must be a text, and is a set of keys",
    f"notes: {{extends: {'x' * 30_000}}}": "notes.extends is longer than 20,000 characters",
    f"notes: {{exclude: {{labels: [{'x,' * 600}]}}}}": "has more than 500 entries",
    "notes: {extends: 2001-01-01}": "must be a text, and is a date: put it in quotes",
    "notes: {order: }": "",
}


@pytest.mark.parametrize("text", FAULTS)
def test_each_fault_says_how_to_mend_it(text: str) -> None:
    told = problems(text)
    assert FAULTS[text] in told[0] if FAULTS[text] else told == []


def test_a_fault_leaves_the_rest_as_it_is_settled() -> None:
    sections = "sections: [{title: A, types: feat, lables: x}]"
    text = f"notes: {{{sections}, series: {{scheme: x}}, versioning: y}}"
    settings, _ = read_shipledger(PATH, text)
    assert settings.sections == (Section("A", types=("feat",)),)
    assert (settings.series, settings.versioning) == ((Series(),), "semver")
    assert len(settings.problems) == 3


def test_the_published_schema_is_that_of_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.make_settings_schema"


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema())


def test_the_schema_takes_what_is_read(validator: jsonschema_rs.Draft202012Validator) -> None:
    assert [one.message for one in validator.iter_errors(yaml.safe_load(EVERYTHING))] == []


@pytest.mark.parametrize(
    "told",
    [
        {"note": {}},
        {"notes": {"mode": "x"}},
        {"notes": {"sections": [{"types": "feat"}]}},
        {"notes": {"lenient": "yes"}},
        {"notes": {"sections": [{"title": "A", "collapse-after": "x"}]}},
    ],
)
def test_the_schema_refuses_what_is_a_problem(
    told: dict[str, Any], validator: jsonschema_rs.Draft202012Validator
) -> None:
    assert not validator.is_valid(told)
    assert problems(json.dumps(told))


def test_with_the_mode_of_release_drafter_every_condition_counts_in_every_section() -> None:
    text = """
notes:
  mode: drafter
  sections:
    - {title: Scopes, scopes: UI, exclusive: false}
    - {title: Trailers, trailers: Added, exclusive: false}
    - {title: Types, types: feature, exclusive: false}
    - {title: Broken, breaking: true, exclusive: false}
"""
    change = pull(1, "feat(ui)!: a", message="feat(ui)!: a\n\nChangelog: added")
    found = noted(change, settings=read(text))
    assert list(outline(found)) == ["Scopes", "Trailers", "Types", "Broken"]
