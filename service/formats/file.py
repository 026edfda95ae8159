"""A CHANGELOG.md kept up to date: our part of the file between two markers, the rest as it is.

    <!-- shipledger:start -->
    …
    <!-- shipledger:end -->

Above the markers stands whatever people wrote to open the file, below them what they wrote of older
releases. A release that stands outside the markers under a heading of its own is theirs, and is not
printed a second time; so is an Unreleased that holds anything. Doing it twice changes nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import Malformed, NotFound
from domain.version import read
from projections.notes.answer import Notes
from service.formats import keep_a_changelog, markdown
from service.formats.audience import audience, for_audience
from service.formats.lines import Written
from service.formats.options import Options

START, END = "<!-- shipledger:start -->", "<!-- shipledger:end -->"

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"##? +\[?([^\]\s(]+)")
_UNRELEASED = "unreleased"


class Form(Struct, frozen=True):
    """How the file is written: its opening where there is none, a release, and links at the end."""

    opening: str
    release: Callable[[Notes, Options, Written], str]
    links: Callable[[Sequence[Notes]], str]


FORMS: Mapping[str, Form] = {
    "keep-a-changelog": Form(
        keep_a_changelog.PREAMBLE, keep_a_changelog.release, keep_a_changelog.references
    ),
    "markdown": Form("# Changelog", markdown.release, lambda _: ""),
}


class Piece(Struct, frozen=True):
    """A release as the file has it, in UTF-8: a text that holds one emoji takes four times as much.

    `notes` are its ends alone, which its name and link need.
    """

    notes: Notes
    text: bytes


def piece(
    notes: Notes, form: str, options: Options | None = None, written: Written | None = None
) -> Piece:
    """One release of many: as text it is a small part of what its notes are in memory."""
    options = options or Options()
    told = for_audience(notes, audience(options))
    text = form_of(form).release(told, options, written or Written()).strip("\n")
    ends = replace(
        told,
        headings=(),
        highlights=(),
        breaking=(),
        unlisted=(),
        contributors=(),
        advisories=(),
        positions=(),
    )
    return Piece(ends, text.encode())


def form_of(name: str) -> Form:
    if name not in FORMS:
        raise NotFound(f"no change log is kept in the form {name}: there are {', '.join(FORMS)}")
    return FORMS[name]


def change_log(pieces: Sequence[Piece], form: str) -> bytes:
    """A whole change log, as `render` prints it, from its pieces, the newest release first."""
    chosen = form_of(form)
    links = chosen.links([one.notes for one in pieces])
    blocks = (chosen.opening.encode(), *(one.text for one in pieces), links.encode())
    return b"\n\n".join(filter(None, blocks)) + b"\n"


def kept_up(existing: str, pieces: Sequence[Piece], form: str) -> bytes:
    """The file's new text, from its text as it is (or nothing) and the releases, newest first."""
    lines = existing.splitlines()
    above, below = _theirs(lines) if START in lines or END in lines else _divided(lines)
    text = _file(above, below, pieces, form_of(form))
    return text.replace(b"\n", b"\r\n") if "\r\n" in existing else text


def _file(above: list[str], below: list[str], pieces: Sequence[Piece], form: Form) -> bytes:
    theirs = {name for _, name in _headings([*above, "", *below])}
    ours = [one for one in pieces if _name(one.notes) not in theirs]
    rest = "\n".join(below).strip("\n")
    opening = "\n".join(above).strip("\n") or form.opening
    links = form.links([one.notes for one in ours])
    ending = f"{END}\n\n{rest}\n" if rest else f"{END}\n"
    blocks = (
        *(opening.encode(), START.encode()),
        *(one.text for one in ours),
        *(links.encode(), ending.encode()),
    )
    return b"\n\n".join(filter(None, blocks))  # at once: a copy of it may take 10 MB


def _theirs(lines: list[str]) -> tuple[list[str], list[str]]:
    """What stands above and below our part."""
    starts = [number for number, one in enumerate(lines) if one == START]
    ends = [number for number, one in enumerate(lines) if one == END]
    if len(starts) != 1 or len(ends) != 1 or ends[0] < starts[0]:
        places = ", ".join(str(number + 1) for number in sorted((*starts, *ends)))
        raise Malformed(
            f"the change log needs {START} once and {END} once after it, each alone on its line; "
            f"it has such lines at {places}: take out what does not belong there"
        )
    return lines[: starts[0]], lines[ends[0] + 1 :]


def _divided(lines: list[str]) -> tuple[list[str], list[str]]:
    """Our part comes before the newest release, and takes the place of an empty Unreleased."""
    headings = [one for one in _headings(lines) if one[1] == _UNRELEASED or _is_version(one[1])]
    if not headings:
        return lines, []
    first, name = headings[0]
    if name != _UNRELEASED:
        return lines[:first], lines[first:]
    following = headings[1][0] if len(headings) > 1 else len(lines)
    held = any(
        line.strip() and not line.startswith("### ") for line in lines[first + 1 : following]
    )
    return lines[: following if held else first], lines[following:]


def _headings(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines of releases by hand, with their names; what stands in a fence is an example."""
    fence = ""
    for number, line in enumerate(lines):
        if opened := _FENCE.match(line):
            mark = opened[1]
            fence = "" if fence and mark.startswith(fence) else fence or mark
        elif not fence and (found := _HEADING.match(line)):
            yield number, _normal(found[1])


def _name(notes: Notes) -> str:
    return _normal(notes.tag or notes.title.partition(" ")[0])


def _normal(name: str) -> str:
    """`v1.2.0` and `1.2.0` are one release."""
    version = read(name)
    return f"{version.component} {version.text}" if version.versioned else name.lower()


def _is_version(name: str) -> bool:
    return " " in name
