"""Gates that people and time open, what is waived there, and the verdict of them all."""

from datetime import timedelta

from domain.deed import Signing
from domain.errors import Refused
from domain.plan import Plan
from projections.case import case_of
from projections.gates.ground import Ground
from projections.gates.kept import kept_of
from projections.verdict import verdict
from tests.gated import TAG, Gated
from tests.story import STREAM, minute, sha

UAT = "gates: [{name: UAT, layer: UAT, sign-off: {people: [mira, noor]}}]"
SOAK = "gates: [{name: soak, soak: {environment: staging, for: 24h}}]"
UNIT = "gates: [{name: unit, checks: build}]"


def test_a_sign_off_opens_its_gate() -> None:
    story = Gated(UAT)
    assert story.states()["UAT"].who == ("mira", "noor")
    assert story.state() == ("pending", "nobody has signed it off yet")

    story.accept("UAT")
    state, why = story.state()
    assert state == "passed"
    assert why.startswith("mira accepted it on 2024-01-01 00:09 UTC: It was looked at.")


def test_one_who_rejects_holds_it_up_until_he_accepts_it() -> None:
    story = Gated(UAT)
    story.accept("UAT", "noor")
    story.accept("UAT", "mira", "rejected")
    assert story.state()[0] == "failed"
    assert story.states()["UAT"].who == ("mira",)

    story.accept("UAT", "mira")
    assert story.state()[0] == "passed"


def test_whom_the_gate_does_not_want_any_more_did_not_open_it() -> None:
    story = Gated(UAT)
    story.accept("UAT")
    story.write("gates: [{name: UAT, sign-off: {people: [noor]}}]")

    assert story.state()[0] == "pending"


def test_a_team_and_a_role_are_wanted_by_their_members() -> None:
    story = Gated("gates: [{name: UAT, sign-off: {teams: [qa], roles: [captain]}}]")

    assert story.states()["UAT"].who == ("team qa (nobody yet)", "role captain (nobody yet)")


def test_a_sign_off_of_another_commit_is_stale() -> None:
    story = Gated(UAT)
    story.accept("UAT")
    story.moved(TAG, story.sha, story.commit("more", story.sha))

    state, why = story.state()
    assert state == "stale"
    assert f"that was {story.sha[:10]}, and it is {sha('more')[:10]} now" in why


def test_a_sign_off_that_was_withdrawn_is_seen_and_does_not_count() -> None:
    story = Gated(UAT)
    story.accept("UAT")
    story.decided(lambda one, sign: one.withdraw_sign_off(1, sign))

    (seen,) = kept_of(story.case()).sign_offs
    assert story.state()[0] == "pending"
    assert seen.state == "withdrawn"
    assert seen.withdrawn
    assert seen.withdrawn.by == "mira"


def test_time_alone_opens_a_soak() -> None:
    story = Gated(SOAK)
    assert story.state() == (
        *("pending", "it was never deployed to staging, where it has to stay for 1d"),
    )

    story.deployed("1", story.sha, "staging", at=minute(story.minutes))
    state, why = story.state(hours=3)
    assert state == "pending"
    assert why.startswith("it stayed in staging for 3h of 1d, and will have on 2024-01-02")
    assert story.states(hours=3)["soak"].who == ("time alone",)
    assert story.state(hours=24) == ("passed", "it stayed in staging for 1d of 1d")


def test_another_commit_breaks_the_soak() -> None:
    story = Gated(SOAK)
    story.deployed("1", story.sha, "staging")
    story.deployed("2", story.before, "staging", at=minute(story.minutes) + timedelta(hours=5))

    state, why = story.state(hours=48)
    assert (state, why) == ("pending", "it stayed in staging for 5h of 1d, and is there no more")
    assert story.states(hours=48)["soak"].who == ("whoever deploys to staging",)


def test_what_failed_or_was_deactivated_is_there_no_more() -> None:
    story = Gated(SOAK)
    story.deployed("1", story.sha, "staging")
    story.inactive("1", story.sha, "staging")

    assert story.state(hours=48)[1].endswith("is there no more")


def test_it_does_not_soak_where_it_goes() -> None:
    assert Gated(SOAK).state("Staging") == ("not_applicable", "staging is where it soaks")


def test_a_waiver_lets_pass_until_it_ends() -> None:
    story = Gated(UNIT)
    until = minute(story.minutes) + timedelta(hours=2)
    story.waive("unit", until=until)

    gate = story.states()["unit"]
    assert (gate.state, gate.beneath, gate.waiver) == ("waived", "pending", 1)
    assert gate.why.startswith("waived by mira until 2024-01-01 02:")
    assert "It was looked at. Without that it would be pending: build did not report" in gate.why
    assert story.state(hours=3)[0] == "pending"
    assert kept_of(story.case(hours=3)).waivers[0].state == "expired"


