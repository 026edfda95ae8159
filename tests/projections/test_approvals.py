"""The approvals of a release: whose word counts, for how long, and what is in its way."""

from datetime import timedelta

import pytest

from domain.ballot import UPHELD, Ballot
from domain.deed import Signing, Unproved
from domain.directory import Directory
from domain.errors import Refused
from domain.fact import Actor
from domain.plan import Plan
from projections.approvals.answer import Approvals
from projections.approvals.judged import Judged
from projections.case import case_of
from projections.condition import Condition
from projections.publish import Publish
from projections.readiness import readiness
from tests.gated import TAG, Gated
from tests.story import STREAM

POLICY = """
teams: {qa: [quinn, noor], risk: [rita, noor]}
approvals:
  layers:
    - {name: QA, teams: [qa], meaning: I have tested it.}
    - {name: Risk, teams: [risk], environments: [production]}
  break-glass: {people: [olga], review-within: 24h}
"""
PRODUCTION = "production"


class Voted(Gated):
    """Mira wrote and cut everything."""

    def __init__(self, policy: str = POLICY) -> None:
        super().__init__(policy)
        self.ballot = Ballot.of(str(STREAM), TAG, at=self.now())
        self.ballot.collect_events()

    def sign(self, by: str, reason: str = "") -> Signing:
        return Signing(by, self.now(), reason, name=by.title(), seen=self.view().position)

    def approve(self, by: str, environment: str = PRODUCTION) -> None:
        paper = Judged(self.case(environment)).paper()
        self.ballot.approve(paper, [], ["qa"], self.sign(by))
        self.settled(self.ballot)

    def reject(self, by: str, reason: str) -> None:
        self.ballot.reject(Judged(self.case(PRODUCTION)).paper(), [], [], self.sign(by, reason))
        self.settled(self.ballot)

    def answer(self, environment: str = PRODUCTION, **view: int) -> Approvals:
        return Judged(self.case(environment, **view)).answer()

    def condition(self, name: str) -> Condition:
        found = self.verdict(PRODUCTION).conditions
        return next(one for one in found if one.name == name)


def test_where_nobody_is_asked_nothing_is_in_the_way() -> None:
    story = Voted("notes: {}")

    assert story.answer().state == "not_applicable"
    assert story.verdict(PRODUCTION).conditions == ()


def test_layers_are_met_in_their_order_each_by_its_own_people() -> None:
    story = Voted()
    assert [(one.name, one.state, one.could) for one in story.answer().layers] == [
        ("QA", "open", ("noor", "quinn")),
        ("Risk", "waiting", ("noor", "rita")),
    ]
    assert story.condition("QA").who == ("noor", "quinn")

    story.approve("quinn")
    story.approve("noor")

    assert story.answer().state == "passed"
    assert [one.by for one in story.answer().layers] == [("quinn",), ("noor",)]
    assert story.verdict(PRODUCTION).state == "passed"


def test_a_layer_of_one_environment_is_not_asked_for_in_another() -> None:
    story = Voted()
    story.approve("quinn", "staging")

    assert story.verdict("staging").state == "passed"
    assert story.verdict(PRODUCTION).state == "pending"


@pytest.mark.parametrize("noor", [Actor("Noor", 2), Actor("N.", None, "git", "n@x.org")])
def test_nobody_approves_what_he_wrote(noor: Actor) -> None:
    story = Voted()
    people = Directory.of(at=story.now())
    people.name("noor", story.sign("root", "So."), emails=("n@x.org",))
    story.settled(people)
    more = story.commit("by noor", story.sha, by=noor)
    story.moved(TAG, story.sha, more)

    with pytest.raises(Refused, match=r"You cannot approve v1\.2\.0: they wrote"):
        story.approve("noor")
    assert "noor" in {one.person for one in story.answer().excluded}


