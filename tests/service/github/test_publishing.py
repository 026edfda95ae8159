"""What we say on GitHub: once, in the right place, with the right words, whatever goes wrong."""

from threading import Event

import pytest

from service.formats.size import GITHUB_LIMIT
from service.github.publishing.notes import END, START
from tests.github import faults
from tests.github.merge_queue import Group
from tests.github.releases import Release
from tests.service.github.telling import EVERYTHING, Team

COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
RELEASE = "/repos/{owner}/{repo}/releases/{release_id}"


def shipped(team: Team, body: str = "", **how: bool) -> Release:
    """A pull request that closes an issue, and a release that has it."""
    repo = team.repo
    repo.issue("Take cards")
    repo.pull("feat: pay by card", body="Closes #1").merge("squash")
    return repo.release("v1.0.0", body=body, **how)


def checks(team: Team) -> list[tuple[str | None, str]]:
    return [
        (one.conclusion, one.output["title"])
        for one in team.repo.runs
        if one.name == "release readiness"
    ]


def test_notes_stand_between_our_markers_and_what_people_wrote_stays(team: Team) -> None:
    release = shipped(team, body="Hello,\r\n\r\nall.  ")
    team.work()

    body = release.body or ""
    assert body.startswith(f"Hello,\r\n\r\nall.  \n\n{START}\n")
    assert body.endswith(END)
    assert body.count("ay by card") == 1
    assert team.states() == [("comment", "done")] * 2 + [("notes", "done"), ("readiness", "done")]


def test_what_is_there_already_is_not_written_again(team: Team) -> None:
    shipped(team)
    team.work()
    before = team.hub.requests.copy()
    for _ in range(3):
        team.rest(minutes=10)
        team.work()

    assert team.hub.requests == before


def test_notes_follow_an_edit_and_what_a_person_adds_below_stays(team: Team) -> None:
    release = shipped(team)
    team.work()
    release.edit(body=f"Above\n{release.body}\nBelow")
    team.repo.pulls[0].reword(title="feat: pay by card, or not")
    team.work()

    body = release.body or ""
    assert body.startswith(f"Above\n{START}")
    assert body.endswith(f"{END}\nBelow")
    assert "or not" in body


def test_an_edit_between_our_two_looks_is_not_overwritten(team: Team) -> None:
    release = shipped(team)
    team.hub.fail("GET", RELEASE, faults.slow(0), skip=1)
    looks = 0

    def meanwhile(ask: object, answer: object) -> None:
        nonlocal looks
        if getattr(ask, "path", "").endswith(f"/releases/{release.id}"):
            looks += 1
            if looks == 1:
                release.body = "By hand"

    team.hub.observers.append(meanwhile)
    team.work()

    assert (release.body or "").startswith(f"By hand\n\n{START}")


def test_half_a_pair_of_markers_is_not_touched_and_somebody_is_told(team: Team) -> None:
    release = shipped(team, body=f"x {START} y")
    team.work()

    assert release.body == f"x {START} y"
    (notes,) = [one for one in team.outbox.page() if one.kind == "notes"]
    assert notes.state == "given up"
    assert "needs each once" in notes.reason


def test_notes_of_an_immutable_release_may_still_change(team: Team) -> None:
    team.repo.immutable_releases = True
    release = shipped(team)
    team.work()

    assert START in (release.body or "")


def test_pull_requests_and_issues_are_told_once_and_of_a_later_release_in_the_same_comment(
    team: Team,
) -> None:
    shipped(team)
    team.work()

    by_number = team.repo.by_number
    assert [len(by_number[number].comments) for number in (1, 2)] == [1, 1]
    assert "Released in [v1.0.0](" in by_number[2].comments[0].body


def test_a_later_release_is_told_in_the_same_comment(team: Team) -> None:
    team.settle("publish: {comments: true, prereleases: true}")
    team.repo.issue("Take cards")
    team.repo.pull("feat: pay by card", body="Closes #1").merge("squash")
    team.repo.release("v1.0.0-rc.1", prerelease=True)
    team.work()
    (first,) = team.repo.by_number[2].comments
    told = first.id, first.body
    team.repo.release("v1.0.0")
    team.work()

    for number in (1, 2):
        (comment,) = team.repo.by_number[number].comments
        assert "[v1.0.0-rc.1](" in comment.body
        assert "[v1.0.0](" in comment.body
    (second,) = team.repo.by_number[2].comments
    assert second.id == told[0]
    assert second.body != told[1]


