"""The reaction that answers deployments that ask for leave, by the verdict on their commit."""

from collections.abc import Iterator
from typing import Final

from domain import subject
from domain.deployment import DeploymentGateAsked
from projections.policy.in_force import DEFAULT, policy_of
from projections.readiness import readiness
from service.outbox import Wish
from service.reactions.reaction import News
from service.reactions.readiness import headline, summary

VERDICTS: Final = {"success": "approved", "neutral": "approved", "failure": "rejected"}


def wishes(news: News) -> Iterator[Wish]:
    """For gates that are news, and for those that wait at a commit of which there is news."""
    if not news.settings.publish.deployments:
        return
    for asked in _asked(news):
        yield _answer(news, asked)


def _asked(news: News) -> Iterator[DeploymentGateAsked]:
    shas = {getattr(one.fact, "sha", "") for one in news.told}
    # A sign-off, a closed issue or a stay elsewhere may open what waits at another commit's gate.
    if policy_of(news.view).version != DEFAULT:
        shas |= {one.sha for one in news.lately()}
    shas -= {"", None}
    for sha in sorted(shas):
        for one in news.view.about(subject.shipped(sha)):
            fact = one.fact
            if isinstance(fact, DeploymentGateAsked) and news.fresh(fact.at):
                yield fact


def _answer(news: News, asked: DeploymentGateAsked) -> Wish:
    ready = readiness(
        *(news.view, asked.sha, (), news.settings.publish, news.settings.problems),
        now=news.now,
        environment=asked.environment,
    )
    place = f"run {asked.run} {asked.environment}"
    given = news.before("gate", place)
    verdict = VERDICTS.get(ready.state)
    content = {
        "run": asked.run,
        "environment": asked.environment,
        "callback": asked.callback,
        "comment": f"{headline(ready)}\n{summary(ready)}",
    }
    rule = "publish.deployments"
    if given is not None:  # a verdict is final
        return news.wish("gate", place, asked.about(), given, rule)
    if verdict is None:
        # One report, when it begins to wait: GitHub takes ten, and shows none of them twice.
        told = news.before("report", place) or content
        return news.wish("report", place, asked.about(), told, rule)
    return news.wish("gate", place, asked.about(), content | {"state": verdict}, rule)
