"""A backport: how bots and people say in words that a change was made before, and where."""

import re

from domain.message import REPOSITORY, pulls

# They are compiled where one is looked for: most change logs say nothing of backports.
_LINE = (
    r"(?im)^[ \t]{0,3}(?:Manual )?Backport(?:s|ed)?(?: of| from)?(?: PR)?:? "
    rf"({REPOSITORY})?#([0-9]{{1,9}})"
    r"(?: (?:to|on|onto|into) [^\n]{1,200})?\.?[ \t\r]*$"
)
_TITLE = (
    r"(?i)\bbackport(?:s|ed)?(?: of| PR)? #([0-9]{1,9})\b"  # «Backport PR #12: …»
    r"|\((?:backport|bp|cherry-pick)(?: of)? #([0-9]{1,9})\)"  # Mergify
)
_LINE_OF_VERSIONS = r"v?[0-9]+(?:[.-](?:[0-9]+|x|stable))*"
_MARKED = (
    r"(?i)\[(?:(?:backport|bp|cherry-pick)\b[^\]\n]{0,60}"
    rf"|(?:release[/-])?{_LINE_OF_VERSIONS})\] "
)
_BRANCH = (
    r"(?:[\w./-]{1,100}[:/])?(?:"
    r"(?:auto-)?backport[/-](?:of-)?(?:pr-)?([0-9]{1,9})-(?:to|on)-.+"
    r"|cherry-pick-([0-9]{1,9})-to-.+"
    r"|mergify/(?:bp|copy)/.+/pr-([0-9]{1,9})"
    r")\Z"
)
_FROM = r"Merge pull request #[0-9]{1,9} from [^/\s]{1,100}/(\S{1,250})"


def named_in_body(body: str, *, repository: str = "") -> tuple[int, ...]:
    """The numbers of lines that say nothing but «Backport of: #12»."""
    if "ackport" not in body:
        return ()
    return tuple(
        dict.fromkeys(
            int(number)
            for name, number in re.findall(_LINE, body)
            if not name or name.lower() == repository.lower()
        )
    )


def named_in_title(title: str) -> int | None:
    """The number that a bot's title gives: «Backport PR #12: …», «… (backport #12)»."""
    found = re.search(_TITLE, title) if "#" in title else None
    return int(found[1] or found[2]) if found else None


def marked(title: str) -> tuple[int, ...]:
    """The numbers at the end of «[1.4] Mend x (#12)», which may be those of its origin."""
    return pulls(title) if title.startswith("[") and re.match(_MARKED, title) else ()


def named_in_branch(branch: str) -> int | None:
    """The number in a bot's branch: `backport/12-to-1.4`, `mergify/bp/1.4/pr-12`."""
    found = re.match(_BRANCH, branch) if "-" in branch else None
    return int(next(filter(None, found.groups()))) if found else None


def branch_merged(message: str) -> str:
    """The branch that GitHub's merge commit names; empty where it names none."""
    found = re.match(_FROM, message)
    return found[1] if found else ""
