"""The session over HTTP: who asks, how that was proved, and what he may do."""

from dataclasses import dataclass
from datetime import datetime

from marshmallow import fields, validate

from domain.deed import EVERYWHERE
from projections.directory import Holding, directory_of
from service.api.asked import Parameters, asked_as
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.shapes import shape
from service.api.sight import sees
from service.api.traces import trace
from service.ledger import Ledger, unknown


@asked_as
class Where:
    repository: str = ""


class WhereQuery(Parameters):
    value = Where

    repository = fields.String(
        validate=validate.Length(max=300),
        metadata={"description": "Tell the roles in this one, as owner/name; else in all of them."},
    )


@dataclass(frozen=True, slots=True)
class Session:
    """`person` is how decisions name the caller; empty where nobody said who he is.

    `means`      what proved it: `session:github`, `token:7`;
    `scopes`     what that opens at most;
    `proved_at`  when the person last showed a password or key, where that is known;
    `expires`    until when it is good; null where it has no end;
    `granted`    whether anybody has a role there: where nobody has, the scopes decide alone;
    `roles`      those of the caller there, each in one environment, or in all where it is empty.
    """

    person: str
    name: str
    means: str
    channel: str
    scopes: frozenset[str]
    proved_at: datetime | None
    expires: datetime | None
    repository: str
    granted: bool
    roles: tuple[Holding, ...]


def blueprint(ledger: Ledger, guard: Guard) -> Questions:
    questions = Questions("session", guard, description="Who asks, and what he may do.")

    @questions.ask("/session", WhereQuery, shape(Session))
    def who_am_i(asked: Where) -> Session:
        """Who the caller is, how that was proved, until when, and his roles."""
        return session_of(ledger, asked.repository)

    return questions


def session_of(ledger: Ledger, repository: str = "") -> Session:
    """The caller of this request; raises `NotFound` for a repository that he may not know of."""
    asker = trace().asker
    with ledger.stand() as stand:
        stream = ledger.resolve(stand, repository) if repository else EVERYWHERE
        view = ledger.view(stand, stream)
        if repository and not sees(view):
            raise unknown(repository)
        directory = directory_of(view)
    return Session(
        person=asker.key if asker else "",
        name=asker.name if asker else "",
        means=asker.means if asker else "",
        channel=asker.channel if asker else "",
        scopes=asker.scopes if asker else frozenset(),
        proved_at=asker.proved_at if asker else None,
        expires=asker.expires if asker else None,
        repository=repository,
        granted=directory.granted,
        roles=directory.held(asker.key) if asker else (),
    )
