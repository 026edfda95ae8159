"""An installation of the GitHub App: on whose behalf GitHub speaks to us, in its own stream."""

from domain.fact import Fact

INSTALLATION = "installation"


class InstallationFact(Fact, frozen=True, kw_only=True):
    installation: int
    account: str
    selection: str = ""  # all, selected
    permissions: tuple[tuple[str, str], ...] = ()
    events: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()

    def about(self) -> tuple[str, ...]:
        return (INSTALLATION,)


class InstallationAdded(InstallationFact, frozen=True, kw_only=True, tag="installation.added.1"):
    """An account installed the App."""


class InstallationRemoved(
    InstallationFact, frozen=True, kw_only=True, tag="installation.removed.1"
):
    """The account took the App away."""


class InstallationSuspended(
    InstallationFact, frozen=True, kw_only=True, tag="installation.suspended.1"
):
    """GitHub stays silent about it until it is resumed."""


class InstallationResumed(
    InstallationFact, frozen=True, kw_only=True, tag="installation.resumed.1"
):
    """GitHub's `unsuspend`."""


class PermissionsAccepted(
    InstallationFact, frozen=True, kw_only=True, tag="installation.permissions_accepted.1"
):
    """The account granted what the App newly asked for."""


class RepositoriesChanged(
    InstallationFact, frozen=True, kw_only=True, tag="installation.repositories_changed.1"
):
    """Repositories were added to it or taken from it."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