def test_notes_that_are_too_long_are_counted_and_lead_to_our_page(team: Team) -> None:
    team.settle("publish: {notes: true}")
    for number in range(12):
        team.repo.pull(f"feat: {number} {'a very long title ' * 9}").merge("squash")
    theirs = "By hand. " * 13_600
    release = team.repo.release("v1.0.0", body=theirs)
    team.work()

    body = release.body or ""
    assert body.startswith(theirs)
    assert GITHUB_LIMIT - 2_000 < len(body) <= GITHUB_LIMIT
    assert "https://ledger.example/harbour/checkout/releases/v1.0.0" in body
    assert 0 < sum(f"{number} a very long" in body for number in range(12)) < 12
    assert body.endswith(END)


def test_where_people_left_no_room_nothing_is_written_and_somebody_is_told(team: Team) -> None:
    team.settle("publish: {notes: true}")
    theirs = "x" * (GITHUB_LIMIT - 10)
    release = team.repo.release("v1.0.0", body=theirs)
    team.work()

    assert release.body == theirs
    (notes,) = [one for one in team.outbox.page() if one.kind == "notes"]
    assert notes.state == "given up"
    assert "GitHub takes 125,000" in notes.reason


def test_our_marker_in_a_strangers_comment_is_not_ours(team: Team) -> None:
    release = shipped(team, draft=True)
    stranger = team.repo.by_number[2].comment("<!-- shipledger:released -->\nmine", by="mallory")
    release.publish()
    team.work()

    assert stranger.body == "<!-- shipledger:released -->\nmine"
    assert len(team.repo.by_number[2].comments) == 2


def test_a_prerelease_is_not_announced_unless_that_is_wanted(team: Team) -> None:
    shipped(team, prerelease=True)
    team.work()
    assert team.repo.by_number[2].comments == []


def test_a_comment_that_github_made_and_did_not_answer_is_not_made_again(team: Team) -> None:
    team.hub.fail("POST", COMMENTS, faults.bad_gateway_after, times=2)
    shipped(team)
    team.work()
    assert ("comment", "wanted") in team.states()
    team.rest(minutes=2)
    team.work()

    assert [len(team.repo.by_number[number].comments) for number in (1, 2)] == [1, 1]
    assert ("comment", "wanted") not in team.states()


def test_what_github_refuses_for_good_is_given_up_and_can_be_taken_up_again(team: Team) -> None:
    team.hub.fail("PATCH", RELEASE, faults.too_long)
    release = shipped(team)
    team.work()
    (notes,) = [one for one in team.outbox.page() if one.kind == "notes"]
    assert notes.state == "given up"

    team.outbox.retry(notes.seq, by="ada")
    team.work()
    assert START in (release.body or "")


def test_what_fails_again_and_again_is_given_up_in_the_end(team: Team) -> None:
    team.hub.fail("GET", RELEASE, faults.bad_gateway, times=1000)
    shipped(team)
    team.work()
    for _ in range(12):
        team.rest(hours=2)
        team.say()

    (notes,) = [one for one in team.outbox.page() if one.kind == "notes"]
    assert notes.state == "given up"
    assert "10 attempts" in notes.reason


def test_comments_rest_when_an_hour_has_had_enough(team: Team) -> None:
    from service.github import saying

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saying, "AN_HOUR", 1)
        shipped(team)
        team.work()
        assert ("comment", "wanted") in team.states()
        team.rest(hours=1, minutes=1)
        team.work()
    assert ("comment", "wanted") not in team.states()


def test_readiness_is_a_check_of_ours_that_follows_the_others(team: Team) -> None:
    build = team.repo.start_check("build")
    shipped_at = team.repo.tag("v1.0.0")
    assert shipped_at
    team.work()
    assert checks(team) == [(None, "1 of 1 conditions not met")]
    build.finish("success")
    team.work()
    assert checks(team) == [("success", "Ready: all 1 conditions are met")]


def test_readiness_is_said_at_the_head_of_a_merge_group_and_follows_its_checks(team: Team) -> None:
    team.settle("publish: {readiness: true, required: [build]}")
    pull = team.repo.pull("feat: pay by card")
    group = Group(pull)
    team.work()
    (ours,) = [one for one in team.repo.runs if one.name == "release readiness"]
    assert (ours.suite.head_sha, ours.conclusion) == (group.head_sha, None)
    team.repo.check("build", "success", at=group.head_sha)
    team.work()

    last = [one for one in team.repo.runs if one.name == "release readiness"][-1]
    assert (last.suite.head_sha, last.conclusion) == (group.head_sha, "success")
    group.merge()
    team.work()
    assert {state for kind, state in team.states() if kind == "readiness"} == {"done"}


def test_by_a_token_readiness_is_a_status(trial: Team) -> None:
    trial.repo.status("ci", "failure")
    trial.repo.tag("v1.0.0")
    trial.work()
    trial.work()

    told = [one for one in trial.repo.statuses if one.context == "release readiness"]
    assert [(one.state, one.description) for one in told] == [
        ("failure", "1 of 1 conditions not met")
    ]


