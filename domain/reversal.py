"""A reversal: what a title or a description says it takes back, by number or by title.

The ids of commits that are taken back are read by `domain.message`, with all else that git tells.
"""

import re

from msgspec import Struct

from domain.message import REPOSITORY, bare, first_line, numbers_after, pulls

# They are compiled where one is looked for: many change logs take nothing back.
_REVERTED = rf"\bReverts[ \t]{{1,9}}({REPOSITORY})?\Z"
_TYPE = r"(?:[A-Za-z][\w-]{0,30}(?:\([^()]{1,80}\))?!?:[ ]?)?"
_QUOTED = rf'(?i){_TYPE}(revert|reapply)(?:s|ed|ing)?[:,]?[ ]?"(.+)"\Z'
_TYPED = r"(?i)(?:revert|reverts)(?:\([^()]{1,80}\))?!?: ?(.+)\Z"
_BEGUN = rf"(?i){_TYPE}(?:revert|reapply)(?:s|ed|ing)?\b"
_LISTED = (
    rf"(?i)(?<!partial )(?<!partially )\brevert(?:s|ed|ing)?:? "
    rf"((?:{REPOSITORY})?#[0-9]{{1,9}}(?:(?:,|,? and|,? &)? (?:{REPOSITORY})?#[0-9]{{1,9}})*)"
)
_NUMBER = rf"({REPOSITORY})?#([0-9]{{1,9}})(?!\w)"


class Reversal(Struct, frozen=True):
    """`numbers` and `title` of what is taken back, as a title says it.

    `whole` is true where the title says of the change as a whole that it takes something back.
    """

    numbers: tuple[int, ...] = ()
    title: str = ""
    whole: bool = False


NONE = Reversal()


def reversal(title: str, *, repository: str = "") -> Reversal:
    """What GitHub's «Revert "…"» and «Reapply "…"» name, and «revert #12» anywhere in a title.

    What is applied again is the revert that is taken back.
    """
    if "evert" not in title and "eapply" not in title:
        return NONE
    plain = bare(title)
    listed = _listed(title, repository)
    if quoted := re.match(_QUOTED, plain):
        applied_again = quoted[1].lower() == "reapply"
        inner = f'Revert "{quoted[2]}"' if applied_again else quoted[2]
        return Reversal(listed or (() if applied_again else pulls(inner)[-1:]), bare(inner), True)
    typed = re.match(_TYPED, plain)
    begun = bool(re.match(_BEGUN, plain))
    # «revert: unpin esbuild (#12) (#15)» is its own #15 and takes back #12.
    earlier = pulls(title)[:-1] if begun and not title.startswith("Merge") else ()
    return Reversal(listed or earlier, typed[1] if typed else "", begun)


def _listed(title: str, repository: str) -> tuple[int, ...]:
    found = re.search(_LISTED, title)
    named = re.findall(_NUMBER, found[1]) if found else ()
    return tuple(
        int(number) for name, number in named if not name or name.lower() == repository.lower()
    )


def reverted_pulls(body: str, *, repository: str = "") -> tuple[int, ...]:
    """The pull requests that GitHub's own «Reverts owner/name#12» names."""
    return numbers_after(body, re.compile(_REVERTED), repository) if "Reverts" in body else ()


def is_squash_of_many(message: str) -> bool:
    """Whether it lists the messages of several commits, as GitHub does when it squashes them."""
    return "\n* " in message and "\n\n* " in message.removeprefix(first_line(message))
