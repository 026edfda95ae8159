"""A ballot: who gave his word for a release, or against it, on what he was shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from eventsourcing.domain import event

from domain.approval import OPEN, WAITING, Place, Standing, count, standing
from domain.deed import Signing, prove_fresh, reasoned
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.of_release import AboutRelease, BegunForRelease, OfRelease

APPROVE, REJECT, ABSTAIN = "approve", "reject", "abstain"
UPHELD, FAULTED = "upheld", "faulted"
# So that one who guesses cannot make the record long.
MOST_DENIED: Final = 1000


class Paper(NamedTuple):
    """What a vote is cast on: what was shown, and whose word is wanted.

    `digest`   of all that was shown; `material` of what makes an earlier vote void when it changes.
    `gates`    each gate's state, by name, as it was shown.
    `excluded` those who may not approve, each with why.
    `void`     votes that no longer count, each by its environment and who cast it.
    """

    release: str
    environment: str
    sha: str
    policy: str
    digest: str
    material: str
    gates: Mapping[str, str]
    places: tuple[Place, ...]
    excluded: Mapping[str, str]
    void: frozenset[tuple[str, str]] = frozenset()
    several: bool = False
    proved_within: timedelta | None = None


class AtBallot(AboutRelease):
    """A decision about one release on its way into an environment; into any where it is empty."""

    environment: str


class Vote(AtBallot):
    """`roles` and `teams` are those that the voter had as he voted."""

    sha: str
    policy: str
    digest: str
    material: str
    gates: dict[str, str]
    meaning: str
    roles: list[str]
    teams: list[str]


class Ballot(OfRelease):
    """One for each release, by its name. A vote is never changed: another one follows it."""

    TOPIC = "ballot"

    class Opened(BegunForRelease):
        TOPIC = "ballot.opened"

    class Approved(Vote):
        TOPIC = "ballot.approved"

        def apply(self, ballot: "Ballot") -> None:
            ballot.votes[self.environment, self.by] = (APPROVE, self.material)

    class Rejected(Vote):
        TOPIC = "ballot.rejected"

        def apply(self, ballot: "Ballot") -> None:
            ballot.votes[self.environment, self.by] = (REJECT, self.material)

    class Abstained(Vote):
        TOPIC = "ballot.abstained"

        def apply(self, ballot: "Ballot") -> None:
            ballot.votes[self.environment, self.by] = (ABSTAIN, self.material)

    class Withdrawn(AtBallot):
        TOPIC = "ballot.withdrawn"

        def apply(self, ballot: "Ballot") -> None:
            del ballot.votes[self.environment, self.by]

    class Delegated(AtBallot):
        """`to` stands in for `by` in a layer, or in all where it is empty, until a moment."""

        TOPIC = "ballot.delegated"
        to: str
        layer: str
        until: datetime

        def apply(self, ballot: "Ballot") -> None:
            ballot.delegations[self.by] = (self.to, self.layer, self.until)

    class DelegationEnded(AtBallot):
        TOPIC = "ballot.delegation_ended"

        def apply(self, ballot: "Ballot") -> None:
            del ballot.delegations[self.by]

    class GlassBroken(AtBallot):
        """Somebody deploys against the verdict; `blocking` is what stood in the way then."""

        TOPIC = "ballot.glass_broken"
        sha: str
        review_due: datetime
        blocking: list[str]

        def apply(self, ballot: "Ballot") -> None:
            ballot.broken[self.environment, self.sha] = (self.by, False)

    class GlassReviewed(AtBallot):
        TOPIC = "ballot.glass_reviewed"
        sha: str
        outcome: str  # upheld, faulted

        def apply(self, ballot: "Ballot") -> None:
            by, _ = ballot.broken[self.environment, self.sha]
            ballot.broken[self.environment, self.sha] = (by, True)

    class Denied(AtBallot):
        """Somebody tried, and a rule said no: `reason` is what he was told."""

        TOPIC = "ballot.denied"
        what: str

        def apply(self, ballot: "Ballot") -> None:
            ballot.denied += 1

    @event(Opened)
    def __init__(self, repository: str, release: str, at: datetime) -> None:
        self.repository = repository
        self.release = release
        self.at = at
        # By environment and person: the decision, and the material that it was made on.
        self.votes: dict[tuple[str, str], tuple[str, str]] = {}
        self.delegations: dict[str, tuple[str, str, datetime]] = {}
        self.broken: dict[tuple[str, str], tuple[str, bool]] = {}
        self.denied = 0

    # -- votes ------------------------------------------------------------------------------------

    def approve(self, paper: Paper, roles: list[str], teams: list[str], sign: Signing) -> None:
        """Give one's word for what was shown, where it is wanted."""
        if self.votes.get((paper.environment, sign.by)) == (APPROVE, paper.material) and (
            (paper.environment, sign.by) not in paper.void
        ):
            raise AlreadySo(f"You have approved this state of {self.release} already.")
        if why := paper.excluded.get(sign.by):
            raise Refused(f"You cannot approve {self.release}: {why}. Somebody else has to.")
        place = self._place_for(sign.by, paper)
        self._vote(Ballot.Approved, paper, place.meaning, (roles, teams), sign)

    def _place_for(self, person: str, paper: Paper) -> Place:
        """The layer that the word goes to; raises `Refused` where none wants it now."""
        mine = [place for place in paper.places if place.takes(person)]
        if not paper.places:
            raise Refused(f"Nobody's approval of {self.release} is asked for: its policy has none.")
        if not mine:
            raise Refused(f"{person} is not among those whose approval counts: {_wanted(paper)}.")
        others = self._approving(paper) - {person}
        before = standing(paper.places, others, several=paper.several)
        after = standing(paper.places, others | {person}, several=paper.several)
        if count(after) > count(before):
            taken = {one.place.name: set(one.by) for one in before}
            return next(one.place for one in after if set(one.by) - taken[one.place.name])
        raise Refused(_not_now(mine, before))

    def _approving(self, paper: Paper) -> set[str]:
        """Those whose approval stands and is of what is shown now."""
        return {
            person
            for (environment, person), vote in self.votes.items()
            if environment in ("", paper.environment)
            and vote == (APPROVE, paper.material)
            and (environment, person) not in paper.void
            and person not in paper.excluded
        }

    def reject(self, paper: Paper, roles: list[str], teams: list[str], sign: Signing) -> None:
        """Say no, with a reason: it holds until it is withdrawn, or another state is shown."""
        self._prove_voter(paper, sign)
        self._prove_news(paper, REJECT, sign)
        self._vote(Ballot.Rejected, paper, "", (roles, teams), reasoned(sign))

    def abstain(self, paper: Paper, roles: list[str], teams: list[str], sign: Signing) -> None:
        """Say that one says nothing."""
        self._prove_voter(paper, sign)
        self._prove_news(paper, ABSTAIN, sign)
        self._vote(Ballot.Abstained, paper, "", (roles, teams), sign)

    def _prove_voter(self, paper: Paper, sign: Signing) -> None:
        if not any(place.takes(sign.by) for place in paper.places):
            raise Refused(f"{sign.by} is not among those who are asked: {_wanted(paper)}.")

    def _prove_news(self, paper: Paper, decision: str, sign: Signing) -> None:
        if self.votes.get((paper.environment, sign.by)) == (decision, paper.material):
            raise AlreadySo(f"You said {decision} of this state of {self.release} already.")

    def _vote(
        self,
        kind: type[Vote],
        paper: Paper,
        meaning: str,
        had: tuple[list[str], list[str]],
        sign: Signing,
    ) -> None:
        prove_fresh(sign, paper.proved_within)
        self._decide(
            kind,
            sign,
            environment=paper.environment,
            sha=paper.sha,
            policy=paper.policy,
            digest=paper.digest,
            material=paper.material,
            gates=dict(paper.gates),
            meaning=meaning,
            roles=had[0],
            teams=had[1],
        )

    def withdraw(self, environment: str, sign: Signing) -> None:
        """Take one's own vote back, with a reason."""
        if (environment, sign.by) not in self.votes:
            raise AlreadySo(f"You have no vote on {self.release} that could be withdrawn.")
        self._decide(Ballot.Withdrawn, reasoned(sign), environment=environment)

    # -- standing in ------------------------------------------------------------------------------

    def delegate(self, to: str, layer: str, until: datetime, sign: Signing) -> None:
        """Let somebody else give the word in one's place, for a reason, until a moment."""
        if to == sign.by:
            raise Refused("You stand for yourself already: name somebody else.")
        if until <= sign.at:
            raise Refused(f"{until:%Y-%m-%d %H:%M} UTC has passed: say a moment to come.")
        if self.delegations.get(sign.by) == (to, layer, until):
            raise AlreadySo(f"{to} stands in for you so already.")
        told = {"to": to, "layer": layer, "until": until}
        self._decide(Ballot.Delegated, reasoned(sign), environment="", **told)

    def end_delegation(self, sign: Signing) -> None:
        """Stand for oneself again."""
        if sign.by not in self.delegations:
            raise AlreadySo("Nobody stands in for you.")
        self._decide(Ballot.DelegationEnded, reasoned(sign), environment="")

    # -- in an emergency --------------------------------------------------------------------------

    def break_glass(
        self,
        environment: str,
        sha: str,
        review_due: datetime,
        blocking: list[str],
        sign: Signing,
    ) -> None:
        """Deploy one commit into one environment against the verdict, and owe a review of it."""
        if not environment:
            raise Refused("Say into which environment: the glass is broken for one, never for all.")
        if not blocking:
            raise Refused(f"Nothing is in the way of {self.release}: deploy it as usual.")
        if (environment, sha) in self.broken:
            raise AlreadySo(f"The glass is broken for {sha[:10]} in {environment} already.")
        self._decide(
            *(Ballot.GlassBroken, reasoned(sign)),
            environment=environment,
            sha=sha,
            review_due=review_due,
            blocking=blocking,
        )

    def review_glass(self, environment: str, sha: str, outcome: str, sign: Signing) -> None:
        """Look at it afterwards: somebody else than who broke it says whether that was right."""
        if outcome not in (UPHELD, FAULTED):
            raise Refused(f"Say whether it is {UPHELD} or {FAULTED}, and nothing else.")
        broken = self.broken.get((environment, sha))
        if broken is None:
            raise Refused(f"Nobody broke the glass for {sha[:10]} in {environment or 'nowhere'}.")
        by, reviewed = broken
        if by == sign.by:
            raise Refused("You broke the glass yourself: somebody else has to review it.")
        if reviewed:
            raise AlreadySo("It was reviewed already.")
        found = {"sha": sha, "outcome": outcome}
        self._decide(Ballot.GlassReviewed, reasoned(sign), environment=environment, **found)

    def deny(self, environment: str, what: str, sign: Signing, why: Refused) -> None:
        """Remember that somebody tried, and what he was told."""
        if self.denied < MOST_DENIED:
            told = sign._replace(reason=str(why))
            self._decide(Ballot.Denied, told, environment=environment, what=what)


def _wanted(paper: Paper) -> str:
    return "; ".join(
        f"«{place.name}» wants {place.required} of {', '.join(sorted(place.eligible or ())) or '?'}"
        for place in paper.places
    )


def _not_now(mine: list[Place], standings: tuple[Standing, ...]) -> str:
    names = {place.name for place in mine}
    later = [one for one in standings if one.place.name in names and one.state == WAITING]
    if later:
        first = next(one for one in standings if one.state == OPEN)
        return (
            f"«{later[0].place.name}» opens once «{first.place.name}» has its approvals:"
            f" {first.missing} more."
        )
    told = " and ".join(f"«{place.name}»" for place in mine)
    return f"{told} has all the approvals that it wants: yours would count for nothing."
