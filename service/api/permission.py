"""Permission: whether the caller may do a deed to this repository, or to one environment of it."""

from domain.deed import EVERYWHERE
from domain.directory import allows
from projections.directory import directory_of
from projections.view import View
from service.api.errors import Forbidden
from service.api.traces import trace
from service.ledger import Ledger


def prove(view: View, deed: str, environment: str = "") -> None:
    """Raise `Forbidden` where no role of the caller allows the deed here.

    Where nobody has a role in the repository its scopes alone decide, which were proved before.
    """
    asker = trace().asker
    if asker is None:
        raise Forbidden("Decisions have a name under them: send a token, or log in first.")
    directory = directory_of(view)
    if not directory.granted:
        return
    roles = directory.roles(asker.key, environment)
    if not allows(roles, deed):
        has = ", ".join(sorted(roles)) or "no role"
        where = f" in {environment}" if environment else ""
        raise Forbidden(
            f"{asker.key} has {has} here{where}, and none that may {deed.replace('_', ' ')}:"
            " ask an administrator of the directory, or edit `roles:` in .shipledger.yml."
        )


def prove_everywhere(ledger: Ledger) -> None:
    """Raise `Forbidden` where the caller may not decide about the installation itself."""
    with ledger.look(EVERYWHERE) as view:
        prove(view, "administer")