def test_a_waiver_of_a_commit_is_not_of_another() -> None:
    story = Gated(UNIT)
    story.waive("unit", sha=story.sha)
    assert story.state()[0] == "waived"

    story.moved(TAG, story.sha, story.commit("more", story.sha))
    assert story.state()[0] == "pending"
    assert kept_of(story.case()).waivers[0].state == "another commit"


def test_a_waiver_of_one_environment_is_not_of_another() -> None:
    story = Gated(UNIT)
    story.waive("unit", sha=story.sha, environment="staging")

    assert story.state("staging")[0] == "waived"
    assert story.state("production")[0] == "pending"


def test_a_waiver_that_was_withdrawn_is_seen_for_ever() -> None:
    story = Gated(UNIT)
    story.waive("unit", sha=story.sha)
    story.decided(lambda one, sign: one.withdraw_waiver(1, sign), "noor")

    (seen,) = kept_of(story.case()).waivers
    assert story.state()[0] == "pending"
    assert (seen.state, seen.withdrawn and seen.withdrawn.by) == ("withdrawn", "noor")


def test_what_is_met_needs_no_waiver_and_what_may_not_be_waived_has_none() -> None:
    story = Gated(UNIT)
    story.waive("unit", sha=story.sha)
    story.check(story.sha, "build", "success")
    assert (story.states()["unit"].state, story.states()["unit"].waiver) == ("passed", None)

    story.write("gates: [{name: unit, checks: other, waivable: false}]")
    assert story.state()[0] == "pending"


def test_who_was_refused_is_kept() -> None:
    story = Gated(UAT)
    story.decided(lambda one, sign: one.deny("UAT", "sign-off", sign, Refused("Not you.")), "eve")

    (denial,) = Ground(story.case()).kept.denials
    assert (denial.by, denial.what, denial.reason) == ("eve", "sign-off", "Not you.")


def test_before_the_tag_is_cut_there_is_nothing_to_judge() -> None:
    story = Gated(UNIT)
    story.deleted(TAG)

    assert story.state() == ("pending", "the tag is not cut, so there is no commit yet to judge")


def test_a_gate_holds_only_where_its_policy_says() -> None:
    story = Gated(
        """
gates:
  - {name: unit, checks: build}
  - {name: load, checks: k6, environments: [production], types: [regular]}
types: {emergency: {gates: none}}
"""
    )

    def states(environment: str, type_: str = "regular") -> list[str]:
        return [one.state for one in story.states(environment, type_=type_).values()]

    assert states("production") == ["pending", "pending"]
    assert states("staging") == states("") == ["pending", "not_applicable"]
    assert states("production", "hotfix") == ["pending", "not_applicable"]
    assert states("production", "emergency") == ["not_applicable", "not_applicable"]
    assert story.states("staging")["load"].why == (
        "it holds for the type regular and the environment production;"
        " this is type regular, environment staging"
    )
    assert "asks for no such gate of a release of type emergency" in (
        story.states(type_="emergency")["unit"].why
    )


def test_the_plan_says_of_which_type_the_release_is() -> None:
    story = Gated("gates: [{name: unit, checks: build}]\ntypes: {hotfix: {gates: none}}\n")
    assert story.verdict().state == "pending"

    plan = Plan.of(str(STREAM), TAG, at=story.now())
    plan.make("hotfix", "", "Pay again.", Signing("mira", story.now(), "Nobody can pay."))
    story.settled(plan)
    planned = case_of(story.view(), TAG, "", minute(story.minutes))
    assert verdict(planned).state == "passed"


def test_the_verdict_lists_what_blocks_in_order_and_names_its_policy() -> None:
    story = Gated(
        """
gates:
  - {name: unit, checks: build}
  - {name: UAT, sign-off: {people: [noor]}}
  - {name: scan, checks: scan}
"""
    )
    story.check(story.sha, "scan", "failure")
    found = story.verdict("production")

    assert found.state == "failed"
    assert [one.name for one in found.blocking] == ["unit", "UAT", "scan"]
    assert found.policy == story.case().policy.version
    story.check(story.sha, "scan", "success", run="2")
    story.check(story.sha, "build", "success", run="3")
    assert story.verdict("production").state == "pending"
    story.accept("UAT", "noor")
    assert (story.verdict("production").state, story.verdict("production").blocking) == (
        *("passed", ()),
    )


def test_a_policy_that_nobody_understands_lets_nothing_pass() -> None:
    story = Gated("gates: [{name: unit, chekcs: build}]")
    found = story.verdict("production")

    assert found.state == "failed"
    assert found.blocking[0].kind == "policy"
    assert "did you mean checks?" in found.blocking[0].why


def test_with_no_policy_nothing_is_asked_for() -> None:
    story = Gated("notes: {}")

    assert story.verdict("production").state == "passed"


def test_it_is_answered_as_of_a_position_and_as_it_was_at_a_moment() -> None:
    story = Gated(UAT)
    then = minute(story.minutes)
    facts = len(story.facts)
    story.accept("UAT")

    assert story.state()[0] == "passed"
    assert story.state(as_of=facts)[0] == "pending"
    assert story.state(as_at=then)[0] == "pending"
