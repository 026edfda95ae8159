"""The reaction that answers commands in comments: `/release status`, `notes`, `why #12`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from domain.command import CommandGiven
from domain.errors import ShipledgerError
from projections.notes.asked import of_unreleased
from projections.notes.trace import why
from projections.readiness import readiness
from service.formats.escape import title
from service.formats.options import Options
from service.formats.table import render
from service.outbox import Wish
from service.reactions.reaction import News
from service.reactions.readiness import headline, summary

LONGEST: Final = 60_000


def wishes(news: News) -> Iterator[Wish]:
    """One answer for each command, made of what was known when it was heard."""
    if not news.settings.publish.commands:
        return
    for one in news.told:
        fact = one.fact
        place = f"comment {getattr(fact, 'comment', '')}"
        if isinstance(fact, CommandGiven) and news.fresh(fact.at):
            content = news.before("answer", place) or {
                "thread": fact.thread,
                "comment": fact.comment,
                "name": fact.name,
                "account": fact.account,
                "text": answer(news, fact.words),
            }
            yield news.wish("answer", place, fact.about(), content, "publish.commands")


def answer(news: News, words: str) -> str:
    """In Markdown; what strangers wrote stays the text that it is."""
    verb, _, rest = words.partition(" ")
    try:
        return ANSWERS.get(verb, _unknown)(news, rest)[:LONGEST]
    except ShipledgerError as refusal:
        return title(str(refusal))


def _status(news: News, _: str) -> str:
    lines, publish = [], news.settings.publish
    for row in news.lately():
        lines.append(f"- **{title(row.name)}**: {row.state}")
        if row.sha is not None:
            ready = readiness(news.view, row.sha, [row.name], publish, now=news.now)
            lines.append(f"  {headline(ready)}")
            lines += (f"  {line}" for line in summary(ready).splitlines() if ready.unmet)
    return "\n".join(lines) or "No release is being made: none is a draft, and none is new."


def _notes(news: News, _: str) -> str:
    noted = of_unreleased(news.view, "")
    options = Options(limit=LONGEST, settings=noted.settings)
    return render("markdown", noted.notes[0], options)


def _why(news: News, rest: str) -> str:
    if not rest:
        return "Say of which change: `/release why #12`."
    traced = why(of_unreleased(news.view, "").notes[0], rest, news.view)
    return "\n".join((title(traced.sentence), "", *(f"- {title(one)}" for one in traced.chain)))


def _approve(_: News, __: str) -> str:
    return "Approvals are not part of this version of Shipledger: nothing was approved."


def _unknown(_: News, __: str) -> str:
    return "Ask `/release status`, `/release notes` or `/release why #12`."


ANSWERS: Final[Mapping[str, Callable[[News, str], str]]] = {
    "status": _status,
    "notes": _notes,
    "why": _why,
    "approve": _approve,
}