def test_a_gate_is_answered_once_by_readiness(team: Team) -> None:
    team.repo.status("ci", "success")
    gate = team.repo.ask_gate("production")
    team.work()
    team.work()

    assert [one["state"] for one in gate.answers] == ["approved"]


def test_a_gate_that_waits_hears_why_and_then_the_verdict(team: Team) -> None:
    build = team.repo.start_check("build")
    gate = team.repo.ask_gate("production")
    team.work()
    assert [one.get("state") for one in gate.answers] == [None]
    build.finish("failure")
    team.work()

    assert [one.get("state") for one in gate.answers] == [None, "rejected"]


def test_a_gate_is_held_until_the_verdict_for_its_environment_is_passed(team: Team) -> None:
    team.settle(
        EVERYTHING
        + "gates:\n"
        + "  - {name: unit, checks: ci}\n"
        + "  - {name: scan, checks: scan, environments: [production]}\n"
    )
    team.repo.status("ci", "success")
    team.repo.status("lint", "failure")
    staging, production = team.repo.ask_gate("staging"), team.repo.ask_gate("production")
    team.work()
    assert [one.get("state") for one in staging.answers] == ["approved"]
    assert [one.get("state") for one in production.answers] == [None]
    assert "scan did not report yet" in production.answers[0]["comment"]

    team.repo.status("scan", "failure")
    team.work()
    assert production.answers[-1]["state"] == "rejected"
    assert "unmet: scan: failed: scan: failure" in production.answers[-1]["comment"]


def test_a_gate_opens_by_time_alone(team: Team) -> None:
    team.settle(EVERYTHING + "gates: [{name: soak, soak: {environment: staging, for: 2h}}]\n")
    deployment = team.repo.deploy("staging")
    gate = team.repo.ask_gate("production")
    deployment.status("success")
    team.work()
    assert [one.get("state") for one in gate.answers] == [None]

    team.rest(hours=3)
    team.reacting.pass_time(Event())
    team.say()
    assert [one.get("state") for one in gate.answers] == [None, "approved"]


def test_a_verdict_that_github_took_and_did_not_answer_is_not_given_twice(team: Team) -> None:
    path = "/repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule"
    team.hub.fail("POST", path, faults.bad_gateway_after)
    team.repo.status("ci", "success")
    gate = team.repo.ask_gate("production")
    team.work()
    team.rest(minutes=5)
    team.work()

    assert len(gate.answers) == 1
    assert ("gate", "done") in team.states()


def test_no_token_goes_to_a_callback_at_another_host(team: Team) -> None:
    before = team.hub.api
    team.hub.api = "https://evil.example"
    gate = team.repo.ask_gate("production")
    team.hub.api = before
    team.work()

    assert gate.answers == []
    (told,) = [one for one in team.outbox.page() if one.kind == "gate"]
    assert (told.state, "evil.example" in told.reason) == ("given up", True)


def test_a_command_is_answered_once_to_those_who_may_write(team: Team) -> None:
    issue = team.repo.issue("When?")
    issue.comment("/release status", by="ada")
    team.work()
    team.work()

    assert [one.body.partition("\n")[2] for one in issue.comments[1:]] == [
        "No release is being made: none is a draft, and none is new."
    ]


def test_a_stranger_cannot_make_us_talk(team: Team) -> None:
    team.repo.collaborator("mallory", "read")
    issue = team.repo.issue("When?")
    issue.comment("/release status", by="mallory")
    team.work()

    assert len(issue.comments) == 1
    assert ("answer", "given up") in team.states()


def test_what_a_stranger_wrote_is_text_in_an_answer(team: Team) -> None:
    team.repo.pull("feat: @octocat <img src=x> closes #1").merge("squash")
    issue = team.repo.issue("When?")
    issue.comment("/release why #1", by="ada")
    issue.comment("/release approve", by="ada")
    team.work()

    first, second = (one.body for one in issue.comments[2:])
    assert "@octocat" not in first
    assert "<img" not in first.replace("\\<img", "")
    assert "Say of which release" in second


def test_nothing_is_said_where_the_settings_do_not_ask_for_it(team: Team) -> None:
    team.settle("publish:\n  notes: false\n")
    shipped(team)
    team.work()

    assert team.states() == []


def test_what_was_said_is_known_as_of_any_position(team: Team) -> None:
    shipped(team)
    before = team.ledger.head()
    team.work()

    (told,) = [one for one in team.about("tag:v1.0.0") if one.kind == "notes"]
    assert told.state == "done"
    assert told.said == told.digest
    from service.outbox import publications_about

    assert publications_about(team.ledger, told.repository, "tag:v1.0.0", as_of=before) == []
