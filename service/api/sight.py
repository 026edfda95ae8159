"""Sight: which repositories the caller may know of; of the others he hears that there are none."""

from uuid import UUID

from domain.errors import NotFound, Refused
from projections.directory import directory_of
from projections.view import View
from service.api.caller import Caller
from service.api.traces import trace
from service.ledger import Ledger, Stand


def sees(view: View) -> bool:
    """Whether the caller may read the repository, of which this is the view of now.

    Where anybody has a role in it one must have some role there, in whichever environment.
    """
    if trace().open:
        return True
    asker = trace().asker
    return asker is not None and _has_a_role(asker, view)


def _has_a_role(asker: Caller, view: View) -> bool:
    directory = directory_of(view)
    return not directory.granted or bool(directory.roles(asker.key, None))


def tells(ledger: Ledger, stand: Stand, stream: UUID) -> bool:
    """Whether the caller may tell events of the repository: a program, or who has a role there.

    What is told can meet a gate, so it is not enough that everybody may read.
    """
    asker = trace().asker
    if asker is None:
        return False
    return asker.key == asker.means or _has_a_role(asker, ledger.view(stand, stream))


def prove_sees_after(view: View) -> None:
    """Raise `Refused` where the caller would lose sight of the repository that is supposed."""
    if not sees(view):
        raise Refused(
            "By this file you would have no role in the repository, and not see it any more: name"
            " yourself in its `roles:`, or let somebody upload it who stays."
        )


def sees_stream(ledger: Ledger, stand: Stand, stream: UUID) -> bool:
    """The same of a repository by its stream."""
    return trace().open or sees(ledger.view(stand, stream))


def prove_sees_all(ledger: Ledger) -> None:
    """Raise `NotFound` where there is a repository that the caller may not read.

    What came in and what went out is of all repositories alike.
    """
    if trace().open:
        return
    with ledger.stand() as stand:
        if not all(sees(ledger.view(stand, stream)) for stream in ledger.streams(stand)):
            raise NotFound(
                "There is nothing here for you: this is for those who may read all repositories."
            )


def own() -> str:
    """What tells the caller's lists from those of others, in the names of answers."""
    asker = trace().asker
    return "" if trace().open or asker is None else f"-{asker.key.encode().hex()}"
