"""The promotion graph: what counts before an environment, with optional stages and circles."""

from datetime import timedelta

import pytest

from domain.promotion import Stage, circle, enough, graph, upstream_of

HOUR = timedelta(hours=1)


def met(stage: Stage, *others: Stage, **stayed: float) -> bool:
    """Whether a commit that stayed so many hours in each place may go into the stage."""
    hours = {place: timedelta(hours=time) for place, time in stayed.items()}
    return enough(stage, upstream_of(stage, graph(others), hours.get))


def test_where_nothing_comes_before_everything_may_go() -> None:
    assert met(Stage("production"))


def test_it_takes_all_that_come_before_unless_fewer_are_named() -> None:
    before = ("europe", "america", "asia")

    assert met(Stage("world", before), europe=0, america=0, asia=0)
    assert not met(Stage("world", before), europe=0, america=0)
    assert met(Stage("world", before, needs=2), europe=0, asia=0)
    assert not met(Stage("world", before, needs=2), asia=0)
    assert met(Stage("world", before, needs=1), asia=0)


def test_a_stay_counts_when_it_was_long_enough() -> None:
    stage = Stage("production", ("staging",), soak=2 * HOUR)

    assert not met(stage, staging=1.9)
    assert met(stage, staging=2)


def test_an_optional_stage_may_be_skipped_by_what_was_before_it() -> None:
    staging = Stage("Staging", ("test",), soak=HOUR, optional=True)
    production = Stage("production", ("staging",))

    assert met(production, staging, test=1)
    assert not met(production, staging, test=0.5)
    assert not met(production, Stage("staging", ("test",)), test=1)


def test_an_optional_stage_where_it_is_too_short_is_not_skipped() -> None:
    staging = Stage("staging", (), optional=True)
    production = Stage("production", ("staging",), soak=HOUR)

    assert met(production, staging)
    assert not met(production, staging, staging=0.5)


def test_each_upstream_tells_how_it_stands() -> None:
    production = Stage("production", ("staging", "canary"), soak=HOUR)
    found = list(upstream_of(production, graph([]), {"canary": HOUR}.get))

    assert [(one.environment, one.stayed, one.met) for one in found] == [
        ("staging", None, False),
        ("canary", HOUR, True),
    ]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ([Stage("a", ("b",)), Stage("b", ("c",)), Stage("c")], ()),
        ([Stage("a", ("b", "c")), Stage("b", ("c",)), Stage("c")], ()),
        ([Stage("a", ("a",))], ("a",)),
        ([Stage("a", ("b",)), Stage("b", ("C",)), Stage("c", ("b",))], ("b", "c")),
        ([Stage("a", ("nowhere",))], ()),
    ],
)
def test_a_circle_is_found(stages: list[Stage], expected: tuple[str, ...]) -> None:
    assert circle(graph(stages)) == expected
