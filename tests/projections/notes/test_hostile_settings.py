"""Settings files of people who mean no good: a clear problem, no crash and no wait."""

import time
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.configuration import LARGEST
from projections.notes.found_settings import OTHERS
from projections.notes.read_drafter import read_drafter
from projections.notes.read_shipledger import read_shipledger

LAUGHS = "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefghi"))

HOSTILE = {
    "a billion laughs": (f"a: &a [{','.join('xxxxxxxxx')}]\n{LAUGHS}", "more than 20,000 parts"),
    "an alias of itself": ("a: &a [*a]", "*a stands in what it names"),
    "an alias of nothing": ("a: *b", "*b stands in what it names"),
    "a deep list": ("[" * 50_000, "more than 24 levels deep"),
    "a deep mapping": ("{a: " * 50_000, "more than 24 levels deep"),
    "a long list": (f"[{'1,' * 30_000}1]", "more than 20,000 parts"),
    "a large file": ("#" * (LARGEST + 1), "larger than 256 KiB"),
    "a call": ("a: !!python/object/apply:os.system [ls]", "could not determine a constructor"),
    "no YAML": ("a: [", "this is no YAML in line 2"),
    "a bad date": ("a: 2001-99-99", "month must be in 1..12"),
    "a NUL": ("a: \x00", "unacceptable character"),
    "two documents": ("a: 1\n---\nb: 2", "found another document"),
    "a list for a key": ("? [a]\n: b", "found unhashable key"),
    "a number of no end": (f"!!int {'9' * 10_000}", "no YAML that can be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    text, words = HOSTILE[name]
    begun = time.perf_counter()
    settings, _ = read_shipledger(".shipledger.yml", text)
    assert time.perf_counter() - begun < 2
    (problem,) = settings.problems
    assert words in problem, problem
    assert problem.startswith(".shipledger.yml: ")


@pytest.mark.parametrize("text", ["{", '{"a": 1} x', "[" * 100_000, "1e999999x", "\ud800"])
def test_json_that_is_none_is_refused_in_words(text: str) -> None:
    (problem,) = OTHERS["release-please-config.json"]("release-please-config.json", text).problems
    assert "no JSON" in problem


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(" * 500, "a{1000}{1000}{1000}", "(?=x)", r"\1", "x" * 3_000, "[[:^"]
)
def test_a_hostile_pattern_is_refused_or_costs_one_pass(pattern: str) -> None:
    begun = time.perf_counter()
    text = f"notes: {{components: [{{name: a, tags: '{pattern}'}}]}}"
    settings, _ = read_shipledger(".shipledger.yml", text)
    assert time.perf_counter() - begun < 2
    assert settings.problems or settings.components[0].tags == pattern


def test_a_hostile_replacer_is_refused() -> None:
    text = "replacers: {search: '/(?<=x)y/', replace: z}"
    settings = read_drafter("release-drafter.yml", text)
    assert settings.replacers == ()
    assert "no pattern that RE2 reads" in settings.problems[0]


def values() -> st.SearchStrategy[object]:
    leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
    words = st.sampled_from(
        ("notes", "sections", "title", "labels", "changelog", "categories", "when", "packages")
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(words | st.text(max_size=4), inner)
        ),
        max_leaves=12,
    )


@pytest.mark.parametrize("path", [*OTHERS, ".shipledger.yml"])
@settings(max_examples=30)
@given(told=values())
def test_no_value_breaks_a_reader(path: str, told: object) -> None:
    text = yaml.safe_dump(told)
    if path.endswith(".json"):
        text = text.replace("\n", " ")
    read = OTHERS.get(path, lambda path, text: read_shipledger(path, text)[0])
    found = read(path, text)
    assert found.path == path
    assert all(one.startswith(f"{path}: ") for one in found.problems)
