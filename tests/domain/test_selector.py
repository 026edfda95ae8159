"""A selector: a rule holds where it is meant to, and everywhere where nothing limits it."""

import pytest

from domain.selector import EVERYTHING, Selector

PLACE = {"type_": "hotfix", "component": "api", "environment": "production"}


def test_without_limits_a_rule_holds_everywhere() -> None:
    assert EVERYTHING.selects(**PLACE)
    assert EVERYTHING.selects(type_="regular", component="", environment="")


@pytest.mark.parametrize(
    ("limits", "held"),
    [
        (Selector(types=("hotfix",)), True),
        (Selector(types=("regular", "emergency")), False),
        (Selector(components=("api", "web")), True),
        (Selector(components=("web",)), False),
        (Selector(environments=("Production",)), True),
        (Selector(environments=("prod*",)), True),
        (Selector(environments=("staging",)), False),
        (Selector(types=("hotfix",), environments=("staging",)), False),
    ],
)
def test_each_list_limits_it(limits: Selector, *, held: bool) -> None:
    assert limits.selects(**PLACE) is held


def test_a_rule_of_some_environments_is_told_only_where_one_is_asked_about() -> None:
    assert not Selector(environments=("production",)).selects(**PLACE | {"environment": ""})


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        (EVERYTHING, Selector(environments=("production",)), True),
        (Selector(environments=("production",)), EVERYTHING, False),
        (Selector(environments=("prod*", "staging")), Selector(environments=("Production",)), True),
        (Selector(environments=("prod*",)), Selector(environments=("prod-eu", "qa")), False),
        (Selector(types=("hotfix",)), Selector(types=("regular",)), False),
        (Selector(components=("api",)), Selector(components=("web",)), False),
        (Selector(types=("hotfix",)), Selector(types=("hotfix",), components=("api",)), True),
    ],
)
def test_a_rule_covers_another_where_it_holds_wherever_that_does(
    wide: Selector, narrow: Selector, *, covered: bool
) -> None:
    assert wide.covers(narrow) is covered
