"""The templates of release-drafter 7, with its variables and its escapes.

Titles stand as their authors wrote them, but for `change-title-escapes`: those characters get a
backslash, `@` and `#` among them an empty comment, and code in backticks is left alone. No title
is looked through for variables. Pull requests alone are listed, as there; `$NUMBER` of a line that
stands for several is all of their numbers.
"""

import re
from collections.abc import Iterator, Mapping

from domain.version import read
from projections.notes.answer import Contributor, Entry, Heading, Notes
from projections.notes.settings import Replacer
from projections.who import Who
from service.formats import links, story
from service.formats.code_spans import pieces
from service.formats.escape import APART
from service.formats.github import own_title, verbatim
from service.formats.options import Options

Values = Mapping[str, str]
_VARIABLE = re.compile(r"\$[A-Z_]+")
_BODY = "$CHANGES"


def one(notes: Notes, options: Options) -> str:
    """The body of a release."""
    # Imported where it is needed: it knows how to read settings, which no other format has to.
    from projections.notes.read_drafter import TEMPLATES  # noqa: PLC0415

    texts = {**TEMPLATES, **options.settings.drafter}
    values = _of_body(notes, texts, options) | _of_versions(notes, texts)
    body = texts["header"] + (texts["template"] or _BODY) + texts["footer"]
    return _replaced(filled(body, values), options.settings.replacers)


def filled(template: str, values: Values) -> str:
    """Each variable once; one that is not known stays as it stands, as in release-drafter."""
    return _VARIABLE.sub(lambda found: values.get(found[0], found[0]), template)


def _of_body(notes: Notes, texts: Values, options: Options) -> dict[str, str]:
    owner, _, name = notes.repository.rpartition("/")
    return {
        "$CHANGES": _changes(notes, texts, options),
        "$CONTRIBUTORS": _contributors(notes, texts),
        "$NEW_CONTRIBUTORS": _newcomers(notes, texts),
        "$PREVIOUS_TAG": notes.previous,
        "$OWNER": owner,
        "$REPOSITORY": name,
    }


def _changes(notes: Notes, texts: Values, options: Options) -> str:
    """What stands under no heading comes first."""
    headings = sorted(notes.headings, key=lambda one: bool(one.title))
    parts = [part for one in headings for part in _section(one, notes, texts)]
    if told := story.left_out(options):
        url = links.web(options.full_url)
        parts.append(f"… {told}{f': {url}' if url else ''}")
    return "\n\n".join(parts) or texts["no-changes-template"]


def _section(heading: Heading, notes: Notes, texts: Values) -> Iterator[str]:
    pulls = [one for one in heading.entries if one.change.number is not None]
    if not pulls:
        return
    if heading.title:
        yield filled(texts["category-template"], {"$TITLE": verbatim(heading.title)})
    lines = "\n".join(_change(one, notes, texts) for one in pulls)
    if 0 < heading.collapse_after < len(pulls):
        count = f"{len(pulls)} changes"
        yield f"<details>\n<summary>{count}</summary>\n\n{lines}\n</details>"
    else:
        yield lines


def _change(entry: Entry, notes: Notes, texts: Values) -> str:
    change = entry.change
    title = verbatim(entry.title) if entry.folds else own_title(entry)
    values = {
        "$TITLE": _escaped(title, texts["change-title-escapes"]),
        "$NUMBER": ", #".join(map(str, links.numbers(entry))),
        "$AUTHOR": "ghost" if change.author is None else verbatim(change.author.name),
        "$AUTHORS": _authors(story.authors(entry), texts),
        "$BODY": change.body,
        "$URL": links.change(notes, entry),
        "$BASE_REF_NAME": change.base,
        "$HEAD_REF_NAME": change.head,
    }
    return filled(texts["change-template"], values)


def _escaped(title: str, characters: str) -> str:
    if not characters:
        return title
    special = re.compile(f"[{re.escape(characters)}]")
    return "".join(
        one.written if one.code else special.sub(_backslashed, one.text) for one in pieces(title)
    )


def _backslashed(found: re.Match[str]) -> str:
    return f"{found[0]}{APART}" if found[0] in "@#" else f"\\{found[0]}"


def _authors(people: tuple[Who, ...], texts: Values) -> str:
    names = [
        filled(
            texts["change-author-template"],
            {"$MENTION": _mention(one), "$AUTHOR": verbatim(one.name)},
        )
        for one in people
    ]
    separator = texts["change-authors-separator"]
    final = texts["change-authors-final-separator"] or separator
    return final.join(filter(None, (separator.join(names[:-1]), *names[-1:])))


def _mention(one: Who) -> str:
    return f"@{one.name}" if story.is_account(one) else verbatim(one.name)


def _contributors(notes: Notes, texts: Values) -> str:
    names = sorted({_mention(one.who) for one in notes.contributors})
    if not names:
        return texts["no-contributors-template"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _newcomers(notes: Notes, texts: Values) -> str:
    lines = [_newcomer(one, texts) for one in story.newcomers(notes)]
    return "\n".join(lines) or texts["no-new-contributor-template"]


def _newcomer(one: Contributor, texts: Values) -> str:
    number = one.first_number
    where = one.first.partition(":")[2][:8] if number is None else f"#{number}"
    values = {"$AUTHOR_MENTION": _mention(one.who), "$CHANGE_REFERENCE": where}
    return filled(texts["new-contributor-template"], values)


def _of_versions(notes: Notes, texts: Values) -> dict[str, str]:
    """The version that was resolved, and what each kind of step would come to."""
    current = read(notes.next.current if notes.next else notes.previous)
    resolved = read(notes.tag or (notes.next.version if notes.next else ""))
    major, minor, patch = _three(current.numbers)
    named = {
        "NEXT_MAJOR_VERSION": ((major + 1, 0, 0), ""),
        "NEXT_MINOR_VERSION": ((major, minor + 1, 0), ""),
        "NEXT_PATCH_VERSION": ((major, minor, patch + 1), ""),
        "RESOLVED_VERSION": (_three(resolved.numbers), resolved.prerelease or ""),
    }
    values: dict[str, str] = {}
    for name, (numbers, prerelease) in named.items():
        parts = dict(zip(("MAJOR", "MINOR", "PATCH"), map(str, numbers), strict=True))
        parts["PRERELEASE"] = f"-{prerelease}" if prerelease else ""
        own = {f"${part}": text for part, text in parts.items()}
        values |= {f"${name}": filled(texts["version-template"], own)}
        values |= {f"${name}_{part}": text for part, text in parts.items()}
    return values


def _three(numbers: tuple[int, ...]) -> tuple[int, int, int]:
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return major, minor, patch


def _replaced(body: str, replacers: tuple[Replacer, ...]) -> str:
    if replacers:
        # RE2 takes linear time, whatever the pattern.
        import re2  # type: ignore[import-untyped]  # noqa: PLC0415 - it comes without types

        for one in replacers:
            body = re2.sub(one.search, _groups(one.replace), body)
    return body


def _groups(replacement: str) -> str:
    """`$1` of JavaScript as RE2 writes it."""
    return re.sub(r"\$([1-9])", r"\\\1", replacement.replace("\\", "\\\\"))
