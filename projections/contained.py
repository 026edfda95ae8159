"""What a range contains: a change for each pull request and lone commit, the issues they close."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from domain import subject
from domain.trailer import trailers
from projections.brought import Brought
from projections.change import Change, Origin
from projections.kept import Recent
from projections.pull_state import issues_of
from projections.reverts import PLAIN, Net
from projections.texts import Text
from projections.view import View
from projections.who import Who, addressed, who

_PUSHED = "the order of a push stands for its parents"


class ClosedIssue(Struct, frozen=True):
    """An issue that the range says it closes; `known` tells whether any fact is about it."""

    number: int
    title: str
    state: str  # open, closed, or empty where not known
    reason: str
    pulls: tuple[int, ...]
    commits: tuple[str, ...]
    known: bool
    positions: tuple[int, ...]


class Around(Struct, frozen=True):
    """What is known of a change besides its own words; its releases are by any of its commits."""

    net: Net = PLAIN
    origin: Origin | None = None
    releases: tuple[str, ...] = ()


class Made:
    """The changes of several ranges: one that is the same in the next is not made anew."""

    def __init__(self) -> None:
        self._made: Recent[str, tuple[Brought, Around, Change]] = Recent()

    def change(self, one: Brought, texts: Mapping[str, Text], around: Around) -> Change:
        """See `change_of`; nothing but its arguments tells two of one key apart."""
        known = self._made.get(one.key)
        if known is not None and known[0] == one and known[1] == around:
            return known[2]
        made = change_of(one, texts, around)
        self._made.put(one.key, (one, around, made))
        return made


def change_of(one: Brought, texts: Mapping[str, Text], around: Around) -> Change:
    """The whole of it, for an answer."""
    text = one.text
    if text is None:
        return _untold(one, around)
    state, match, wrote = one.state, one.match, text.authorship
    pull = state.pull if state else None
    is_merge = len(text.parents) > 1
    author = pull.author if pull else None if match and is_merge else wrote.author
    said = [text] if len(one.commits) == 1 else [texts[sha] for sha in one.commits]
    return Change(
        key=one.key,
        number=one.number,
        sha=one.sha,
        title=one.title,
        body=pull.body if pull else "" if match else text.body,
        message=wrote.message,
        author=who(author),
        co_authors=_co_authors(said),
        base=pull.base if pull else "",
        head=pull.head if pull else "",
        labels=pull.labels if pull else (),
        milestone=pull.milestone if pull else "",
        closes=pull.closes if pull else wrote.closes,
        at=(state and state.merged_at) or text.at,
        authored_at=wrote.authored_at,
        merged_at=state.merged_at if state else None,
        merged_by=state.merged_by if state else None,
        commits=one.commits,
        how=match.how if match else "",
        inferred=match.inferred if match else _PUSHED if one.inferred else "",
        known=match is None or pull is not None,
        merge=match is None and is_merge,
        also_as=_also_as(said),
        origin=around.origin,
        reverts=around.net.reverts,
        reverted_by=around.net.reverted_by,
        net=around.net.net,
        net_why=around.net.why,
        releases=around.releases,
        touched=_touched(said),
        reviews=state.reviews if state else (),
        positions=(
            tuple(sorted({text.position, *one.state.positions})) if one.state else (text.position,)
        ),
    )


def _touched(said: Sequence[Text]) -> tuple[str, ...] | None:
    """What merges touch, their commits do. None where of one nobody told."""
    if len(said) == 1:
        return said[0].touched
    plain = [text.touched for text in said if len(text.parents) < 2]
    if not plain or None in plain:
        return None
    return tuple(sorted({path for some in plain for path in some or ()}))


def _also_as(said: Sequence[Text]) -> tuple[str, ...]:
    if len(said) == 1:
        return said[0].authorship.picked_from
    return tuple(dict.fromkeys(sha for text in said for sha in text.authorship.picked_from))


def _co_authors(said: Iterable[Text]) -> tuple[Who, ...]:
    found: dict[Who, None] = {}
    for text in said:
        message = text.authorship.message
        if "uthored-by:" in message or "uthored-By:" in message:
            found.update(dict.fromkeys(map(_co_author, _named(message))))
    return tuple(found)


def _named(message: str) -> Iterator[str]:
    return (one.value for one in trailers(message) if one.token.lower() == "co-authored-by")


def _co_author(named: str) -> Who:
    name, _, address = named.partition("<")
    return addressed(name.strip(), address.partition(">")[0])


def _untold(one: Brought, around: Around) -> Change:
    """A commit whose words nobody told by the moment asked about."""
    return Change(
        key=one.key,
        number=None,
        sha=one.sha,
        title="",
        body="",
        message="",
        author=None,
        co_authors=(),
        base="",
        head="",
        labels=(),
        milestone="",
        closes=(),
        at=None,
        authored_at=None,
        merged_at=None,
        merged_by=None,
        commits=one.commits,
        how="",
        inferred=_PUSHED if one.inferred else "",
        known=True,
        merge=False,
        also_as=(),
        origin=None,
        reverts=(),
        reverted_by=around.net.reverted_by,
        net=around.net.net,
        net_why=around.net.why,
        releases=around.releases,
        touched=None,
        reviews=(),
        positions=(one.position,),
    )


def closed_issues(
    view: View, pulls: Iterable[Change], texts: Mapping[str, Text]
) -> tuple[ClosedIssue, ...]:
    by_pulls: dict[int, list[int]] = defaultdict(list)
    by_commits: dict[int, list[str]] = defaultdict(list)
    closing = ((one, pull.number) for pull in pulls for one in pull.closes if pull.number)
    for number, by in closing:
        by_pulls[number].append(by)
    for sha, text in texts.items():
        for number in text.authorship.closes:
            by_commits[number].append(sha)
    numbers = sorted(by_pulls.keys() | by_commits.keys())
    known = issues_of(view.about(*map(subject.issue, numbers)))
    return tuple(
        ClosedIssue(
            number=number,
            title=state.title if (state := known.get(number)) else "",
            state=state.state if state else "",
            reason=state.reason if state else "",
            pulls=tuple(sorted(by_pulls[number])),
            commits=tuple(sorted(by_commits[number])),
            known=state is not None,
            positions=state.positions if state else (),
        )
        for number in numbers
    )