def test_nobody_approves_what_he_wrote_with_others_merged_or_triggered() -> None:
    story = Voted(POLICY.replace("quinn, noor", "quinn, noor, mira, omar"))
    message = "More\n\nCO-AUTHORED-BY: Quinn <quinn@x.org>"
    more = story.commit("more", story.sha, message=message)
    story.merged(7, more, author=Actor("omar", 9))
    story.moved(TAG, story.sha, more)

    excluded = {one.person: one.why for one in story.answer().excluded}

    assert excluded["mira"] == f"they cut the tag {TAG}"
    assert excluded["quinn"] == f"they wrote {more[:10]} with others, which is in it"
    assert excluded["omar"] == "they opened #7, which is in it"
    assert excluded["noor"] == "they merged #7, which is in it"


def test_a_policy_may_let_everybody_approve() -> None:
    story = Voted(POLICY.replace("  break-glass", "  exclude: nobody\n  break-glass"))

    assert story.answer().excluded == ()


def test_a_commit_more_makes_an_approval_stale_and_tells_the_difference() -> None:
    story = Voted()
    story.approve("quinn")
    then = story.view().position

    more = story.commit("Add a door", story.sha)
    story.moved(TAG, story.sha, more)

    (vote,) = story.answer().votes
    assert not vote.counts
    assert vote.void == (
        f"its commit was {story.sha[:10]}, and is {more[:10]}",
        f"one commit more: {more[:10]} Add a door",
    )
    condition = story.condition("QA")
    assert condition.state == "stale"
    assert "Add a door" in condition.why
    assert story.verdict(PRODUCTION).state == "pending"
    assert vote.digest == story.answer(as_of=vote.seen).manifest.digest, "what the voter saw"
    assert story.answer(as_of=then).layers[0].state == "satisfied"


def test_a_gate_that_got_worse_and_a_new_policy_make_it_stale_too() -> None:
    gated = POLICY + "gates: [{name: unit, checks: build}]\n"
    story = Voted(gated)
    story.check(story.sha, "build", "success")
    story.approve("quinn")

    story.check(story.sha, "build", "failure", run="2")
    assert story.answer().votes[0].void == ("gate «unit» was passed and is failed",)
    story.check(story.sha, "build", "success", run="3")
    assert story.answer().votes[0].counts

    story.write(gated + "version: 2\n")
    (why,) = story.answer().votes[0].void
    assert why.startswith("the policy was")


def test_a_gate_that_got_better_changes_nothing() -> None:
    story = Voted(POLICY + "gates: [{name: unit, checks: build}]\n")
    story.approve("quinn")

    story.check(story.sha, "build", "success")

    assert story.answer().votes[0].counts


def test_one_no_holds_it_up_until_it_is_taken_back() -> None:
    story = Voted()
    story.approve("quinn")
    story.reject("rita", "It loses orders.")
    assert story.verdict(PRODUCTION).state == "failed"
    assert story.condition("rejection by rita").why == "Rita rejected it: It loses orders."

    story.ballot.withdraw(PRODUCTION, story.sign("rita", "It was another release."))
    story.settled(story.ballot)

    assert story.verdict(PRODUCTION).state == "pending"
    assert story.answer().votes[1].withdrawn == "withdrawn: It was another release."


def test_whoever_left_the_team_counts_no_more() -> None:
    story = Voted()
    story.approve("quinn")
    assert story.answer().layers[0].state == "satisfied"

    without = POLICY.replace("quinn, noor", "noor")
    story.write(without)

    assert story.answer().layers[0].state == "open"


def test_a_deputy_stands_in_for_as_long_as_was_said() -> None:
    story = Voted()
    until = story.now() + timedelta(hours=2)
    story.ballot.delegate("dora", "QA", until, story.sign("quinn", "I am away."))
    story.settled(story.ballot)
    assert story.answer().layers[0].could == ("dora", "noor")
    assert story.answer().layers[1].could == ("noor", "rita")

    assert Judged(story.case(PRODUCTION, hours=3)).answer().layers[0].could == ("noor", "quinn")


def test_an_author_cannot_approve_by_the_hand_of_a_deputy() -> None:
    story = Voted()
    more = story.commit("by quinn", story.sha, by=Actor("quinn", 3))
    story.moved(TAG, story.sha, more)
    until = story.now() + timedelta(hours=2)
    story.ballot.delegate("dora", "QA", until, story.sign("quinn", "I am away."))
    story.settled(story.ballot)

    assert story.answer().layers[0].could == ("noor",)
    with pytest.raises(Refused, match="dora is not among"):
        story.approve("dora")


