"""A view: the facts of one repository up to a position and a moment, as questions see them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from msgspec import Struct

from domain.fact import Told
from projections.who import Who

# Whoever has more commits than these has one in every later history, or else we do not say.
FIRST_COMMITS = 8

# No view needs them: a clone has neither edits nor decisions, and is to be there at once.
if TYPE_CHECKING:
    from projections.notes.edits import Notebook
    from projections.recorded import Recorded
    from projections.tag_state import TagState


class Member(Struct, frozen=True, gc=False):
    """A commit in a range. `position` is the fact that told its parents, to be read for its text.

    `inferred` is true where the order of a push stood in for the parents.
    """

    sha: str
    position: int
    inferred: bool


class Range(Struct, frozen=True):
    """The commits reachable from a head and not from a base, children before parents.

    `missing` are commits that are named as parents or ends and not known themselves: where it is
    not empty, the range may lack their history. `diverged` is true where the base itself is not
    reachable from the head, so that the two lie on different lines.
    """

    commits: tuple[Member, ...]
    missing: frozenset[str] = frozenset()
    diverged: bool = False


class Commits(Protocol):
    """The commit graph, as it was known at the view's position.

    A commit's parents are part of what it is, so the graph does not depend on `as_at`.
    """

    def between(self, base: str | None, head: str) -> Range:
        """What `git rev-list base..head` lists; with no base, all that the head reaches."""

    def heads_containing(self, sha: str, heads: Collection[str]) -> frozenset[str]:
        """Those of the heads from which the commit is reachable."""

    def containing(
        self, shas: Collection[str], heads: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        """The same for many commits at once, at a cost that follows the answer."""

    def is_ancestor(self, sha: str, head: str) -> bool:
        """Whether the commit is the head, or reachable from it."""

    def expand(self, prefix: str) -> str | None:
        """The one known commit whose SHA begins so; None where there is none, or more than one."""


class Names(Protocol):
    """The index of tag and release names ever told, in version order: candidates, to be checked
    against their own facts, since a name may be gone, or not yet be cut, at the view's moment.
    """

    def below(self, component: str, key: bytes) -> Iterator[str]:
        """Names of the component with a lower sort key, highest first, read in small pages."""

    def above(self, component: str, key: bytes) -> Iterator[str]:
        """Names of the component with a higher sort key, lowest first, read in small pages."""

    def page(
        self, component: str | None, *, after: tuple[bytes, str] | None, limit: int
    ) -> list[tuple[bytes, str]]:
        """(sort key, name), highest first in a component; `after` is the last one before."""

    def components(self) -> list[str]:
        """The components that have at least one name; `""` is the repository as a whole."""

    def all(self) -> list[str]:
        """Every name."""


class Tags(Protocol):
    """The tags as they stand at the view's position and moment."""

    def of(self, names: Iterable[str]) -> Iterator[tuple[str, "TagState | None"]]:
        """Each name with its tag, or None where none was ever told; read lazily, each once."""

    @property
    def heads(self) -> frozenset[str]:
        """The commits of all tags that stand."""

    def on(self, heads: frozenset[str]) -> tuple[str, ...]:
        """Those that stand on some of the heads, in version order; found out once for each set."""


class Authors(Protocol):
    """Who wrote the first of all commits, as it was known at the view's position."""

    def first_commits(self, people: Collection[Who]) -> Mapping[Who, tuple[str, ...]]:
        """Of each person the earliest commits, by their own dates, the first of all first.

        They are at most `FIRST_COMMITS`; whoever has fewer has no others.
        """


class View(Protocol):
    """What a question may ask of the world."""

    position: int  # nothing later is seen
    as_at: datetime | None  # nothing that happened after it is seen
    has_forge: bool  # whether anybody may have told of pull requests and issues, as git does not
    commits: Commits
    names: Names
    tags: Tags
    authors: Authors

    @property
    def stream(self) -> UUID:
        """Whose facts these are."""

    def about(self, *subjects: str) -> list[Told]:
        """All facts about any of the subjects, each once, by position."""

    def at(self, positions: Collection[int]) -> list[Told]:
        """The facts at these positions, by position, whatever they are about."""

    def everything(self) -> Iterator[Told]:
        """All facts of the repository in their order, read piece by piece: for whole folds."""

    def notebook(self) -> "Notebook":
        """What people decided about the repository's notes, up to the position and the moment."""

    def decisions(self, *subjects: str, stream: UUID | None = None) -> "tuple[Recorded, ...]":
        """What people decided about any of the subjects, each decision once, by position.

        With no subject everything that they decided about the repository's process. `stream` is
        the view's own, or `domain.deed.EVERYWHERE`.
        """

    def decision(self, position: int) -> "Recorded | None":
        """The decision at a position, where it is about the repository's process."""

    def recorded(self, positions: Collection[int]) -> Mapping[int, datetime]:
        """When we knew: the moment at which each position was recorded."""
