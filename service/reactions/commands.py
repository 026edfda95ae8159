"""The reaction that answers commands in comments: `/release status`, `notes`, `why`, `approve`.

A vote is not cast here: whether its writer may write in the repository only GitHub knows, and the
worker asks. Here it is held what the release was like when the command was heard.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from domain.ballot import ABSTAIN, APPROVE, REJECT
from domain.command import CommandGiven
from domain.errors import Refused, ShipledgerError
from projections.approvals.judged import Judged
from projections.case import known_case
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
VOTES: Final = (APPROVE, REJECT, ABSTAIN)


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
                **said(news, fact.words),
            }
            yield news.wish("answer", place, fact.about(), content, "publish.commands")


def said(news: News, words: str) -> dict[str, Any]:
    """The answer as `text`, in Markdown; what strangers wrote stays the text that it is. Or else
    the `vote` that the answer will be about.
    """
    verb, _, rest = words.partition(" ")
    try:
        if verb in VOTES:
            return {"vote": _vote(news, verb, rest)}
        return {"text": ANSWERS.get(verb, _unknown)(news, rest)[:LONGEST]}
    except ShipledgerError as refusal:
        return {"text": title(str(refusal))}


def _vote(news: News, decision: str, rest: str) -> dict[str, str]:
    """Raises `Refused` where no release is named, and `NotFound` where nobody knows it."""
    release, _, reason = rest.partition(" ")
    if not release:
        raise Refused(f"Say of which release: /release {decision} v1.2.0.")
    shown = Judged(known_case(news.view, release, "", news.now)).paper().digest
    return {"decision": decision, "release": release, "digest": shown, "reason": reason}


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


def _unknown(_: News, __: str) -> str:
    return (
        "Ask `/release status`, `/release notes` or `/release why #12`; vote by"
        " `/release approve v1.2.0` and `/release reject v1.2.0 because…`."
    )


ANSWERS: Final[Mapping[str, Callable[[News, str], str]]] = {
    "status": _status,
    "notes": _notes,
    "why": _why,
}
