"""The table of formats: what notes can be printed as, and the one door to it."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from msgspec import Struct

from domain.errors import Malformed, NotFound
from projections.notes.answer import Notes
from service.formats.audience import audience, for_audience
from service.formats.options import Options
from service.formats.size import fitted

Many = Callable[[Sequence[Notes], Options], str]


class Format(Struct, frozen=True):
    """`file` is the module here that prints it, and is loaded when it is asked for.

    Its function `one` prints a release, and the one that `many` names a change log; a format
    without `many` knows no change logs. Where `one` is missing, a release is a change log of one.
    """

    name: str
    media_type: str
    ending: str
    file: str
    one: bool
    many: str


_ALL = (
    Format("markdown", "text/markdown", "md", "markdown", True, "many"),
    Format("github", "text/markdown", "md", "github", True, ""),
    Format("keep-a-changelog", "text/markdown", "md", "keep_a_changelog", True, "many"),
    Format("json", "application/json", "json", "json", False, "many"),
    Format("git-cliff", "application/json", "json", "git_cliff", False, "many"),
    Format("html", "text/html", "html", "html", False, "page"),
    Format("html-fragment", "text/html", "html", "html", False, "fragment"),
    Format("atom", "application/atom+xml", "atom", "atom", False, "many"),
    Format("slack", "application/json", "json", "slack", False, "many"),
    Format("text", "text/plain", "txt", "text", True, "many"),
    Format("drafter", "text/markdown", "md", "drafter", True, ""),
    Format("liquid", "text/plain", "txt", "liquid", False, "many"),
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
    if several and not chosen.many:
        raise Malformed(f"format {chosen.name} prints one release: name one, not a change log")
    module: Any = import_module(f"service.formats.{chosen.file}")
    if chosen.one and not several:
        return lambda releases, options: str(module.one(releases[0], options))
    write: Many = getattr(module, chosen.many)
    return write
