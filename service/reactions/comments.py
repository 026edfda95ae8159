"""The reaction that tells pull requests, and the issues they close, the release they are in."""

from collections.abc import Iterator
from typing import Any

from domain import subject
from domain.errors import NotFound
from domain.release import ReleaseFact
from projections.change import STANDS
from projections.notes.answer import Entry, Notes
from projections.notes.asked import of_release
from projections.page import Page
from service.formats.escape import title
from service.outbox import Wish
from service.reactions.reaction import News

KIND = "comment"


def wishes(news: News) -> Iterator[Wish]:
    """For each release that is news and public; what was reverted is not said to be released."""
    if not news.settings.publish.comments:
        return
    tags = {one.fact.release.tag for one in news.told if isinstance(one.fact, ReleaseFact)}
    for tag in sorted(tags):
        page = news.recent(tag).page
        if page is not None and _is_told(news, page):
            yield from _of_release(news, tag, page)


def _is_told(news: News, page: Page) -> bool:
    wanted = ("published", "prerelease") if news.settings.publish.prereleases else ("published",)
    return page.state in wanted and news.fresh(page.published_at)


def _of_release(news: News, tag: str, page: Page) -> Iterator[Wish]:
    try:
        notes = of_release(news.view, tag).notes[0]
    except NotFound:
        return  # its commit is not known yet
    for entry in _entries(notes):
        change = entry.change
        if change.number is not None and change.net == STANDS:
            yield _wish(news, change.number, subject.pull(change.number), tag, page)
            for issue in change.closes:
                yield _wish(news, issue, subject.issue(issue), tag, page)


def _entries(notes: Notes) -> list[Entry]:
    whole = [entry for heading in notes.headings for entry in heading.entries]
    return list({one.change.key: one for one in (*whole, *notes.unlisted)}.values())


def _wish(news: News, thread: int, about: str, tag: str, page: Page) -> Wish:
    place = f"thread {thread}"
    before: dict[str, Any] = news.before(KIND, place) or {}
    told = dict(before.get("releases", {})) | {tag: page.url}
    links = (f"[{title(name)}]({url})" if url else title(name) for name, url in told.items())
    content = {"thread": thread, "releases": told, "text": f"Released in {', '.join(links)}."}
    subjects = (about, *map(subject.tag, told))
    return news.wish(KIND, place, subjects, content, "publish.comments")
