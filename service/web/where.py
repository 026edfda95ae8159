"""The page that finds a change: a pull request, an issue or a commit, wherever it has got to."""

from collections.abc import Iterator
from typing import Final, NamedTuple
from uuid import UUID

from flask import Blueprint, Response, request

from domain import subject
from domain.errors import NotFound
from domain.issue import IssueFact
from domain.pull_request import PullRequestFact
from projections.repositories import Repository, repository
from projections.view import View
from projections.where import Where, where_is_commit, where_is_issue, where_is_pull
from service.overview import Whole
from service.web import query
from service.web.asking import text_of
from service.web.desk import Desk
from service.web.links import Links
from service.web.query import Query

SHOWN: Final = 200
NAMES: Final = 500


class Found(NamedTuple):
    """A repository that has such a thing."""

    repository: str
    what: str


class Answer(NamedTuple):
    """One thing in one repository; or those that may be meant; or why there is none."""

    it: Where | None = None
    repository: Repository | None = None
    found: tuple[Found, ...] = ()
    problem: str = ""


_UNREAD: Final = (
    "That is no number and no commit. Write #12, owner/name#12, at least four digits of a SHA, or"
    " paste the address of a page on GitHub. Releases are found on the page of all releases."
)


def install(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/where")
    def where() -> Response:
        """Where a change is."""
        text, chosen = text_of(request.args, "q", 300), text_of(request.args, "repository", 300)
        times, wanted = desk.times(), query.read(text)
        with desk.overview.whole(times.position, times.as_at) as whole:
            stand = desk.stand(times, whole.ground())
            answer = _answer(whole, wanted, wanted.repository or chosen) if text else Answer()
            names = sorted(filter(None, map(whole.name, whole.streams[:NAMES])), key=str.lower)
        return desk.page(
            "where.html",
            stand=stand,
            twin=_twin(stand.link, answer),
            status=404 if answer.problem else 200,
            q=text,
            chosen=wanted.repository or chosen,
            names=names,
            elsewhere=_elsewhere(stand.link, answer),
            shown=SHOWN,
            **answer._asdict(),
        )


def _answer(whole: Whole, wanted: Query, chosen: str) -> Answer:
    if not wanted:
        return Answer(problem=_UNREAD)
    try:
        if chosen:
            return _in_one(whole, whole.resolve(chosen), wanted)
        found = list(_everywhere(whole, wanted))
        if len(found) == 1:
            return _in_one(whole, found[0][0], wanted)
    except NotFound as error:
        return Answer(problem=str(error))
    if found:
        return Answer(found=tuple(one for _, one in found))
    return Answer(problem="No repository that is known here has one.")


def _in_one(whole: Whole, stream: UUID, wanted: Query) -> Answer:
    view = whole.view(stream)
    return Answer(_where(view, wanted), repository(view))


def _where(view: View, wanted: Query) -> Where:
    if wanted.number is None:
        return where_is_commit(view, wanted.sha)
    # Pull requests and issues share their numbers; a commit may name one that nobody told of.
    try:
        return where_is_pull(view, wanted.number)
    except NotFound:
        return where_is_issue(view, wanted.number)


def _everywhere(whole: Whole, wanted: Query) -> Iterator[tuple[UUID, Found]]:
    for stream in whole.streams:
        name = whole.name(stream)
        what = _what(whole.view(stream), wanted) if name else ""
        if what:
            yield stream, Found(name, what)


def _what(view: View, wanted: Query) -> str:
    """What the repository has of the kind; empty where it has none."""
    if wanted.number is None:
        return f"commit {sha[:12]}" if (sha := view.commits.expand(wanted.sha)) else ""
    told = [
        one.fact for one in view.about(subject.pull(wanted.number), subject.issue(wanted.number))
    ]
    for fact in reversed(told):
        if isinstance(fact, PullRequestFact) and fact.pull.number == wanted.number:
            return f"pull request: {fact.pull.title}"
        if isinstance(fact, IssueFact):
            return f"issue: {fact.issue.title}"
    return "named by a commit" if told else ""


def _twin(link: Links, answer: Answer) -> str:
    if answer.it is None or answer.repository is None:
        return ""
    asked = answer.it.asked.lstrip("#")
    return link.twin("where.where_is", answer.repository.name, **{answer.it.kind: asked})


def _elsewhere(link: Links, answer: Answer) -> str:
    """The thing on GitHub."""
    if answer.it is None or answer.repository is None:
        return ""
    asked = answer.it.asked.lstrip("#")
    match answer.it.kind:
        case "pull":
            return link.pull(answer.repository, int(asked))
        case "issue":
            return link.issue(answer.repository, int(asked))
        case _:
            return link.commit(answer.repository, asked)
