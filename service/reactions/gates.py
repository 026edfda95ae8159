"""The reaction that answers deployments that ask for leave, by the verdict on their commit."""

from collections.abc import Iterator
from typing import Final

from domain import subject
from domain.deployment import DeploymentGateAsked
from projections.policy.in_force import DEFAULT, policy_of
from projections.readiness import readiness
from projections.view import View
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


def asks(view: View) -> bool:
    """Whether people ask for anything here, by a file or by what they decided."""
    return policy_of(view).version != DEFAULT or bool(view.decisions())


def _asked(news: News) -> Iterator[DeploymentGateAsked]:
    subjects = {
        subject.shipped(sha) for one in news.told if (sha := getattr(one.fact, "sha", None))
    }
    # A sign-off, a closed issue or time alone may open what waits at any commit's gate.
    if asks(news.view):
        subjects.add(subject.GATES)
    for one in news.view.about(*sorted(subjects)):
        if isinstance(one.fact, DeploymentGateAsked) and news.fresh(one.fact.at):
            yield one.fact


def _answer(news: News, asked: DeploymentGateAsked) -> Wish:
    place, rule = f"run {asked.run} {asked.environment}", "publish.deployments"
    given = news.before("gate", place)
    if given is not None:  # a verdict is final
        return news.wish("gate", place, asked.about(), given, rule)
    ready = readiness(
        *(news.view, asked.sha, (), news.settings.publish, news.settings.problems),
        now=news.now,
        environment=asked.environment,
    )
    verdict = VERDICTS.get(ready.state)
    content = {
        "run": asked.run,
        "environment": asked.environment,
        "callback": asked.callback,
        "comment": f"{headline(ready)}\n{summary(ready)}",
    }
    if verdict is None:
        # One report, when it begins to wait: GitHub takes ten, and shows none of them twice.
        told = news.before("report", place) or content
        return news.wish("report", place, asked.about(), told, rule)
    return news.wish("gate", place, asked.about(), content | {"state": verdict}, rule)
