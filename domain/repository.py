"""A repository: known by its forge's number, called by names that change."""

from uuid import NAMESPACE_URL, UUID, uuid5

from domain import subject
from domain.fact import Fact, Name


def stream_of(forge: str, id_: str) -> UUID:
    """The stream of all facts of one repository: `("github", "42")`, `("git", "local/app")`."""
    return uuid5(NAMESPACE_URL, f"shipledger:/{forge}/{id_}")


class RepositoryFact(Fact, frozen=True, kw_only=True):
    """Something about the repository itself."""

    def about(self) -> tuple[str, ...]:
        return (subject.IDENTITY,)


class RepositoryNamed(RepositoryFact, frozen=True, kw_only=True, tag="repository.named.1"):
    """A source called the repository so, and described it so."""

    name: Name  # owner/name
    forge: str  # github, git
    forge_id: str
    default_branch: str = ""
    private: bool = False
    url: str = ""


class RepositoryRenamed(RepositoryFact, frozen=True, kw_only=True, tag="repository.renamed.1"):
    """It is called `name` now, and was called `before`."""

    before: Name
    name: Name


class RepositoryTransferred(
    RepositoryFact, frozen=True, kw_only=True, tag="repository.transferred.1"
):
    """It belongs to another owner now, under `name`."""

    before: str  # the former owner
    name: Name


class DefaultBranchChanged(
    RepositoryFact, frozen=True, kw_only=True, tag="repository.default_branch_changed.1"
):
    """Changes go to `branch` by default now, and went to `before`."""

    before: str
    branch: Name


class RepositoryArchived(RepositoryFact, frozen=True, kw_only=True, tag="repository.archived.1"):
    """It can still be read, and no longer changed."""


class RepositoryUnarchived(
    RepositoryFact, frozen=True, kw_only=True, tag="repository.unarchived.1"
):
    """It can be changed again."""


class RepositoryDeleted(RepositoryFact, frozen=True, kw_only=True, tag="repository.deleted.1"):
    """It is gone from its forge; what we know of it stays."""


class RepositoryConnected(RepositoryFact, frozen=True, kw_only=True, tag="repository.connected.1"):
    """An installation of the GitHub App gained access to it."""

    installation: int


class RepositoryDisconnected(
    RepositoryFact, frozen=True, kw_only=True, tag="repository.disconnected.1"
):
    """An installation of the GitHub App lost access to it."""

    installation: int
