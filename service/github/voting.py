"""A vote that was given in a comment: cast once, for the person whom GitHub knows, and told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from domain.deed import Signing
from domain.errors import NotFound, Refused
from domain.fact import Actor
from projections.approvals.judged import Judged
from projections.case import known_case
from projections.directory import directory_of
from service.approving import Approving, NotAsShown, Where
from service.formats.escape import title
from service.ledger import Ledger
from service.notebook import Busy


class Voting:
    """Only for comments whose writer was proved: see `service.github.publishing.answer`."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._approving = Approving(ledger, clock)
        self._clock = clock

    def at(self, stream: UUID) -> Callable[[Mapping[str, Any]], str]:
        """Who votes on releases of a repository."""
        return partial(self._vote, stream)

    def _vote(self, stream: UUID, told: Mapping[str, Any]) -> str:
        """What became of it, in Markdown. Safe to repeat: a comment votes once."""
        vote, request = told["vote"], f"comment {told['comment']}"
        where = Where(stream, vote["release"])
        try:
            if not self._is_cast(where, request):
                signing = self._signing(stream, told, request)
                self._approving.vote(where, vote["decision"], signing, digest=vote["digest"])
            return self._told(where, request)
        except (Refused, NotFound, NotAsShown, Busy) as refusal:
            return title(str(refusal))

    def _signing(self, stream: UUID, told: Mapping[str, Any], request: str) -> Signing:
        with self._ledger.look(stream) as view:
            key = directory_of(view).key_of(Actor(told["name"], told["account"]))
        return Signing(
            by=key,
            at=self._clock(),
            reason=told["vote"]["reason"],
            name=told["name"],
            means="comment",
            channel="github",
            request=request,
        )

    def _is_cast(self, where: Where, request: str) -> bool:
        with self._ledger.look(where.stream) as view:
            judged = Judged(known_case(view, where.release, "", self._clock()))
            return any(vote.request == request for vote in judged.votes)

    def _told(self, where: Where, request: str) -> str:
        with self._ledger.look(where.stream) as view:
            answer = Judged(known_case(view, where.release, "", self._clock())).answer()
        mine = next((vote for vote in answer.votes if vote.request == request), None)
        said = f"Recorded: {mine.by}, {mine.decision}." if mine else "That stood already."
        return title(f"{said} {where.release} is {answer.state.replace('_', ' ')}. {answer.why}")
