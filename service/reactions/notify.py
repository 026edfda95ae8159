"""The reaction that tells channels what their subscriptions ask for, each thing once."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from domain.publication import NOTIFICATION
from projections.notices import needed
from projections.notices.notice import Notice, of_decisions, of_facts
from projections.notices.occasions import NEEDED, OF_DECISIONS, OF_FACTS
from projections.policy.in_force import policy_of
from projections.policy.notify import Subscription
from projections.repositories import repository
from service.outbox import Wish
from service.reactions.reaction import News
from service.seen import line

LONGEST = 1_000


def wishes(news: News) -> Iterator[Wish]:
    """What was wanted before is wanted as it was: a message is not sent twice for another word."""
    subscriptions = policy_of(news.view).sections.notify
    if not subscriptions:
        return
    name = repository(news.view).name
    for notice in _notices(news, subscriptions, name):
        for channel in _channels(subscriptions, notice):
            place = line(f"{notice.event} {notice.key} to {channel}")
            if news.before(NOTIFICATION, place) is None:
                content = _content(news, notice, name, channel)
                yield news.wish(NOTIFICATION, place, notice.about, content, "notify")


def _notices(
    news: News, subscriptions: Sequence[Subscription], repository_: str
) -> Iterator[Notice]:
    """Only what somebody asks for is looked at."""

    def wanted(event: str) -> bool:
        return any(one.wants(event) for one in subscriptions)

    facts = [
        one
        for one in news.told
        if type(one.fact) in OF_FACTS
        and wanted(OF_FACTS[type(one.fact)].event)
        and news.fresh(one.fact.at)
    ]
    decided = [
        one
        for one in news.decided
        if type(one.decision) in OF_DECISIONS and wanted(OF_DECISIONS[type(one.decision)].event)
    ]
    yield from of_facts(news.view, facts)
    yield from of_decisions(news.view, decided)
    if wanted(NEEDED):
        yield from needed.of_approvals(news.view, repository_, news.now, news.fresh)


def _channels(subscriptions: Sequence[Subscription], notice: Notice) -> list[str]:
    """Each once, however many subscriptions it has."""
    asking = (
        one
        for one in subscriptions
        if one.wants(notice.event) and notice.place.within(one.selector)
    )
    return list(dict.fromkeys(channel for one in asking for channel in one.to))


def _content(news: News, notice: Notice, repository_: str, channel: str) -> dict[str, Any]:
    told = {
        "channel": channel,
        "repository": repository_,
        "event": notice.event,
        "key": line(notice.key),
        "sentence": line(notice.sentence)[:LONGEST],
        "at": notice.at,
        "by": notice.by,
        "releases": notice.place.releases,
        "environments": [line(one) for one in notice.place.environments or ()],
        "people": [line(one) for one in notice.people],
        "url": _url(news, notice),
    }
    content: dict[str, Any] = msgspec.to_builtins(told)
    return content


def _url(news: News, notice: Notice) -> str:
    """The release's page, or that of the fact itself."""
    if not notice.place.releases:
        return f"{news.public_url}/facts/{notice.position}" if news.public_url else ""
    page = news.release_page(notice.place.releases[0])
    return f"{page}/approvals" if page and notice.event == NEEDED else page
