"""A message: what the text of a commit or a pull request says of pulls, issues and other commits.

Only what GitHub and git document is read: nothing is guessed from looser wording. Every message of
an imported history passes here, so each search is guarded by a plain look for a word of it, and
none of them costs more than one pass, whatever the text.
"""

import re
from datetime import datetime

from domain.commit import Authorship
from domain.fact import Actor

_NUMBER = re.compile(r"#([0-9]{1,9})(?!\w)")
_TRAILING = re.compile(r"\(#([0-9]{1,9})(?:\.? by @[A-Za-z0-9-]{1,39})?\)")
# GitHub's own words, those of people and bots that merge by hand, and those of homu.
_MERGE = re.compile(
    r"Merge pull request #([0-9]{1,9}) from |Merge PR #([0-9]{1,9})(?:[: ]|\Z)"
    r"|(?:Auto|Rollup) merge of #([0-9]{1,9}) - "
)
_MERGING = ("Merge ", "Auto merge ", "Rollup merge ")
_APPROVAL = re.compile(r"(?: r=\S+)?(?: a=\S+)?\Z")
_REQUEST = re.compile(r"^See merge request (\S{1,255})!([0-9]{1,9})\Z", re.MULTILINE)
_BATCH = re.compile(r"Merge(?: #[0-9]{1,9})+\Z")  # bors
REPOSITORY = r"(?-i:[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100})"
_KEYWORD = re.compile(
    rf"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]{{1,9}}({REPOSITORY})?\Z", re.IGNORECASE
)
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
        pulls(message, repository=repository) if numbered or "See merge" in message else (),
        closes(message, repository=repository) if numbered else (),
        picked_from(message),
        reverts(message),
    )


def pulls(message: str, *, repository: str = "") -> tuple[int, ...]:
    """The pull requests that a commit names as its own, in the order of its title.

    These are «Merge pull request #12 from …» and the like, all of «Merge #12 #13», and one or more
    «(#12)» or «(#12 by @ada)» at the title's very end: of these the last is its own, the others are
    where it is from.
    GitLab's «See merge request owner/name!12» counts where it names `repository`.
    """
    title = first_line(message)
    if "erge" in title:
        if merge := _MERGE.match(title):
            return (int(merge[1] or merge[2] or merge[3]),)
        if _BATCH.match(title):
            return tuple(map(int, _NUMBER.findall(title)))
        if request := _REQUEST.search(message) if title.startswith("Merge branch '") else None:
            return (int(request[2]),) if request[1].lower() == repository.lower() else ()
    return _split(title)[1] if title.endswith(")") else ()


def first_line(message: str) -> str:
    """The title of a commit, as git has it."""
    # What stands below it may be long, and is not copied.
    message = message.lstrip("\n")
    end = message.find("\n")
    return (message if end < 0 else message[:end]).strip()


def below_title(message: str) -> str:
    """What follows the title."""
    message = message.lstrip("\n")
    end = message.find("\n")
    return "" if end < 0 else message[end:].strip()


def brings(message: str, named: tuple[int, ...]) -> tuple[int, ...]:
    """Those of the numbers that `pulls` found which the commit itself brought in."""
    return named if len(named) > 1 and _BATCH.match(first_line(message)) else named[-1:]


def merged_title(message: str, number: int) -> str:
    """The title of a pull request as the commit tells it that brought it in.

    Of a merge it stands below the first line, in a batch of bors after the number.
    """
    title = first_line(message)
    if title.endswith(")") and (own := _TRAILING.fullmatch(title, title.rfind("("))):
        return title[: own.start()].rstrip() if int(own[1]) == number else title
    if not title.startswith(_MERGING):
        return title
    if title.startswith(f"Merge PR #{number}: "):
        return title.partition(": ")[2]
    below = below_title(message)
    if _BATCH.match(title):
        lines = (line.strip() for line in below.split("\n"))
        told = next((line for line in lines if line.startswith(f"{number}: ")), title)
        return _APPROVAL.sub("", told.removeprefix(f"{number}: "))
    return first_line(below) or title


def bare(title: str) -> str:
    """A title without the numbers at its end, which differ for each time that it was merged."""
    return _split(title)[0] if title.endswith(")") else title


def _split(title: str) -> tuple[str, tuple[int, ...]]:
    """What comes before the numbers at the end of a title, and they in their order."""
    numbers: list[int] = []
    end = len(title)
    while end:
        start = max(title.rfind("(", 0, end), 0)
        number = _TRAILING.fullmatch(title, start, end)
        if number is None or (start and title[start - 1] not in " )"):
            break
        numbers.append(int(number[1]))
        end = start
        while end and title[end - 1] == " ":
            end -= 1
    return title[:end], tuple(reversed(numbers))


def closes(text: str, *, repository: str = "") -> tuple[int, ...]:
    """The issues that the text closes by one of GitHub's nine keywords, each once, in order."""
    return numbers_after(text, _KEYWORD, repository)


def closes_of_pull(title: str, body: str, *, repository: str = "") -> tuple[int, ...]:
    """The issues that a pull request closes.

    GitHub does not look into comments and code: a template's «<!-- Fixes #123 -->» closes nothing.
    """
    if "`" in body or "<!--" in body:
        body = _HIDDEN.sub(" ", body)
    return closes(f"{title}\n{body}", repository=repository)


def numbers_after(text: str, keyword: re.Pattern[str], repository: str) -> tuple[int, ...]:
    """The numbers that follow the keyword, which has the repository's name as its one group."""
    # From each number back to its keyword: numbers are rarer than words.
    found: dict[int, None] = {}
    for number in _NUMBER.finditer(text):
        start = number.start()
        before = text[start - 1 : start]
        if before == "(":
            continue  # «(#12)» is no more than a name
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
