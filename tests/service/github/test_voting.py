"""`/release approve` in a comment is a vote of its writer: once, on what stood there, and told."""

from collections.abc import Iterator

import pytest

from projections.approvals.answer import Approvals
from projections.approvals.judged import Judged
from projections.case import known_case
from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.github import faults
from tests.github.issues import Issue
from tests.ledgers import migrated
from tests.service.github.telling import Team

POLICY = """
publish: {commands: true}
approvals:
  layers:
    - {name: QA, required: 2, meaning: I have tested it.}
"""
COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
PERMISSION = "/repos/{owner}/{repo}/collaborators/{username}/permission"


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    """On one engine: nothing here asks the database in a way of its own."""
    made = open_ledger(sqlite.fresh(migrated))
    yield made
    made.close()


@pytest.fixture
def issue(team: Team) -> Issue:
    """Where people talk of a release that needs the word of two."""
    team.settle(POLICY)
    team.repo.pull("feat: pay by card", by="noor").merge("squash", "noor")
    team.repo.release("v1.0.0")
    return team.repo.issue("Ship it?")


def approvals(team: Team) -> Approvals:
    with team.ledger.look(team.stream) as view:
        return Judged(known_case(view, "v1.0.0", "", team.hub.clock())).answer()


def answers(issue: Issue) -> list[str]:
    told = (one.body for one in issue.comments)
    return [body.partition("\n")[2] for body in told if body.startswith("<!-- shipledger")]


def test_two_people_approve_in_comments(team: Team, issue: Issue) -> None:
    issue.comment("/release approve v1.0.0", by="lin")
    team.work()
    team.work()
    (vote,) = approvals(team).votes
    assert (vote.decision, vote.by, vote.counts) == ("approve", "lin", True)
    assert (vote.channel, vote.means) == ("github", "comment")
    assert vote.request.startswith("comment ")
    (told,) = answers(issue)
    assert told.startswith("Recorded: lin, approve. v1.0.0 is pending.")

    issue.comment("/release approve v1.0.0 after a long look", by="grace")
    team.work()
    assert [one.by for one in approvals(team).votes] == ["lin", "grace"]
    assert approvals(team).votes[1].reason == "after a long look"
    assert "v1.0.0 is passed" in answers(issue)[1]


def test_whoever_may_not_write_has_no_vote_and_no_answer(team: Team, issue: Issue) -> None:
    team.repo.collaborator("mallory", "read")
    issue.comment("/release approve v1.0.0", by="mallory")
    team.work()
    assert approvals(team).votes == ()
    assert answers(issue) == []
    (row,) = [one for one in team.outbox.page() if one.kind == "answer"]
    assert row.state == "given up"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("approve", "Say of which release"),
        ("approve v9.9.9", "no release v9.9.9 is known here"),
        ("reject v1.0.0", "Say why"),
    ],
)
def test_what_is_no_vote_is_answered_with_how_to_give_one(
    team: Team, issue: Issue, words: str, told: str
) -> None:
    issue.comment(f"/release {words}", by="lin")
    team.work()
    assert approvals(team).votes == ()
    (answer,) = answers(issue)
    assert told in answer


def test_who_wrote_what_is_released_cannot_approve_it(team: Team, issue: Issue) -> None:
    issue.comment("/release approve v1.0.0", by="noor")
    team.work()
    assert approvals(team).votes == ()
    (answer,) = answers(issue)
    assert "Somebody else has to" in answer


@pytest.mark.parametrize("fault", [faults.bad_gateway, faults.bad_gateway_after])
def test_a_vote_counts_once_whatever_becomes_of_its_answer(
    team: Team, issue: Issue, fault: faults.Fault
) -> None:
    team.hub.fail("POST", COMMENTS, fault)
    issue.comment("/release approve v1.0.0", by="lin")
    team.work()
    team.rest(minutes=5)
    team.work()
    (vote,) = approvals(team).votes
    assert vote.counts
    (answer,) = answers(issue)
    assert answer.startswith("Recorded: lin, approve.")


def test_a_vote_on_what_changed_meanwhile_is_not_counted(team: Team, issue: Issue) -> None:
    team.hub.fail("GET", PERMISSION, faults.bad_gateway, times=4)
    issue.comment("/release approve v1.0.0", by="lin")
    team.work()
    team.repo.commit("Slipped in")
    team.repo.tag("v1.0.0", team.repo.head())
    team.rest(minutes=5)
    team.work()
    assert approvals(team).votes == ()
    (answer,) = answers(issue)
    assert "not what you were shown any more" in answer
