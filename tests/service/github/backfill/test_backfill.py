"""A past is read once, in whatever pieces, and what changed meanwhile is read again."""

import gc
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

import pytest

from domain import subject
from domain.commit import CommitTouched
from domain.repository import RepositoryRenamed, RepositoryTransferred
from projections.branches import head_of
from projections.checks import checks
from projections.environments import environments
from projections.notes.found_settings import observed_files
from projections.pull_state import PullState, issues_of, pulls_of
from projections.release import release
from projections.repositories import repository
from projections.tag_state import tag_state
from service.github.backfill.backfill import Backfill
from service.github.backfill.progress import Part, Progress, progress
from service.github.backfill.reading import Kind, Step
from service.github.connection import Connection
from service.github.errors import GitHubError
from service.github.gaps import gaps
from service.ledger import Ledger, open_ledger
from tests.engines import Engine, Sqlite
from tests.github import faults
from tests.github.hub import Hub
from tests.github.pulls import Pull
from tests.github.repository import Repository
from tests.ledgers import migrated
from tests.scenarios.answers import differences
from tests.service.github.backfill.catching_up import answers, read_all, season, stream

Connect = Callable[..., Connection]


@pytest.fixture
def repo(hub: Hub) -> Repository:
    return hub.repository("harbour/checkout")


@pytest.fixture
def backfill(hub: Hub, connected: Connect, ledger: Ledger) -> Backfill:
    return Backfill(connected(), ledger, clock=hub.clock)


def pull_of(ledger: Ledger, pull: Pull) -> PullState:
    with ledger.look(stream(pull.repo)) as view:
        return pulls_of(view.about(subject.pull(pull.number)))[pull.number]


def part(read: Progress, name: str) -> Part:
    return next(one for one in read.parts if one.name == name)


# --- one kind after the other ---


