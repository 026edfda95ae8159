"""Atom (RFC 4287): a feed of releases, for readers who wait for the next one.

An entry's id is made of the repository's address and the tag, and so stays whatever is edited. What
is not released has no place in a feed. `updated` is the moment of the release, or of the last edit.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5

from projections.notes.answer import Entry, Notes
from service.formats import links
from service.formats.html import fragment
from service.formats.options import Options
from service.seen import line

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def many(releases: Sequence[Notes], options: Options) -> str:
    """The feed; without a release its moment is the beginning of 1970."""
    told = [one for one in releases if one.date is not None and one.tag]
    of = releases[0].repository if releases else ""
    parts = (
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_id(_home(releases))}</id>",
        f"<title>{_text(' '.join(filter(None, ('Releases of', of))))}</title>",
        f"<updated>{_moment(max(map(_updated, told), default=_NEVER))}</updated>",
        f"<author><name>{_text(of or 'unknown')}</name></author>",
        *_link("alternate", links.web(releases[0].url) if releases else ""),
        *_link("self", links.web(options.full_url)),
        *(part for one in told for part in _entry(one, options)),
        "</feed>",
    )
    return "\n".join(parts) + "\n"


def _entry(notes: Notes, options: Options) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{_id(f'{_home((notes,))}/{notes.tag}')}</id>"
    yield f"<title>{_text(notes.title)}</title>"
    yield f"<updated>{_moment(_updated(notes))}</updated>"
    yield f"<published>{_moment(notes.date or _NEVER)}</published>"
    yield from _link("alternate", links.release(notes))
    yield f'<content type="html">{escape(fragment((notes,), options))}</content>'
    yield "</entry>"


def _home(releases: Sequence[Notes]) -> str:
    return (releases[0].url or releases[0].repository) if releases else ""


def _id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name.encode(errors='replace').decode())}"


def _updated(notes: Notes) -> datetime:
    edited = (one.edit.at for one in _all(notes) if one.edit is not None)
    return max((notes.date or _NEVER, *edited))


def _all(notes: Notes) -> Iterator[Entry]:
    yield from (entry for heading in notes.headings for entry in heading.entries)
    yield from (*notes.highlights, *notes.breaking)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _link(rel: str, url: str) -> Iterator[str]:
    if url:
        kind = ' type="text/html"' if rel == "alternate" else ""
        yield f'<link rel="{rel}"{kind} href="{escape(url)}"/>'


def _text(words: str) -> str:
    """As XML; what is not to be seen is spelled out, so XML knows every character."""
    return escape(line(words))
