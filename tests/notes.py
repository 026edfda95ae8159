"""Notes for tests: a release with as little said as a test needs."""

from datetime import UTC, datetime
from typing import Any

from projections.base import Base
from projections.change import Change
from projections.notes.answer import Contributor, Entry, Heading, Notes
from projections.who import Who
from tests.story import sha

MIRA, NOOR, ROBOT = Who("mira", "user", 1), Who("noor", "user", 2), Who("robot[bot]", "bot", 3)
DAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
URL = "https://github.com/acme/app"


def change(number: int | None = 1, title: str = "Add a lamp", **told: Any) -> Change:
    """Pull request `number`, or a lone commit where that is None."""
    commit = told.pop("sha", sha(f"{number} {title}"))
    fields: dict[str, Any] = {
        "key": f"commit:{commit}" if number is None else f"pull:{number}",
        "number": number,
        "sha": commit,
        "title": title,
        "body": "",
        "message": title,
        "author": MIRA,
        "co_authors": (),
        "base": "main",
        "head": "topic",
        "labels": (),
        "milestone": "",
        "closes": (),
        "at": DAY,
        "authored_at": DAY,
        "merged_at": None if number is None else DAY,
        "merged_by": None if number is None else NOOR,
        "commits": (commit,),
        "how": "" if number is None else "merge commit",
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
    return Change(**fields | told)


def entry(number: int | None = 1, title: str = "Add a lamp", **told: Any) -> Entry:
    """A change as it is shown; what `Entry` does not know is said of its change."""
    own = {name: told.pop(name) for name in list(told) if name in Entry.__slots__}
    fields: dict[str, Any] = {
        "change": change(number, title, **told),
        "title": title,
        "text": "",
        "type": "",
        "scope": "",
        "breaking": False,
        "breaking_text": "",
        "section": "",
        "internal": False,
        "highlighted": False,
        "listed": True,
        "reason": "listed",
        "why": "",
        "folds": (),
        "fold_numbers": (),
        "advisories": (),
        "also_in": (),
        "diagnosis": "",
        "edit": None,
    }
    return Entry(**fields | own)


def heading(title: str, *entries: Entry, **told: Any) -> Heading:
    return Heading(title, entries, **told)


def newcomer(who: Who, first: Entry, precision: str = "login") -> Contributor:
    change = first.change
    return Contributor(who, (change.key,), change.key, change.number, precision)


def base(tag: str = "v1.2.0") -> Base:
    """The release that it is compared with; a first release has none."""
    if not tag:
        return Base(None, None, "first release: its whole history", (), ())
    return Base(tag, sha(tag), "previous release of series 1.2", (), ())


def notes(*headings: Heading, **told: Any) -> Notes:
    """v1.3.0 of acme/app, compared with v1.2.0."""
    tag = told.get("tag", "v1.3.0")
    fields: dict[str, Any] = {
        "repository": "acme/app",
        "url": URL,
        "component": "",
        "name": tag or "Unreleased",
        "title": tag or "Unreleased",
        "tag": tag,
        "previous": "v1.2.0",
        "state": "published" if tag else "unreleased",
        "yanked": "",
        "date": DAY if tag else None,
        "from_": None,
        "to": None,
        "base": base(told.get("previous", "v1.2.0")),
        "head": sha(tag or "head"),
        "headings": headings,
        "highlights": (),
        "breaking": (),
        "unlisted": (),
        "contributors": (),
        "people_note": "",
        "advisories": (),
        "next": None,
        "size": sum(len(one.entries) for one in headings),
        "prerelease": False,
        "settings": "defaults",
        "settings_path": "",
        "settings_ref": "",
        "problems": (),
        "note": "",
        "fixed": True,
        "positions": (),
    }
    return Notes(**fields | told)