def test_commits_come_with_their_parents_so_that_ranges_need_no_clone(
    repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    repo.pull("Merged", commits=("One", "Two")).merge("merge")
    repo.branch("release/1.x")
    repo.commit("Backport", branch="release/1.x")
    repo.commit("Onward")
    read_all(backfill, ledger)
    with ledger.look(stream(repo)) as view:
        for branch in ("main", "release/1.x"):
            head = head_of(view, branch)
            assert head is not None
            assert head.sha == repo.head(branch)
            known = view.commits.between(None, head.sha)
            assert {one.sha for one in known.commits} == set(repo.git.walk(head.sha))
            assert not known.missing
            assert not any(one.inferred for one in known.commits)


def test_a_tag_leads_to_its_commit_also_where_no_branch_does(
    repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    repo.branch("aside")
    aside = repo.commit("On a line of its own", branch="aside")
    repo.tag("v1.0.0", message="Annotated")
    repo.tag("v1.0.1", aside)
    repo.delete_branch("aside")
    read_all(backfill, ledger)
    with ledger.look(stream(repo)) as view:
        annotated, light = (tag_state(view, name) for name in ("v1.0.0", "v1.0.1"))
        assert (annotated.sha, light.sha) == (repo.head(), aside)
        assert annotated.cut_by is not None
        assert "date of the commit" in light.history[0].inferred
        assert not view.commits.between(None, aside).missing


def test_releases_stand_as_they_are(repo: Repository, backfill: Backfill, ledger: Ledger) -> None:
    repo.release("v1.0.0", body="The first")
    repo.release("v1.1.0-rc.1", prerelease=True)
    repo.release("v2.0.0", draft=True, body="To come")
    read_all(backfill, ledger)
    with ledger.look(stream(repo)) as view:
        states = {name: release(view, name).state for name in ("v1.0.0", "v1.1.0-rc.1", "v2.0.0")}
    assert states == {"v1.0.0": "published", "v1.1.0-rc.1": "prerelease", "v2.0.0": "draft"}


def test_pull_requests_come_with_labels_milestones_reviews_and_commits(
    repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    pull = repo.pull("Pay by card", commits=("One", "Two"), labels=("feature",))
    pull.review("approved")
    merged = pull.merge("squash")
    given_up = repo.pull("Given up")
    given_up.close()
    read_all(backfill, ledger)
    known = pull_of(ledger, pull)
    assert (known.state, known.merge_sha, known.pull.labels) == ("merged", merged, ("feature",))
    assert [one.state for one in known.reviews] == ["approved"]
    assert pull_of(ledger, given_up).state == "closed"
    with ledger.look(stream(repo)) as view:
        # A squash left them behind.
        assert all(view.about(subject.commit(sha)) for sha in pull.commits)


def test_deployments_are_told_with_the_states_that_no_webhook_tells(
    repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    repo.deploy("staging", "success").status("inactive")
    repo.deploy("production", "in_progress", "success")
    read_all(backfill, ledger)
    with ledger.look(stream(repo)) as view:
        running = {one.environment: one.running for one in environments(view).cells}
    assert running["staging"] is None
    assert running["production"] is not None


def test_checks_and_statuses_of_tagged_commits_are_read(
    repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    repo.tag("v1.0.0")
    repo.check("build", "failure")
    repo.status("ci/deploy")
    read_all(backfill, ledger)
    with ledger.look(stream(repo)) as view:
        found = {one.name: one.verdict for one in checks(view, repo.head()).checks}
    assert found == {"build": "failing", "ci/deploy": "passing"}


def test_issues_come_without_the_pull_requests_among_them_and_change_unheard(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    open_, done = repo.issue("When?", labels=("question",)), repo.issue("Broken")
    repo.pull("Mend it")
    done.close("not_planned")
    first = read_all(backfill, ledger)
    assert part(first, "issues").read == 2
    since = hub.clock()
    open_.reword(title="When at last?")
    open_.label("bug")
    open_.close()
    done.reopen()
    again(backfill, ledger, repo, since)
    with ledger.look(stream(repo)) as view:
        told = view.about(*(subject.issue(one.number) for one in (open_, done)))
        states = {
            number: (one.title, one.state, one.reason) for number, one in issues_of(told).items()
        }
        kinds = sorted(type(one.fact).__name__ for one in told)
    assert states == {
        1: ("When at last?", "closed", "completed"),
        2: ("Broken", "open", "reopened"),
    }
    assert kinds == [
        *("IssueClassified", "IssueDismissed", "IssueOpened", "IssueOpened"),
        *("IssueReopened", "IssueResolved", "IssueReworded"),
    ]


def test_labels_and_the_runs_of_workflows_at_releases_are_read(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    repo.pull("Pay by card", labels=("feature",)).merge("squash")
    repo.tag("v1.0.0")
    released = repo.head()
    repo.workflow("tests", "failure")
    repo.commit("Onward")
    repo.workflow("tests", "success")
    read_all(backfill, ledger)
    with ledger.look(stream(repo)) as view:
        (label,) = view.about(subject.label("feature"))
        (run,) = checks(view, released).checks
    assert label.fact.inferred
    assert (run.kind, run.name, run.verdict) == ("workflow", "tests (push)", "failing")


def test_who_merged_is_asked_where_few_merges_are_news(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    old, unheard = repo.pull("Old"), repo.pull("Unheard")
    old.merge("squash", "grace")
    read_all(backfill, ledger)
    assert hub.requests["GET /repos/{owner}/{repo}/pulls/{pull_number}"] == 0
    since = hub.clock()
    unheard.merge("squash", "grace")
    again(backfill, ledger, repo, since)
    assert hub.requests["GET /repos/{owner}/{repo}/pulls/{pull_number}"] == 1
    assert pull_of(ledger, old).merged_by is None
    merged_by = pull_of(ledger, unheard).merged_by
    assert merged_by is not None
    assert merged_by.name == "grace"


def test_files_of_settings_are_read_and_with_them_the_paths_that_components_need(
    repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    text = "notes:\n  components:\n    - name: core\n      paths: ['core/**']\n"
    head = repo.commit("Settings", files={".shipledger.yml": text, "core/a.txt": "a"})
    read_all(backfill, ledger)
    with ledger.look(stream(repo)) as view:
        assert observed_files(view)[".shipledger.yml"].content == text
        told = [one.fact for one in view.about(subject.commit(head))]
    (touched,) = [fact for fact in told if isinstance(fact, CommitTouched)]
    assert touched.paths == (".shipledger.yml", "core/a.txt")


def test_what_we_may_not_see_is_said_and_the_rest_is_read(
    repo: Repository, hub: Hub, connected: Connect, ledger: Ledger
) -> None:
    repo.private = True
    repo.release("v1.0.0")
    app = hub.app(permissions={"contents": "read", "metadata": "read", "pull_requests": "read"})
    app.install("harbour")
    connection = connected(github_app_id=app.id, github_private_key=app.private_key)
    done = read_all(Backfill(connection, ledger, clock=hub.clock), ledger)
    assert "its deployments" in {gap.what for gap in gaps(ledger) if not gap.mended}
    refused = {one.name for one in done.parts if one.refused}
    assert {"deployments", "checks"} <= refused
    with ledger.look(stream(repo)) as view:
        assert release(view, "v1.0.0").state == "published"


# --- a second reading ---


def again(backfill: Backfill, ledger: Ledger, repo: Repository, since: datetime | None) -> int:
    """Read again; how many facts were news."""
    backfill.again(repo.id, since)
    return read_all(backfill, ledger).news


def test_a_second_reading_finds_nothing_new(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    season(repo)
    read_all(backfill, ledger)
    before = ledger.head()
    assert again(backfill, ledger, repo, hub.clock()) == 0
    assert again(backfill, ledger, repo, None) >= 0
    assert ledger.head() == before


def test_tags_that_moved_and_went_are_told_apart(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    first = repo.head()
    repo.push_tags("v1.0.0", "v1.0.1", "v1.0.2", "v1.0.3")
    read_all(backfill, ledger)
    later = repo.commit("Later")
    for name in ("v1.0.0",):
        repo.tag(name, later, quiet=True)
    repo.delete_tags("v1.0.1", "v1.0.2", "v1.0.3", "v1.0.0"[:0] or "v1.0.0")
    repo.tag("v1.0.0", later, quiet=True)
    again(backfill, ledger, repo, hub.clock())
    with ledger.look(stream(repo)) as view:
        moved, gone = tag_state(view, "v1.0.0"), tag_state(view, "v1.0.1")
    assert (moved.sha, moved.moved, moved.history[-1].what) == (later, True, "moved")
    assert (gone.exists, gone.sha) == (False, first)


def test_a_branch_that_was_pushed_by_force_is_told_from_one_that_moved_on(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    repo.branch("release/1.x")
    repo.commit("To be thrown away", branch="release/1.x")
    read_all(backfill, ledger)
    repo.force_push("release/1.x", repo.head(), "Instead")
    repo.commit("Onward")
    again(backfill, ledger, repo, hub.clock())
    with ledger.look(stream(repo)) as view:
        told = {
            name: [type(one.fact).__name__ for one in view.about(subject.branch(name))]
            for name in ("main", "release/1.x")
        }
        known = view.commits.between(None, repo.head("release/1.x"))
    assert told == {
        "main": ["BranchObserved", "BranchAdvanced"],
        "release/1.x": ["BranchObserved", "BranchForcePushed"],
    }
    assert not known.missing


def test_what_became_of_a_pull_request_unheard_is_told_as_what_it_is(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    pull = repo.pull("Pay by card")
    read_all(backfill, ledger)
    since = hub.clock()
    pull.label("feature")
    pull.push("More")
    pull.reword(title="Pay by any card")
    pull.close()
    again(backfill, ledger, repo, since)
    known = pull_of(ledger, pull)
    assert (known.state, known.pull.title, known.pull.labels) == (
        "closed",
        "Pay by any card",
        ("feature",),
    )
    pull.reopen()
    again(backfill, ledger, repo, since)
    assert pull_of(ledger, pull).state == "open"


def test_a_release_that_was_withdrawn_or_deleted_unheard_is_told(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    kept, gone = repo.release("v1.0.0", body="One"), repo.release("v1.1.0")
    read_all(backfill, ledger)
    kept.edit(body="Corrected")
    gone.delete()
    again(backfill, ledger, repo, hub.clock())
    with ledger.look(stream(repo)) as view:
        assert release(view, "v1.1.0").state == "withdrawn"
        page = release(view, "v1.0.0")
    assert page.state == "published"
    kept.edit(draft=True)
    again(backfill, ledger, repo, hub.clock())
    with ledger.look(stream(repo)) as view:
        assert release(view, "v1.0.0").state == "withdrawn"


@pytest.mark.parametrize("move", ["rename", "transfer"])
def test_a_repository_keeps_its_history_under_a_new_name(
    move: str, hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    repo.release("v1.0.0")
    read_all(backfill, ledger)
    if move == "rename":
        repo.rename("till")
    else:
        repo.transfer("quay")
    repo.archive()
    again(backfill, ledger, repo, hub.clock())
    with ledger.look(stream(repo)) as view:
        known = repository(view)
        assert (known.name, known.archived) == (repo.full_name, True)
        told = {type(one.fact) for one in view.about(subject.IDENTITY)}
        assert (RepositoryRenamed if move == "rename" else RepositoryTransferred) in told
        assert release(view, "v1.0.0").state == "published"


# --- stopped anywhere ---


def whole(hub: Hub, connection: Connection, engine: Engine, repo: Repository) -> dict[str, object]:
    ledger = open_ledger(engine.fresh(migrated))
    try:
        read_all(Backfill(connection, ledger, clock=hub.clock), ledger)
        return answers(ledger, repo)
    finally:
        ledger.close()


EVERY = [pytest.param(19, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)]


@pytest.mark.parametrize("step", EVERY)
def test_after_a_failure_of_any_call_it_goes_on_to_the_same_answers(
    step: int, hub: Hub, repo: Repository, connected: Connect, engine: Engine
) -> None:
    season(repo)
    connection, before = connected(), hub.requests.total()
    expected = whole(hub, connection, engine, repo)
    calls = hub.requests.total() - before
    for nth in range(0, calls, step):
        ledger = open_ledger(engine.fresh(migrated))
        backfill = Backfill(connection, ledger, clock=hub.clock)
        planned = hub.fail("*", "*", faults.closed, times=4, skip=nth)
        with pytest.raises(GitHubError):
            backfill.run(Event())
        assert planned.struck == 4
        hub.faults.clear()
        read_all(backfill, ledger)
        assert differences(expected, answers(ledger, repo)) == [], f"call {nth}"
        ledger.close()


class Killed(BaseException):
    """As by `kill -9`."""


class Fuse:
    """A clock that kills whoever reads it for the nth time: it is read at every recording."""

    def __init__(self, clock: Callable[[], datetime], nth: int) -> None:
        self.clock, self.left = clock, nth

    def __call__(self) -> datetime:
        self.left -= 1
        if self.left == 0:
            raise Killed
        return self.clock()


@pytest.mark.parametrize("step", EVERY)
def test_after_a_kill_at_any_recording_it_goes_on_to_the_same_answers(
    step: int, hub: Hub, repo: Repository, connected: Connect, engine: Engine
) -> None:
    season(repo)
    connection = connected()
    expected = whole(hub, connection, engine, repo)
    nth, killed = 1, True
    while killed:
        ledger = open_ledger(engine.fresh(migrated))
        try:
            read_all(Backfill(connection, ledger, clock=Fuse(hub.clock, nth)), ledger)
            killed = False
        except Killed:
            read_all(Backfill(connection, ledger, clock=hub.clock), ledger)
        assert differences(expected, answers(ledger, repo)) == [], f"reading {nth}"
        ledger.close()
        nth += step
    assert nth > 2 * step


# --- much of it ---


def many_pulls(repo: Repository, count: int) -> None:
    """So many merged pull requests, all of one commit: git would take minutes for them."""
    hub, sha = repo.hub, repo.head()
    ada = hub.account("ada")
    for _ in range(count):
        at, number = hub.clock.tick(), repo.next_number()
        made = Pull(repo, hub.next("issue"), number, f"Change {number}", "", ada, at, at)
        made.pull_id, made.head_ref, made.base_ref = hub.next("pull"), f"change-{number}", "main"
        made.head_sha = made.base_sha = made.merge_commit_sha = sha
        made.state, made.closed_at, made.merged_at, made.merged_by = "closed", at, at, ada
        repo.enter(made)
        repo.pulls.append(made)


@pytest.mark.parametrize(
    "count", [pytest.param(210, id="210"), pytest.param(10_000, id="10000", marks=pytest.mark.slow)]
)
def test_many_pull_requests_cost_what_their_pages_need_and_no_memory(
    count: int, hub: Hub, repo: Repository, connected: Connect, sqlite: Sqlite
) -> None:
    """Pages of a hundred, once for the pull requests, once among the issues, and once for the
    reviews, of which each pull request has a list of its own; for all the rest together no more
    than RATHER_MUCH.
    """
    many_pulls(repo, count)
    ledger = open_ledger(sqlite.fresh(migrated))
    backfill, began, alive = Backfill(connected(), ledger, clock=hub.clock), hub.clock(), []

    def watch(kind: Kind, step: Step) -> None:
        if kind.name == "pulls" and step.read:
            gc.collect()
            alive.append(len(gc.get_objects()))

    seen = backfill.find(repo.full_name)
    assert seen is not None
    done = backfill.read(seen, lambda: False, watch)
    ledger.close()
    assert done is not None
    assert done.ended
    pages = -(-count // 100)
    assert hub.requests["GET /repos/{owner}/{repo}/pulls"] == 2 * pages
    assert hub.requests["GET /repos/{owner}/{repo}/issues"] == pages
    assert hub.requests.total() <= 3 * pages + count + RATHER_MUCH
    assert max(alive[1:]) - alive[1] < 10_000
    # An hour for each 5,000 requests after the first, and nothing was refused meanwhile.
    hours = hub.requests.total() // hub.limits.core
    assert hub.clock() - began <= timedelta(hours=hours, minutes=10)


RATHER_MUCH = 30


def test_the_turn_of_a_large_repository_ends_and_goes_on_later(
    hub: Hub, repo: Repository, backfill: Backfill, ledger: Ledger
) -> None:
    season(repo)
    stop = Event()
    stop.set()
    backfill.run(stop)
    (begun,) = progress(ledger)
    assert begun.ended is None
    assert len(begun.done) < len(begun.parts) + 1
    assert read_all(backfill, ledger).ended
