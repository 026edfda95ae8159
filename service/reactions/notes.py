"""The reaction that keeps the notes in a release on GitHub as the ledger has them."""

from collections.abc import Iterator
from typing import Final

from domain import subject
from domain.errors import Malformed, NotFound
from projections.notes.asked import Noted, of_release, of_unreleased
from projections.page import Page
from service.formats.options import Options
from service.formats.size import GITHUB_LIMIT
from service.formats.table import render
from service.github.publishing.desk import Declined
from service.github.publishing.notes import END, START, outside
from service.outbox import Wish
from service.reactions.reaction import News

# The markers, and some words that people may add before we hear of them.
ROOM: Final = len(START) + len(END) + 1000
# Where people left less, the publisher tells them so: what is not even wanted nobody hears of.
LEAST: Final = 1000


def wishes(news: News) -> Iterator[Wish]:
    """For every release that may still change: whatever is news may change its notes."""
    if not news.settings.publish.notes:
        return
    for row in news.lately():
        page = row.page
        if page is None:
            continue
        try:
            text = _text(news, row.name, page)
        except (Malformed, NotFound):
            continue  # its commit is not known yet; then that will be news
        about = (subject.tag(row.name), subject.release(page.id))
        content = {"release": page.id, "tag": row.name, "text": text}
        yield news.wish("notes", f"release {page.id}", about, content, "publish.notes")


def _text(news: News, tag: str, page: Page) -> str:
    noted = _noted(news, tag, page)
    try:
        theirs = sum(map(len, outside(page.body)))
    except Declined:
        theirs = len(page.body)  # the publisher tells what is wrong with the markers
    options = Options(
        limit=max(GITHUB_LIMIT - theirs - ROOM, LEAST),
        full_url=news.release_page(tag),
        heading=False,
        settings=noted.settings,
    )
    return render("markdown", noted.notes[0], options)


def _noted(news: News, tag: str, page: Page) -> Noted:
    """A draft whose tag is not cut yet has what is not released yet."""
    try:
        return of_release(news.view, tag)
    except NotFound:
        if page.was_public:
            raise
        return of_unreleased(news.view, "")
