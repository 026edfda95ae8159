"""A tag: a name that should stay on its commit, and sometimes does not."""

from domain import subject
from domain.fact import Fact, Name, Sha


class TagFact(Fact, frozen=True, kw_only=True):
    name: Name

    def about(self) -> tuple[str, ...]:
        return (subject.tag(self.name),)


class TagCut(TagFact, frozen=True, kw_only=True, tag="tag.cut.1"):
    """A tag that did not exist now names a commit.

    `object` is the tag object of an annotated tag, and the commit itself of a lightweight one: it
    is what a later `before` refers to.
    """

    sha: Sha
    object: Sha

    def about(self) -> tuple[str, ...]:
        return subject.tag(self.name), subject.commit(self.sha)


class TagMoved(TagFact, frozen=True, kw_only=True, tag="tag.moved.1"):
    """A tag that named one commit now names another. `before` is its former object."""

    before: Sha
    sha: Sha
    object: Sha

    def about(self) -> tuple[str, ...]:
        return subject.tag(self.name), subject.commit(self.sha)


class TagDeleted(TagFact, frozen=True, kw_only=True, tag="tag.deleted.1"):
    """The name is gone; what it named may well be in use."""

    before: Sha | None = None  # a `delete` event tells no commit


class TagAnnounced(TagFact, frozen=True, kw_only=True, tag="tag.announced.1"):
    """GitHub told of a new tag and not of its commit."""
