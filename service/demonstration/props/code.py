"""Props about code: a push, and all names and commits that there are so far."""

from msgspec import Struct, field

from service.demonstration.git import NOWHERE, Commit
from service.demonstration.props.proposals import Pull
from service.demonstration.props.shipping import Release


class Push(Struct, frozen=True, kw_only=True):
    """A ref moves. `after` is a tag object where the tag is annotated, else the head's own SHA."""

    ref: str
    before: str = NOWHERE
    after: str = NOWHERE
    head: Commit | None = None
    commits: tuple[Commit, ...] = ()
    forced: bool = False


class Shelf(Struct):
    """What a repository has so far."""

    branches: dict[str, Commit] = field(default_factory=dict)
    tags: dict[str, Commit] = field(default_factory=dict)
    tag_objects: dict[str, str] = field(default_factory=dict)
    commits: dict[str, Commit] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    merged: list[Pull] = field(default_factory=list)  # since the last release
