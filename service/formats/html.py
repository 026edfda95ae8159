"""HTML without script or style: strangers' words are escaped, and links lead to the web."""

from collections.abc import Iterator, Sequence
from html import escape

from projections.notes.answer import Advisory, Contributor, Entry, Notes
from projections.who import Who
from service.formats import links, story
from service.formats.code_spans import pieces
from service.formats.escape import UNTITLED
from service.formats.options import Options
from service.formats.paragraph import paragraph
from service.seen import line

# What paragraphs of Markdown may become. Images would tell their server who reads.
_BLOCKS = {"blockquote", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
_TAGS = frozenset(_BLOCKS | _TABLES | {"a", "br", "code", "del", "em", "strong"})


def page(releases: Sequence[Notes], options: Options) -> str:
    """A whole page."""
    name = line(releases[0].repository) if releases else ""
    title = escape(" – ".join(filter(None, ("Changelog", name))))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{fragment(releases, options)}</body>\n</html>\n"
    )


def fragment(releases: Sequence[Notes], options: Options) -> str:
    """What stands in a page of somebody else's."""
    told = (part for notes in releases for part in _release(notes, options))
    return "\n".join((*told, *_cut(options))) + "\n"


def _release(notes: Notes, options: Options) -> Iterator[str]:
    yield "<section>"
    if options.heading:
        name = _linked(text(notes.title), links.release(notes))
        date = story.day(notes.date)
        dated = f' <time datetime="{date}">{date}</time>' if date else ""
        yield f"<h2>{name}{dated}</h2>"
    if notes.yanked:
        yield f"<p><strong>Yanked:</strong> {text(notes.yanked)}</p>"
    blocks = story.blocks(notes)
    for block in blocks:
        yield from _block(notes, block)
    if not blocks and not options.left_out:
        yield f"<p>{story.NOTHING}</p>"
    if newcomers := story.newcomers(notes):
        yield f"<h3>{story.NEW_CONTRIBUTORS}</h3>\n<ul>"
        yield from (_newcomer(notes, person) for person in newcomers)
        yield "</ul>"
    if told := " ".join(text(sentence) for sentence in story.closing(notes, options)):
        yield f"<p>{told}</p>"
    if url := links.compare(notes):
        yield f"<p>{_linked('Full changelog', url)}</p>"
    yield "</section>"


def _block(notes: Notes, block: story.Block) -> Iterator[str]:
    if block.title:
        yield f"<h3>{text(block.title)}</h3>"
    if block.collapsed:
        yield f"<details>\n<summary>{len(block.entries):,} changes</summary>"
    yield "<ul>"
    yield from map(_advisory, block.advisories)
    told = zip(block.entries, block.texts, strict=True)
    yield from (_item(notes, entry, words) for entry, words in told)
    yield "</ul>"
    if block.collapsed:
        yield "</details>"


def _item(notes: Notes, entry: Entry, words: str) -> str:
    scope = f"<strong>{text(entry.scope)}:</strong> " if entry.scope else ""
    numbers = [_linked(f"#{one}", links.pull(notes, one)) for one in links.numbers(entry)]
    sha = escape(entry.change.sha[:8])
    where = ", ".join(numbers) or _linked(sha, links.commit(notes, entry.change.sha))
    names = ", ".join(map(_who, story.authors(entry)))
    remarks = "; ".join(map(text, story.remarks(notes, entry)))
    told = f"{scope}{text(entry.title)} ({where})" + (f" by {names}" if names else "")
    return f"<li>{told}{f' – {remarks}' if remarks else ''}{_prose(words)}</li>"


def text(words: str) -> str:
    """A stranger's line; what stands between balanced backticks is code."""
    return (
        "".join(
            f"<code>{escape(one.text)}</code>" if one.code else escape(one.text)
            for one in pieces(line(words))
        )
        or UNTITLED
    )


def _prose(words: str) -> str:
    """A paragraph of Markdown: made safe, parsed without raw HTML, and washed once more."""
    written = paragraph(words)
    if not written:
        return ""
    # Imported where there is a text: a rendering without one needs no parser and no washing.
    import nh3  # noqa: PLC0415

    from service.formats.parsed import rendered  # noqa: PLC0415

    washed = nh3.clean(
        rendered(written),
        tags=set(_TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    return f"\n{washed.strip()}"


def _linked(words: str, url: str) -> str:
    """Words that are HTML already, as a link where there is an address."""
    return f'<a href="{escape(url)}">{words}</a>' if url else words


def _who(one: Who) -> str:
    return f"@{escape(one.name)}" if story.is_account(one) else text(one.name)


def _advisory(advisory: Advisory) -> str:
    severity = f" ({text(advisory.severity)})" if advisory.severity else ""
    summary = f": {text(advisory.summary)}" if advisory.summary else ""
    return f"<li>{_linked(text(advisory.id), links.web(advisory.url))}{severity}{summary}</li>"


def _newcomer(notes: Notes, person: Contributor) -> str:
    number = person.first_number
    sha = person.first.partition(":")[2]
    url = links.commit(notes, sha) if number is None else links.pull(notes, number)
    where = escape(sha[:8]) if number is None else f"#{number}"
    return f"<li>{_who(person.who)} made their first contribution in {_linked(where, url)}</li>"


def _cut(options: Options) -> Iterator[str]:
    if told := story.left_out(options):
        yield f"<p>… {_linked(told, links.web(options.full_url))}.</p>"
