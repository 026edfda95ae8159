"""Addresses are spelled as Werkzeug spells them, and nothing is compiled before one is."""

import cProfile
from collections.abc import Callable

import pytest
import werkzeug.routing
from werkzeug.routing import Map

from service.routing import Rule

SPELLED = (
    ("/", {}),
    ("/facts", {"cursor": "ä b", "limit": 5}),
    ("/repositories/<owner>/<name>", {"owner": "octo", "name": "a/b ü"}),
    ("/files/<path:path>", {"path": "a/b c", "as_of": 7}),
    ("/pages/<int:self>", {"self": 3, "rule": "x"}),
)


@pytest.mark.parametrize(("rule", "values"), SPELLED)
def test_an_address_is_spelled_as_werkzeug_spells_it(rule: str, values: dict[str, object]) -> None:
    ours, theirs = (
        Map([kind(rule, endpoint="there")]).bind("example.org")
        for kind in (Rule, werkzeug.routing.Rule)
    )

    assert ours.build("there", values) == theirs.build("there", values)
    assert ours.build("there", values, append_unknown=False) == theirs.build(
        "there", values, append_unknown=False
    )


def test_a_rule_is_compiled_when_it_is_first_spelled_and_once() -> None:
    rules = Map([Rule("/<owner>/<name>", endpoint="there")])
    there = rules.bind("example.org")

    assert compiled(lambda: Rule("/<owner>/<name>", endpoint="there").bind(Map())) == 0
    assert compiled(lambda: there.build("there", {"owner": "octo", "name": "shop"})) == 1
    assert compiled(lambda: there.build("there", {"owner": "octo", "name": "till"})) == 0


def compiled(deed: Callable[[], object]) -> int:
    """How many functions Werkzeug wrote and compiled for it."""
    with cProfile.Profile() as profile:
        deed()
    found = (str(entry.code) for entry in profile.getstats())
    return sum("_get_func_code" in code for code in found)
