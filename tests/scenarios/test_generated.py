"""Scenarios that no recording tells: in whatever order they arrive, the answers are the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.ledger import Ledger
from tests import payloads
from tests.payloads import Repo, minute, sha
from tests.scenarios.answers import differences, every_answer
from tests.scenarios.telling import Sent, shuffled, tell

REPO = Repo()
TAGS = ("v1.0.0-rc.1", "v1.0.0", "v1.1.0", "v2.0.0")
moments = st.integers(0, 40).map(lambda half: minute(0) + timedelta(seconds=30 * half))
commits = st.integers(1, 6).map(sha)
tags = st.sampled_from(TAGS)
STATES = ("pending", "in_progress", "success", "failure", "inactive")

Told = tuple[str, dict[str, Any]]


def story(build: Callable[..., Told], **drawn: object) -> st.SearchStrategy[Sent]:
    """One kind of delivery, with its arguments drawn."""
    return st.builds(lambda **kwargs: truthful(Sent(*build(REPO, **kwargs))), **drawn)  # type: ignore[arg-type]


def truthful(sent: Sent) -> Sent:
    """A commit's message and dates are part of its id: whoever pushes it, they are the same."""
    for one in [*sent.payload.get("commits", ()), sent.payload.get("head_commit")]:
        if one:
            number = int(one["id"], 16)
            one["message"] = f"Change {number} (#{number})"
            one["timestamp"] = payloads.iso(minute(number - 10))
    return sent


def advanced(repo: Repo, before: int, after: int, at: datetime) -> Told:
    carried = [
        payloads.commit(sha(n), f"Change {n} (#{n})", at) for n in range(before + 1, after + 1)
    ]
    return payloads.push_branch(repo, "main", sha(before), sha(after), at, commits=carried)


def released(repo: Repo, action: str, page: int, at: datetime) -> Told:
    """A page is created, published and deleted once each."""
    once = {"created": minute(page), "published": minute(page), "deleted": minute(30 + page)}
    when = once.get(action, at)
    published = payloads.iso(minute(page))
    return payloads.release(repo, action, TAGS[page], when, id_=page, published_at=published)


def merged(repo: Repo, number: int) -> Told:
    return payloads.pull_request_merged(repo, number, sha(number), minute(number))


def checked(repo: Repo, run: int, status: str, conclusion: str, at: datetime) -> Told:
    """A run is of one check of one app at one commit."""
    app = ((15368, "github-actions"), (7, "other-ci"))[run % 2]
    return payloads.check_run(
        repo,
        "created",
        sha(1 + run // 4),
        ("unit", "lint")[run % 2],
        at,
        status=status,
        conclusion=conclusion,
        app=app,
        id_=run,
    )


def reported(repo: Repo, state: str, at: datetime) -> Told:
    return payloads.status(repo, sha(2), "ci", state, at, id_=number_of(state, at))


def deployed(repo: Repo, deployment: int, state: str, at: datetime) -> Told:
    """A deployment is of one commit to one environment."""
    return payloads.deployment_status(
        repo,
        sha(1 + deployment // 2),
        ("staging", "production")[deployment % 2],
        state,
        at,
        id_=number_of(state, at) * 10 + deployment,
        deployment_id=deployment,
    )


def number_of(state: str, at: datetime) -> int:
    """What GitHub numbers is told once: other content has another number."""
    return int((at - minute(0)).total_seconds()) * 10 + STATES.index(state)


def wished(repo: Repo, action: str, number: int, at: datetime) -> Told:
    """An issue is opened once, when it comes to be."""
    return payloads.issue(repo, action, number, minute(0) if action == "opened" else at)


pushes = st.tuples(st.integers(1, 5), st.integers(1, 6)).filter(lambda pair: pair[0] < pair[1])
deliveries = st.one_of(
    pushes.flatmap(
        lambda pair: story(advanced, before=st.just(pair[0]), after=st.just(pair[1]), at=moments)
    ),
    story(payloads.push_tag, name=tags, commit_id=commits, at=moments),
    story(payloads.push_tag, name=tags, commit_id=commits, at=moments, before=commits),
    story(payloads.delete_tag, name=tags, before=commits, at=moments),
    story(payloads.create, ref_type=st.just("tag"), ref=tags, at=moments),
    story(
        released,
        action=st.sampled_from(["created", "published", "released", "unpublished", "deleted"]),
        page=st.integers(0, 3),
        at=moments,
    ),
    story(merged, number=st.integers(1, 6)),
    story(
        checked,
        run=st.integers(1, 8),
        status=st.sampled_from(["queued", "in_progress", "completed"]),
        conclusion=st.sampled_from(["success", "failure"]),
        at=moments,
    ),
    story(reported, state=st.sampled_from(["pending", "success", "failure"]), at=moments),
    story(
        deployed,
        deployment=st.integers(1, 4),
        state=st.sampled_from(["in_progress", "success", "failure", "inactive"]),
        at=moments,
    ),
    story(
        wished,
        action=st.sampled_from(["opened", "closed"]),
        number=st.integers(1, 3),
        at=moments,
    ),
)
scenarios = st.lists(deliveries, min_size=2, max_size=14)


def holds(ledger: Ledger, scenario: list[Sent], seed: int) -> None:
    """Told straight, shuffled, to two hooks, and again later: the same answers."""
    tellings = [
        tell(ledger, scenario),
        tell(ledger, shuffled(scenario, seed)),
        tell(ledger, scenario, hooks=("1", "2")),
        tell(ledger, shuffled(scenario * 2, seed + 1)),
    ]
    with ledger.stand() as stand:
        first, *rest = [
            every_answer(ledger.view(stand, stream)) for streams in tellings for stream in streams
        ]
    for again in rest:
        assert differences(first, again) == []


@given(scenario=scenarios, seed=st.integers(0, 1000))
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_order_of_arrival_changes_an_answer(
    ledger: Ledger, scenario: list[Sent], seed: int
) -> None:
    holds(ledger, scenario, seed)


@pytest.mark.slow
@given(scenario=scenarios, seed=st.integers(0, 1000))
@settings(
    max_examples=1500,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_order_of_arrival_changes_an_answer_in_many_scenarios(
    ledger: Ledger, scenario: list[Sent], seed: int
) -> None:
    holds(ledger, scenario, seed)
