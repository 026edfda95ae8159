"""A message: what the text of a commit or a pull request says of pulls, issues and other commits.

Only what GitHub and git document is read: nothing is guessed from looser wording. Every message of
an imported history passes here, so each search is guarded by a plain look for a word of it, and
none of them costs more than one pass, whatever the text.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from domain.commit import Authorship
from domain.fact import Actor

_NUMBER = re.compile(r"#([0-9]{1,9})(?!\w)")
_TRAILING = re.compile(r"\(#([0-9]{1,9})\)")
_MERGE = re.compile(r"Merge pull request #([0-9]{1,9}) from ")
_REPOSITORY = r"[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}"
_KEYWORD = re.compile(
    rf"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]{{1,9}}({_REPOSITORY})?\Z", re.IGNORECASE
)
_REVERTED = re.compile(rf"\bReverts[ \t]{{1,9}}({_REPOSITORY})?\Z")
_SHA = r"[0-9a-f]{7,64}\b"
_PICKED = re.compile(rf"\(cherry\s+picked\s+from\s+commit\s+({_SHA})\)")
_REVERTS = re.compile(rf"[Rr]everts\s+commits?\s+({_SHA}(?:(?:\s*,)?\s+(?:and\s+)?{_SHA})*)")
_COMMIT = re.compile(_SHA)
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|^ {0,3}```.*?(?:^ {0,3}```|\Z)|`[^`\n]*`", re.DOTALL | re.MULTILINE
)

# The longest that can stand between the beginning of a keyword and its «#», without and with the
# name of a repository.
_REACH = 20
_REACH_WITH_NAME = 170


def authorship(
    author: Actor, authored_at: datetime, message: str, *, repository: str = ""
) -> Authorship:
    """What a commit says of itself; `owner/name#12` counts where it names `repository`.

    The line breaks at the end are dropped: git keeps them and GitHub does not, and a commit told by
    both should read the same.
    """
    message = message.rstrip("\n")
    numbered = "#" in message
    return Authorship(
        author,
        authored_at,
        message,
        pulls(message) if numbered else (),
        closes(message, repository=repository) if numbered else (),
        picked_from(message),
        reverts(message),
    )


def pulls(message: str) -> tuple[int, ...]:
    """The pull requests that a commit names as its own, in the order of its title.

    These are «Merge pull request #12 from …» and one or more «(#12)» at the title's very end.
    """
    title = message.lstrip("\n").partition("\n")[0].rstrip()
    if merge := _MERGE.match(title):
        return (int(merge[1]),)
    return tuple(_trailing(title))[::-1] if title.endswith(")") else ()


def _trailing(title: str) -> Iterator[int]:
    end = len(title)
    while end:
        start = max(title.rfind("(", 0, end), 0)
        number = _TRAILING.fullmatch(title, start, end)
        if number is None or (start and title[start - 1] not in " )"):
            return
        yield int(number[1])
        end = start
        while end and title[end - 1] == " ":
            end -= 1


def closes(text: str, *, repository: str = "") -> tuple[int, ...]:
    """The issues that the text closes by one of GitHub's nine keywords, each once, in order."""
    return _named(text, _KEYWORD, repository)


def closes_of_pull(title: str, body: str, *, repository: str = "") -> tuple[int, ...]:
    """The issues that a pull request closes.

    GitHub does not look into comments and code: a template's «<!-- Fixes #123 -->» closes nothing.
    """
    if "`" in body or "<!--" in body:
        body = _HIDDEN.sub(" ", body)
    return closes(f"{title}\n{body}", repository=repository)


def reverted_pulls(body: str, *, repository: str = "") -> tuple[int, ...]:
    """The pull requests that GitHub's own «Reverts owner/name#12» names."""
    return _named(body, _REVERTED, repository) if "Reverts" in body else ()


def _named(text: str, keyword: re.Pattern[str], repository: str) -> tuple[int, ...]:
    # From each number back to its keyword: numbers are rarer than words.
    found: dict[int, None] = {}
    for number in _NUMBER.finditer(text):
        start = number.start()
        before = text[start - 1 : start]
        reach = _REACH_WITH_NAME if before.isalnum() or before in "-_." else _REACH
        word = keyword.search(text, max(start - reach, 0), start)
        if word and (word[1] is None or word[1].lower() == repository.lower()):
            found[int(number[1])] = None
    return tuple(found)


def picked_from(message: str) -> tuple[str, ...]:
    """The commits that `git cherry-pick -x` named, oldest pick first."""
    return tuple(_PICKED.findall(message)) if "(cherry" in message else ()


def reverts(message: str) -> tuple[str, ...]:
    """The commits of «This reverts commit …», each once; they may be shortened.

    Of a reverted merge this is the merge itself, not the parent that «reversing changes made to»
    names.
    """
    if "everts" not in message:
        return ()
    lists = _REVERTS.findall(message)
    return tuple(dict.fromkeys(sha for one in lists for sha in _COMMIT.findall(one)))
