"""What a range brought, written down by hand: changes as `projections.within` finds them."""

from datetime import UTC, datetime
from typing import Any

from domain import subject
from domain.fact import Actor
from projections.change import Change
from projections.notes.answer import Entry, Heading, Notes
from projections.notes.notes import notes_of
from projections.notes.settings import Settings
from projections.notes.span import Span
from projections.texts import texts_of
from projections.view import View
from projections.who import Who
from projections.within import Within
from tests.story import Story, sha

MIRA, NOOR = Who("mira", "user", 1), Who("noor", "user", 2)
DEPENDABOT = Who("dependabot[bot]", "bot", 9)
ACTOR = Actor("mira", 1)
PLAIN: dict[str, Any] = {
    "body": "",
    "author": MIRA,
    "co_authors": (),
    "base": "main",
    "head": "",
    "labels": (),
    "milestone": "",
    "closes": (),
    "at": datetime(2026, 3, 1, tzinfo=UTC),
    "authored_at": None,
    "merged_at": None,
    "merged_by": None,
    "inferred": "",
    "known": True,
    "merge": False,
    "also_as": (),
    "origin": None,
    "reverts": (),
    "reverted_by": (),
    "net": "stands",
    "net_why": "",
    "releases": (),
    "touched": None,
    "reviews": (),
    "positions": (),
}


def pull(number: int, title: str, **known: Any) -> Change:
    """A pull request that was squashed, by mira."""
    id_ = sha(f"merge of {number}")
    told = {"sha": id_, "commits": (id_,), "message": f"{title} (#{number})", "how": "merge commit"}
    return Change(key=f"pull:{number}", number=number, title=title, **PLAIN | told | known)


def lone(title: str, **known: Any) -> Change:
    """A commit of no pull request; `title` may be its whole message."""
    id_ = sha(title)
    subject, _, body = title.partition("\n")
    told = {"sha": id_, "commits": (id_,), "message": title, "body": body.strip(), "how": ""}
    return Change(key=f"commit:{id_}", number=None, title=subject, **PLAIN | told | known)


def span(**known: Any) -> Span:
    told = {
        "name": "v1.3.0",
        "title": "1.3.0",
        "tag": "v1.3.0",
        "previous": "v1.2.0",
        "base": None,
        "from_": None,
        "to": None,
        "base_sha": sha("v1.2.0"),
        "head_sha": sha("v1.3.0"),
        "less": (),
        "component": None,
        "state": "published",
        "date": datetime(2026, 3, 14, tzinfo=UTC),
        "prerelease": False,
        "fixed": True,
        "positions": (),
    }
    return Span(**told | known)


def brought(view: View, *changes: Change) -> Within:
    commits = [subject.commit(one) for change in changes for one in change.commits]
    return Within(
        pulls=tuple(one for one in changes if one.number is not None),
        commits=tuple(one for one in changes if one.number is None),
        texts=texts_of(view.about(*commits)),
        size=len(changes),
        diverged=False,
        missing=(),
        note="",
    )


def noted(*changes: Change, settings: Settings | None = None, **known: Any) -> Notes:
    """The notes of version 1.3.0 of acme/app, which brought these changes."""
    story = known.pop("story", None) or Story()
    story.repository()
    view = known.pop("view", None) or story.view()
    return notes_of(view, span(**known), settings or Settings(), brought(view, *changes))


def outline(told: Notes) -> dict[str, list[str]]:
    """The titles under each heading."""
    return {one.title: [entry.title for entry in one.entries] for one in told.headings}


def titles(heading: Heading) -> list[str]:
    return [entry.title for entry in heading.entries]


def of(told: Notes, number: int) -> Entry:
    """The entry of a pull request, listed or not."""
    listed = (entry for one in told.headings for entry in one.entries)
    return next(one for one in (*listed, *told.unlisted) if one.change.number == number)