def test_what_was_approved_before_its_tag_stays_so_when_that_is_cut_there() -> None:
    story = Voted()
    plan = Plan.of(str(STREAM), "v2.0.0", at=story.now())
    plan.make("regular", "", "", story.sign("mira"))
    story.branch("main", story.sha)
    ballot = Ballot.of(str(STREAM), "v2.0.0", at=story.now())
    story.settled(plan)

    def judged() -> Judged:
        return Judged(case_of(story.view(), "v2.0.0", PRODUCTION, story.now()))

    ballot.approve(judged().paper(), [], [], story.sign("quinn"))
    story.settled(ballot)
    assert judged().answer().votes[0].counts
    story.cut("v2.0.0", story.sha)
    assert judged().answer().votes[0].counts

    more = story.commit("Add a door", story.sha)
    story.moved("v2.0.0", story.sha, more)
    assert not judged().answer().votes[0].counts


def test_a_deployment_is_held_while_an_approval_is_stale() -> None:
    story = Voted(POLICY.replace("    - {name: Risk", "    # - {name: Risk"))

    def unmet() -> dict[str, str]:
        now, sha = story.now(), story.case().sha or ""
        there = {"now": now, "environment": PRODUCTION}
        found = readiness(story.view(), sha, (TAG,), Publish(), **there)
        return {one.name: one.why for one in found.unmet}

    story.approve("quinn")
    assert unmet() == {}

    story.moved(TAG, story.sha, story.commit("Add a door", story.sha))

    assert "what was approved has changed since" in unmet()["QA"]


def test_broken_glass_lets_it_pass_there_and_then_and_owes_a_review() -> None:
    story = Voted()
    due = story.now() + timedelta(hours=24)
    blocking = [one.name for one in story.verdict(PRODUCTION).blocking]
    why = story.sign("olga", "Customers cannot pay.")
    story.ballot.break_glass(PRODUCTION, story.sha, due, blocking, why)
    story.settled(story.ballot)

    assert story.verdict(PRODUCTION).state == "passed"
    assert story.verdict("staging").state == "pending"
    assert "olga broke the glass (Customers cannot pay.); it was pending" in (
        story.condition("QA").why
    )
    (glass,) = story.answer().broken
    assert (glass.review, glass.blocking) == ("due", ("QA", "Risk"))
    assert Judged(story.case(PRODUCTION, hours=30)).answer().broken[0].review == "overdue"

    story.ballot.review_glass(PRODUCTION, story.sha, UPHELD, story.sign("rita", "It was right."))
    story.settled(story.ballot)
    assert story.answer().broken[0].review == UPHELD


def test_broken_glass_is_for_one_commit() -> None:
    story = Voted()
    why = story.sign("olga", "Customers cannot pay.")
    story.ballot.break_glass(PRODUCTION, story.sha, story.now(), ["QA"], why)
    story.settled(story.ballot)

    more = story.commit("more", story.sha)
    story.moved(TAG, story.sha, more)

    assert story.verdict(PRODUCTION).state == "pending"


def test_what_was_refused_is_told() -> None:
    story = Voted()
    story.ballot.deny(PRODUCTION, "approve", story.sign("eve"), Refused("You are a stranger."))
    story.settled(story.ballot)

    (attempt,) = story.answer().attempts
    assert (attempt.by, attempt.what, attempt.why) == ("eve", "approve", "You are a stranger.")


def test_a_policy_may_ask_for_fresh_proofs_and_the_vote_keeps_its_own() -> None:
    story = Voted(POLICY.replace("  break-glass", "  proved-within: 1h\n  break-glass"))
    paper = Judged(story.case(PRODUCTION)).paper()
    assert paper.proved_within == timedelta(hours=1)
    with pytest.raises(Unproved):
        story.ballot.approve(paper, [], [], story.sign("quinn"))

    proved = story.now()
    story.ballot.approve(paper, [], [], story.sign("quinn")._replace(proved=proved))
    story.settled(story.ballot)

    (vote,) = story.answer().votes
    assert (vote.proved_at, vote.counts) == (proved, True)
