"""A claim: one change of a range says that it takes something back, by id, number or title."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from domain.reversal import is_squash_of_many, reversal, reverted_pulls
from projections.brought import Brought
from projections.texts import Text

SHA, NUMBER, TITLE = "sha", "number", "title"


class Claim(Struct, frozen=True):
    """The commit `by` of the change `key` says so; `weight` is less, the surer the wording is.

    `whole` is true where all that the commit does is to take something back.
    """

    by: str
    key: str
    how: str
    named: str
    weight: int
    whole: bool
    inferred: str = ""


def claims(one: Brought, texts: Mapping[str, Text], repository: str) -> Iterator[Claim]:
    """All claims of a change: of its commits by their messages, of a pull request by its words."""
    for sha in one.commits:
        text = texts.get(sha)
        if text is not None and _may_claim(text.authorship.message):
            yield from _of_commit(text, one.key, repository)
    if one.match is not None and (_may_claim(one.title) or _may_claim(_body(one))):
        yield from _of_pull(one, repository)


def _may_claim(message: str) -> bool:
    return "evert" in message or "eapply" in message


def _body(one: Brought) -> str:
    return one.state.pull.body if one.state else ""


def _of_commit(text: Text, key: str, repository: str) -> Iterator[Claim]:
    message = text.authorship.message
    said = reversal(text.title, repository=repository)
    whole = said.whole or not is_squash_of_many(message)
    for sha in text.authorship.reverts:
        yield Claim(text.sha, key, SHA, sha, 0, whole)
    for number in reverted_pulls(message, repository=repository):
        yield Claim(text.sha, key, NUMBER, f"#{number}", 1, whole)
    yield from _by_title(text.sha, key, text.title, repository)


def _of_pull(one: Brought, repository: str) -> Iterator[Claim]:
    """By its own title and description; what its commits say is heard from them."""
    title = one.title
    yield from _by_title(one.sha, one.key, title, repository)
    for number in reverted_pulls(_body(one), repository=repository):
        whole = reversal(title, repository=repository).whole
        yield Claim(one.sha, one.key, NUMBER, f"#{number}", 1, whole)


def _by_title(sha: str, key: str, title: str, repository: str) -> Iterator[Claim]:
    said = reversal(title, repository=repository)
    for number in said.numbers:
        yield Claim(sha, key, NUMBER, f"#{number}", 2, said.whole, "only its title says so")
    if said.title:
        why = "only its title says so, and names the other by its title"
        yield Claim(sha, key, TITLE, said.title, 3, said.whole, why)
