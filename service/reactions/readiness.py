"""The reaction that says at a release's commit, and at a merge group's head, if it is ready."""

from collections.abc import Iterable, Iterator
from typing import Any

from domain import subject
from domain.merge_group import MergeGroupFormed
from projections.readiness import MET, Readiness, readiness
from service.formats.escape import title
from service.outbox import Wish, digest_of
from service.reactions.reaction import News

LONGEST = 60_000


def wishes(news: News) -> Iterator[Wish]:
    """For the commits of releases that may still change, and for trials of the merge queue."""
    if not news.settings.publish.readiness:
        return
    for sha, tags in commits(news).items():
        ready = readiness(
            *(news.view, sha, tags, news.settings.publish, news.settings.problems), now=news.now
        )
        url = news.release_page(tags[0]) if tags else ""
        about = (subject.commit(sha), *map(subject.tag, tags))
        yield news.wish(
            "readiness", f"commit {sha}", about, _content(ready, url), "publish.readiness"
        )


def commits(news: News) -> dict[str, list[str]]:
    """By commit, the tags that name it."""
    found: dict[str, list[str]] = {}
    for row in news.lately():
        if row.sha is not None:
            found.setdefault(row.sha, []).append(row.name)
    for sha in _trials(news):
        found.setdefault(sha, [])
    return found


def _trials(news: News) -> Iterable[str]:
    """The heads of merge groups among the news, and those whose checks are news."""
    for one in news.told:
        if isinstance(one.fact, MergeGroupFormed):
            yield one.fact.sha
        elif (sha := getattr(one.fact, "sha", "")) and news.before("readiness", f"commit {sha}"):
            yield sha


def _content(ready: Readiness, url: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sha": ready.sha,
        "state": ready.state,
        "title": headline(ready),
        "summary": summary(ready)[:LONGEST],
        "url": url,
    }
    return told | {"digest": digest_of(told)[:16]}


def headline(ready: Readiness) -> str:
    if ready.state == "neutral":
        return "Nothing was asked of it, and nothing reported"
    unmet = len(ready.unmet)
    if not unmet:
        return f"Ready: all {len(ready.conditions)} conditions are met"
    return f"{unmet} of {len(ready.conditions)} conditions not met"


def summary(ready: Readiness) -> str:
    """Every condition on a line, the unmet first."""
    ordered = sorted(ready.conditions, key=lambda one: one.state == MET)
    lines = (f"- {one.state}: {title(one.name)}: {title(one.why)}" for one in ordered)
    return "\n".join(lines) or "No check reported, and the settings require none."
