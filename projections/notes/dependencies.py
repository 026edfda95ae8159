"""Dependencies: the updates of one dependency, however many changes they took, as one line."""

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from domain.scheme import rank

_PREFIX = re.compile(r"(?:[a-z]+(?:\([^()]*\))?!?:\s*)?(?:\[[^\]]{1,40}\]\s*)?", re.IGNORECASE)
# «Bump foo from 1.0 to 1.1 in /web», «Update dependency foo to v2», «Upgrade @a/b from 1 to 2».
_UPDATE = re.compile(
    r"(?:bumps?|updates?|upgrades?)\s+(?P<kind>dependency\s+|module\s+|package\s+|plugin\s+)?"
    r"(?P<name>[^\s,]{1,200})(?:\s+(?P<action>action|digest|docker tag|docker digest|requirement))?"
    r"(?:\s+from\s+(?P<before>[^\s]{1,80}))?\s+to\s+(?P<after>[^\s]{1,80})"
    r"(?:\s+in\s+(?P<place>/[^\s]{0,200}))?(?P<security>\s+\[security\])?\s*",
    re.IGNORECASE,
)
_RANGE = re.compile(r"[\^~<>=|*]")


class Update(Struct, frozen=True):
    """One dependency in one place, from a version (where it was told) to another."""

    name: str
    before: str
    after: str
    place: str
    security: bool


@lru_cache(maxsize=8192)
def update(title: str) -> Update | None:
    """What a title says in the words of Dependabot or Renovate; None where it says anything else.

    The group of several («Bump the x group with 3 updates») says no versions, and is none.
    """
    lower = title.lower()
    if " to " not in lower or not ("bump" in lower or "upd" in lower or "upgr" in lower):
        return None
    prefix = _PREFIX.match(title)
    found = _UPDATE.fullmatch(title, prefix.end() if prefix else 0)
    if found is None or not _is_version(found["after"]):
        return None
    # «Update docs to v2» may be of anything: without a version from which, the title must say that
    # it is of a dependency.
    if not (found["before"] or found["kind"] or found["action"] or "deps" in lower):
        return None
    if found["before"] and not _is_version(found["before"]):
        return None
    return Update(
        name=found["name"].strip("`"),
        before=_plain(found["before"] or ""),
        after=_plain(found["after"]),
        place=found["place"] or "",
        security=bool(found["security"]) or "[security]" in title[: found.start()].lower(),
    )


def _is_version(text: str) -> bool:
    plain = _plain(text)
    return (
        rank(plain) is not None or plain.isdigit() or bool(re.fullmatch(r"[0-9a-f]{7,40}", plain))
    )


def _plain(text: str) -> str:
    """«v2» and «`2.0`» name the version 2; a range of versions is none."""
    return text.strip("`").removeprefix("v").removeprefix("V")


def folded(updates: Iterable[Update]) -> tuple[str, str] | None:
    """The first version and the last of several updates of one dependency; None where in doubt.

    They must lead from one to the next: each begins where another ended, or between the ends.
    """
    told = list(updates)
    ranks = {text: rank(text) for one in told for text in (one.before, one.after) if text}
    if len(told) < 2 or any(_RANGE.search(text) or found is None for text, found in ranks.items()):
        return None
    order = {text: found.precedence for text, found in ranks.items() if found is not None}
    steps = sorted((order[one.before], order[one.after]) for one in told if one.before)
    if any(before > after for before, after in steps) or not _lead_on(steps):
        return None
    befores = [one.before for one in told if one.before]
    first = min(befores, key=lambda text: order[text]) if befores else ""
    return first, max((one.after for one in told), key=lambda text: order[text])


def _lead_on(steps: list[tuple[bytes, bytes]]) -> bool:
    """Whether each step begins where an earlier one ended, or before that."""
    reached = steps[0][1] if steps else b""
    for before, after in steps:
        if before > reached:
            return False
        reached = max(reached, after)
    return True
