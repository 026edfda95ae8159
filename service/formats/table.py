"""The table of formats: what notes can be printed as, and the one door to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.errors import Malformed, NotFound
from projections.notes.answer import Notes
from service.formats import (
    atom,
    drafter,
    git_cliff,
    github,
    html,
    json,
    keep_a_changelog,
    liquid,
    markdown,
    slack,
    text,
)
from service.formats.audience import audience, for_audience
from service.formats.options import Options
from service.formats.size import fitted

One = Callable[[Notes, Options], str]
Many = Callable[[Sequence[Notes], Options], str]


@dataclass(frozen=True, slots=True)
class Format:
    """`one` prints a release, `many` a change log; a format without `many` knows no change logs.

    Where `one` is missing, a release is a change log of one.
    """

    name: str
    media_type: str
    ending: str
    one: One | None
    many: Many | None


_ALL = (
    Format("markdown", "text/markdown", "md", markdown.one, markdown.many),
    Format("github", "text/markdown", "md", github.one, None),
    Format("keep-a-changelog", "text/markdown", "md", keep_a_changelog.one, keep_a_changelog.many),
    Format("json", "application/json", "json", None, json.many),
    Format("git-cliff", "application/json", "json", None, git_cliff.many),
    Format("html", "text/html", "html", None, html.page),
    Format("html-fragment", "text/html", "html", None, html.fragment),
    Format("atom", "application/atom+xml", "atom", None, atom.many),
    Format("slack", "application/json", "json", None, slack.many),
    Format("text", "text/plain", "txt", text.one, text.many),
    Format("drafter", "text/markdown", "md", drafter.one, None),
    Format("liquid", "text/plain", "txt", None, liquid.many),
)
FORMATS: Mapping[str, Format] = {one.name: one for one in _ALL}


def render(name: str, notes: Notes | Sequence[Notes], options: Options | None = None) -> str:
    """The notes of one release, or of many with the newest first, in the format of that name.

    `NotFound` where there is no such format, audience or template; `Malformed` where the format
    takes one release and was given many, the limit leaves no room, or a template fails.
    """
    options = options or Options()
    chosen, readers = format_of(name), audience(options)
    several = not isinstance(notes, Notes)
    releases = (notes,) if isinstance(notes, Notes) else notes
    told = [for_audience(one, readers) for one in releases]
    return fitted(_writer(chosen, several=several), told, options)


def format_of(name: str) -> Format:
    if name not in FORMATS:
        raise NotFound(f"no format {name}: there are {', '.join(FORMATS)}")
    return FORMATS[name]


def _writer(chosen: Format, *, several: bool) -> Many:
    one = chosen.one
    if one is not None and not (several and chosen.many):
        if several:
            raise Malformed(f"format {chosen.name} prints one release: name one, not a change log")
        return lambda releases, options: one(releases[0], options)
    assert chosen.many is not None, "a format prints at least one of the two"
    return chosen.many
