"""Gatekeeping: what people answer for at the gates of one release, and what they waive there."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from eventsourcing.domain import event

from domain.deed import Signing, prove_fresh, reasoned
from domain.edit import LONGEST_NAME, AlreadySo, line
from domain.errors import Refused
from domain.gate import Gate, SignedOff
from domain.of_release import AboutRelease, BegunForRelease, OfRelease

ACCEPTED, REJECTED = "accepted", "rejected"
MOST_ATTACHMENTS: Final = 50
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")


class Attachment(NamedTuple):
    """A document that was looked at: it lies elsewhere, and its digest says that it is the same."""

    name: str
    digest: str
    url: str = ""


class AtGate(AboutRelease):
    """What was decided at a gate of a release. `number` counts sign-offs and waivers apart."""

    gate: str
    number: int


class Gatekeeping(OfRelease):
    """One for each release, by its name. Nothing in it is ever taken out: a withdrawal is added."""

    TOPIC = "gatekeeping"

    class Opened(BegunForRelease):
        TOPIC = "gatekeeping.opened"

    class SignedOff(AtGate):
        TOPIC = "gatekeeping.signed_off"
        sha: str
        outcome: str  # accepted, rejected
        attachments: list[dict[str, str]]

        def apply(self, keeping: "Gatekeeping") -> None:
            keeping.sign_offs[self.number] = (
                self.by,
                (self.gate, self.sha, self.outcome, self.attachments),
            )

    class SignOffWithdrawn(AtGate):
        TOPIC = "gatekeeping.sign_off_withdrawn"

        def apply(self, keeping: "Gatekeeping") -> None:
            keeping.sign_offs[self.number] = None

    class Waived(AtGate):
        TOPIC = "gatekeeping.waived"
        environment: str  # empty for all
        sha: str  # the commit it is bound to; empty for none
        expires_at: datetime | None

        def apply(self, keeping: "Gatekeeping") -> None:
            keeping.waivers[self.number] = (self.gate, self.environment, self.sha, self.expires_at)

    class WaiverWithdrawn(AtGate):
        TOPIC = "gatekeeping.waiver_withdrawn"

        def apply(self, keeping: "Gatekeeping") -> None:
            keeping.waivers[self.number] = None

    class Denied(AtGate):
        """Somebody tried, and a rule said no: `reason` is what he was told."""

        TOPIC = "gatekeeping.denied"
        what: str

        def apply(self, keeping: "Gatekeeping") -> None:
            keeping.denied += 1

    @event(Opened)
    def __init__(self, repository: str, release: str, at: datetime) -> None:
        self.repository = repository
        self.release = release
        self.at = at
        # By number: who, and what was answered for; None once it was withdrawn.
        self.sign_offs: dict[int, tuple[str, tuple[object, ...]] | None] = {}
        self.waivers: dict[int, tuple[str, str, str, datetime | None] | None] = {}
        self.denied = 0

    # -- signing off ------------------------------------------------------------------------------

    def sign_off(  # noqa: PLR0913, PLR0917 - what a sign-off says
        self,
        gate: Gate,
        sha: str,
        outcome: str,
        attachments: Iterable[Attachment],
        among: frozenset[str] | None,
        sign: Signing,
    ) -> None:
        """Answer for the commit at the gate, for better or for worse.

        `among` are those of whom the gate wants one; None where it names nobody.
        """
        if not isinstance(gate.way, SignedOff):
            raise Refused(f"«{gate.name}» is met by {gate.way.METHOD}, and not by a sign-off.")
        if among is not None and sign.by not in among:
            wanted = ", ".join(sorted(among)) or "somebody whom nobody has named yet"
            raise Refused(f"«{gate.name}» is to be signed off by {wanted}, and you are {sign.by}.")
        if outcome not in (ACCEPTED, REJECTED):
            raise Refused(f"Say whether it is {ACCEPTED} or {REJECTED}, and nothing else.")
        shown = [one._asdict() for one in _attached(attachments)]
        if outcome == ACCEPTED and len(shown) < gate.way.attachments:
            raise Refused(
                f"«{gate.name}» wants {gate.way.attachments} attachments, by their digests:"
                f" {len(shown)} were given."
            )
        told = (gate.name, sha, outcome, shown)
        if self._last_of(sign.by, gate.name) == told:
            raise AlreadySo(f"You have {outcome} {sha[:10]} at «{gate.name}» already.")
        prove_fresh(sign, gate.way.proved_within)
        self._decide(
            *(Gatekeeping.SignedOff, reasoned(sign)),
            gate=gate.name,
            number=len(self.sign_offs) + 1,
            sha=sha,
            outcome=outcome,
            attachments=shown,
        )

    def _last_of(self, by: str, gate: str) -> tuple[object, ...] | None:
        mine = [
            one[1]
            for one in self.sign_offs.values()
            if one is not None and one[0] == by and one[1][0] == gate
        ]
        return mine[-1] if mine else None

    def withdraw_sign_off(self, number: int, sign: Signing) -> None:
        """Take a sign-off back; only who gave it answers for it."""
        known = self.sign_offs.get(number, ())
        if known is None:
            raise AlreadySo(f"Sign-off {number} was withdrawn already.")
        if not known:
            raise Refused(f"There is no sign-off {number} of {self.release}: see its gates.")
        by, told = known
        if by != sign.by:
            raise Refused(f"Sign-off {number} is {by}'s: nobody else can withdraw it.")
        gate = str(told[0])
        self._decide(self.SignOffWithdrawn, reasoned(sign), gate=gate, number=number)

    # -- waiving ----------------------------------------------------------------------------------

    def waive(
        self, gate: Gate, environment: str, sha: str, expires_at: datetime | None, sign: Signing
    ) -> None:
        """Let the release pass the gate unmet: at one commit, or until a moment, or both."""
        if not gate.waivable:
            raise Refused(f"The policy lets nobody waive «{gate.name}»: it has to be met.")
        if not sha and expires_at is None:
            raise Refused("A waiver is no rule: bind it to the commit, or say until when it holds.")
        if expires_at is not None and expires_at <= sign.at:
            raise Refused(f"{expires_at:%Y-%m-%d %H:%M} UTC has passed: say a moment to come.")
        told = (gate.name, environment, sha, expires_at)
        if told in self.waivers.values():
            raise AlreadySo(f"«{gate.name}» is waived so already.")
        self._decide(
            *(self.Waived, reasoned(sign)),
            gate=gate.name,
            number=len(self.waivers) + 1,
            environment=environment,
            sha=sha,
            expires_at=expires_at,
        )

    def withdraw_waiver(self, number: int, sign: Signing) -> None:
        """Have the gate met after all."""
        known = self.waivers.get(number, ())
        if known is None:
            raise AlreadySo(f"Waiver {number} was withdrawn already.")
        if not known:
            raise Refused(f"There is no waiver {number} of {self.release}: see its gates.")
        self._decide(self.WaiverWithdrawn, reasoned(sign), gate=known[0], number=number)

    def deny(self, gate: str, what: str, sign: Signing, why: Refused) -> None:
        """Remember that somebody tried, and what was answered."""
        told = sign._replace(reason=str(why))
        self._decide(self.Denied, told, gate=gate, number=self.denied + 1, what=what)


def _attached(given: Iterable[Attachment]) -> list[Attachment]:
    shown = list(given)
    if len(shown) > MOST_ATTACHMENTS:
        raise Refused(f"{MOST_ATTACHMENTS} attachments are the most: put several into one archive.")
    for one in shown:
        line("name of the attachment", one.name, LONGEST_NAME)
        if not _DIGEST.fullmatch(one.digest):
            raise Refused(
                f"The digest of {one.name} is to be sha256: and its 64 digits in small letters;"
                " `sha256sum FILE` prints them."
            )
        if one.url and not one.url.startswith(("https://", "http://")):
            raise Refused(f"{one.name} lies at an address that begins with https://, or has none.")
    return shown
