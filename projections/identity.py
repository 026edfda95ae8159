"""What a repository is called, where it is found, and which branch it is about."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from domain import subject
from domain.errors import NotFound
from domain.fact import Fact, Told
from domain.repository import (
    DefaultBranchChanged,
    RepositoryNamed,
    RepositoryRenamed,
    RepositoryTransferred,
)
from projections.fold import in_order
from projections.view import View


class Called(Struct, frozen=True):
    """A name of the repository, and when it was first told to bear it."""

    name: str
    since: datetime
    why: str  # named, renamed, transferred
    position: int


class Identity(Struct, frozen=True):
    """`names` are all that it ever bore, the last one last."""

    names: tuple[Called, ...]
    forge: str
    forge_id: str
    default_branch: str
    private: bool
    url: str

    @property
    def name(self) -> str:
        """What it is called now."""
        return self.names[-1].name


def identity(view: View) -> Identity:
    """That of the view's repository; `NotFound` where nothing tells what it is."""
    return identity_of(in_order(view.about(subject.IDENTITY)))


def identity_of(told: Sequence[Told]) -> Identity:
    """The same out of the facts of `subject.IDENTITY`, in the order of their time."""
    names = tuple(_names(told))
    if not names:
        raise NotFound("no fact names this repository: send its webhooks, or import it")
    facts = [one.fact for one in told]
    named = [fact for fact in facts if isinstance(fact, RepositoryNamed)]
    last = named[-1] if named else None
    return Identity(
        names=names,
        forge=last.forge if last else "",
        forge_id=last.forge_id if last else "",
        default_branch=_default_branch(facts),
        private=last.private if last else False,
        url=last.url if last else "",
    )


_NAMING: dict[type[Fact], str] = {
    RepositoryNamed: "named",
    RepositoryRenamed: "renamed",
    RepositoryTransferred: "transferred",
}


def _names(told: Iterable[Told]) -> Iterator[Called]:
    """Every name in its turn; of one moment, a change goes after a mere mention of either name."""
    naming = [one for one in told if type(one.fact) in _NAMING]
    now = ""
    for one in sorted(naming, key=lambda one: (one.fact.at, _NAMING[type(one.fact)] != "named")):
        fact = one.fact
        assert isinstance(fact, RepositoryNamed | RepositoryRenamed | RepositoryTransferred)
        if fact.name != now:
            now = fact.name
            yield Called(now, fact.at, _NAMING[type(fact)], one.position)


def _default_branch(facts: Iterable[Fact]) -> str:
    """The last told; of one moment, a change goes before a mere mention."""
    said: list[tuple[datetime, bool, str]] = []
    for fact in facts:
        if isinstance(fact, RepositoryNamed) and fact.default_branch:
            said.append((fact.at, False, fact.default_branch))
        elif isinstance(fact, DefaultBranchChanged):
            said.append((fact.at, True, fact.branch))
    return max(said)[2] if said else ""
