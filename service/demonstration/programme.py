"""The programme: every delivery of the demonstration in its order, and what an import would add."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import NAMESPACE_URL, uuid5

from domain.commit import CommitMade
from domain.fact import Actor, Keyed
from domain.message import authorship
from domain.repository import stream_of
from service.demonstration.almanac import working_days
from service.demonstration.cast import (
    CHECKOUT,
    DESIGN_TOKENS,
    DOCS,
    LEDGER_API,
    MIRA,
    Repository,
)
from service.demonstration.git import Commit
from service.demonstration.payloads.installing import installed
from service.demonstration.plots import checkout, design_tokens, docs, ledger_api
from service.demonstration.stage import DemoDelivery, Stage
from webhooks.translation import Chapter

Play = Callable[[Stage], None]

PLOTS: tuple[tuple[Repository, Play], ...] = (
    (CHECKOUT, checkout.play),
    (LEDGER_API, ledger_api.play),
    (DESIGN_TOKENS, design_tokens.play),
    (DOCS, docs.play),
)


def deliveries(now: datetime) -> Iterator[DemoDelivery]:
    """Ten weeks that end minutes before `now`, in the order of time."""
    now = now.replace(microsecond=0)
    yield _installation(working_days(now)[0] - timedelta(hours=1))
    stages = [_played(repository, play, now) for repository, play in PLOTS]
    yield from sorted((one for stage in stages for one in stage.told), key=attrgetter("at"))


def known_commits(now: datetime) -> Chapter:
    """The true parents of one repository's commits, as an import of its clone would tell them."""
    stage = _played(LEDGER_API, ledger_api.play, now.replace(microsecond=0))
    made = sorted(stage.shelf.commits.values(), key=attrgetter("at"))
    return Chapter(stream_of("github", str(LEDGER_API.id)), tuple(_made(commit) for commit in made))


def _played(repository: Repository, play: Play, now: datetime) -> Stage:
    stage = Stage(repository, working_days(now), now)
    play(stage)
    return stage


def _installation(at: datetime) -> DemoDelivery:
    id_ = str(uuid5(NAMESPACE_URL, "demonstration:installation"))
    return DemoDelivery("installation", id_, installed(MIRA, at), at)


def _made(commit: Commit) -> Keyed:
    author = Actor(commit.author.name, kind="git", email=commit.author.email)
    fact = CommitMade(
        at=commit.at,
        via="git:demonstration",
        sha=commit.sha,
        parents=commit.parents,
        authorship=authorship(author, commit.at, commit.message, repository=LEDGER_API.full_name),
    )
    return Keyed(fact, f"commit:{commit.sha}")
