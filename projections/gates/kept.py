"""What people decided at the gates of a release, all of it, with how each of it stands now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain import subject
from domain.gatekeeping import Attachment, Gatekeeping
from projections.case import Case

IN_FORCE, EXPIRED, ANOTHER_COMMIT, WITHDRAWN = "in force", "expired", "another commit", "withdrawn"


class Withdrawal(Struct, frozen=True):
    """Somebody took it back."""

    by: str
    at: datetime
    reason: str
    position: int


class SignOff(Struct, frozen=True):
    """Somebody answered for a commit; `state` is in force, another commit, or withdrawn."""

    number: int
    gate: str
    outcome: str
    sha: str
    by: str
    name: str
    at: datetime
    reason: str
    attachments: tuple[Attachment, ...]
    state: str
    position: int
    withdrawn: Withdrawal | None = None
    proved_at: datetime | None = None


class Waiver(Struct, frozen=True):
    """Somebody let the release pass unmet; `state` is one of the four above."""

    number: int
    gate: str
    environment: str
    sha: str
    expires_at: datetime | None
    by: str
    name: str
    at: datetime
    reason: str
    state: str
    position: int
    withdrawn: Withdrawal | None = None

    @property
    def ends(self) -> str:
        """When it ends, in words."""
        until = f"until {self.expires_at:%Y-%m-%d %H:%M} UTC" if self.expires_at else ""
        return " and ".join(filter(None, (until, f"for {self.sha[:10]}" if self.sha else "")))


class Denial(Struct, frozen=True):
    """Somebody tried, and was refused for the reason."""

    gate: str
    what: str
    by: str
    at: datetime
    reason: str
    position: int


class Kept(Struct, frozen=True):
    """In the order in which it was decided; nothing is ever left out."""

    sign_offs: tuple[SignOff, ...]
    waivers: tuple[Waiver, ...]
    denials: tuple[Denial, ...]

    def standing(self, gate: str) -> Iterable[SignOff]:
        """The last word of each person on the commit of now."""
        last = {one.by: one for one in self.sign_offs if one.gate == gate and one.state == IN_FORCE}
        return last.values()

    def waiver(self, gate: str, environment: str) -> Waiver | None:
        """The one in force, the last of several."""
        here = ("", environment.casefold())
        found = [
            one
            for one in self.waivers
            if one.gate == gate and one.state == IN_FORCE and one.environment.casefold() in here
        ]
        return found[-1] if found else None


def kept_of(case: Case) -> Kept:
    """At the case's moment and commit."""
    sign_offs: dict[int, SignOff] = {}
    waivers: dict[int, Waiver] = {}
    denials: list[Denial] = []
    for position, made in case.view.decisions(subject.tag(case.release)):
        match made:
            case Gatekeeping.SignedOff():
                sign_offs[made.number] = _sign_off(case, position, made)
            case Gatekeeping.Waived():
                waivers[made.number] = _waiver(case, position, made)
            case Gatekeeping.SignOffWithdrawn():
                _withdraw(sign_offs, position, made)
            case Gatekeeping.WaiverWithdrawn():
                _withdraw(waivers, position, made)
            case Gatekeeping.Denied():
                said = made.gate, made.what, made.by, made.at, made.reason, position
                denials.append(Denial(*said))
    return Kept(tuple(sign_offs.values()), tuple(waivers.values()), tuple(denials))


def _sign_off(case: Case, position: int, made: Any) -> SignOff:
    return SignOff(
        number=made.number,
        gate=made.gate,
        outcome=made.outcome,
        sha=made.sha,
        by=made.by,
        name=made.name,
        at=made.at,
        reason=made.reason,
        attachments=tuple(Attachment(**one) for one in made.attachments),
        state=IN_FORCE if made.sha == case.sha else ANOTHER_COMMIT,
        position=position,
        proved_at=made.proved,
    )


def _waiver(case: Case, position: int, made: Any) -> Waiver:
    state = IN_FORCE
    if made.sha and made.sha != case.sha:
        state = ANOTHER_COMMIT
    elif made.expires_at is not None and made.expires_at <= case.now:
        state = EXPIRED
    return Waiver(
        number=made.number,
        gate=made.gate,
        environment=made.environment,
        sha=made.sha,
        expires_at=made.expires_at,
        by=made.by,
        name=made.name,
        at=made.at,
        reason=made.reason,
        state=state,
        position=position,
    )


def _withdraw(known: dict[int, Any], position: int, made: Any) -> None:
    # As of a moment the withdrawal may be known and what it takes back not, by a clock that is off.
    if made.number in known:
        back = Withdrawal(made.by, made.at, made.reason, position)
        known[made.number] = replace(known[made.number], state=WITHDRAWN, withdrawn=back)
