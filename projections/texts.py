"""The texts of commits: who wrote each, when, and what its message says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.commit import Authorship, CommitMade, CommitPushed
from domain.fact import Told
from projections.fold import in_order


@dataclass(frozen=True, slots=True)
class Text:
    """What is known of a commit; of one only pushed, what it follows stands for its parents.

    `at` is when it was committed.
    """

    sha: str
    authorship: Authorship
    at: datetime
    parents: tuple[str, ...]
    pushed: bool
    position: int

    @property
    def title(self) -> str:
        return self.authorship.message.lstrip("\n").partition("\n")[0].strip()

    @property
    def body(self) -> str:
        return self.authorship.message.lstrip("\n").partition("\n")[2].strip()


def texts_of(told: Iterable[Told]) -> dict[str, Text]:
    """By SHA; a clone tells more than a push."""
    texts: dict[str, Text] = {}
    for position, fact in in_order(told):
        if isinstance(fact, CommitMade):
            known = texts.get(fact.sha)
            if known is None or known.pushed:
                texts[fact.sha] = Text(
                    fact.sha, fact.authorship, fact.at, fact.parents, False, position
                )
        elif isinstance(fact, CommitPushed):
            known = texts.get(fact.sha)
            if known is None or (known.pushed and not known.parents):
                parents = (fact.follows,) if fact.follows else ()
                texts[fact.sha] = Text(fact.sha, fact.authorship, fact.at, parents, True, position)
    return texts
