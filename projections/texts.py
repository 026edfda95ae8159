"""The texts of commits: who wrote each, when, what its message says, and which paths it touched."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from domain.commit import Authorship, CommitMade, CommitPushed, CommitTouched
from domain.fact import Told, encode_key
from domain.message import below_title, first_line


class Text(Struct, frozen=True):
    """What is known of a commit; of one only pushed, what it follows stands for its parents.

    `at` is when it was committed; `touched` is None where nobody told.
    """

    sha: str
    authorship: Authorship
    at: datetime
    parents: tuple[str, ...]
    pushed: bool
    position: int
    title: str
    touched: tuple[str, ...] | None

    @property
    def body(self) -> str:
        """What follows the title."""
        return below_title(self.authorship.message)


def texts_of(told: Iterable[Told]) -> dict[str, Text]:
    """By SHA; a clone tells more than a push, and of two that differ the earlier counts."""
    made: dict[str, Told] = {}
    pushed: dict[str, Told] = {}
    touched: dict[str, tuple[str, ...]] = {}
    for one in told:
        fact = one.fact
        if isinstance(fact, CommitMade):
            made[fact.sha] = _first(made.get(fact.sha), one)
        elif isinstance(fact, CommitPushed):
            pushed[fact.sha] = _first(pushed.get(fact.sha), one)
            if fact.touched is not None:
                touched[fact.sha] = max(touched.get(fact.sha, ()), fact.touched)
        elif isinstance(fact, CommitTouched):
            touched[fact.sha] = max(touched.get(fact.sha, ()), fact.paths)
    texts = {sha: _text(one, touched.get(sha)) for sha, one in made.items()}
    texts.update(
        (sha, _text(one, touched.get(sha))) for sha, one in pushed.items() if sha not in texts
    )
    return texts


def _first(known: Told | None, one: Told) -> Told:
    return one if known is None else min(known, one, key=_order)


def _order(one: Told) -> tuple[bool, datetime, bytes, int]:
    """A push that tells what a commit follows goes before one that does not."""
    follows = not isinstance(one.fact, CommitPushed) or one.fact.follows is not None
    return not follows, one.fact.at, encode_key(one.fact), one.position


def _text(told: Told, touched: tuple[str, ...] | None) -> Text:
    position, fact = told
    assert isinstance(fact, CommitMade | CommitPushed)
    wrote, title = fact.authorship, first_line(fact.authorship.message)
    if isinstance(fact, CommitMade):
        return Text(fact.sha, wrote, fact.at, fact.parents, False, position, title, touched)
    parents = (fact.follows,) if fact.follows else ()
    return Text(fact.sha, wrote, fact.at, parents, True, position, title, touched)
