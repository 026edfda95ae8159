"""How changes come about on the stage: proposed, checked, reviewed and merged."""

import re
from datetime import timedelta

from msgspec import Struct

from service.demonstration import naming, verdicts
from service.demonstration.cast import Person
from service.demonstration.git import Commit, commit
from service.demonstration.payloads import common, proposals
from service.demonstration.props.proposals import Issue, Milestone, Pull, Review
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Place, Trouble
from service.demonstration.wishes import close_issue


class Change(Struct, frozen=True, kw_only=True):
    """A pull request to be. `steps` are its commits' messages, `coding` the hours it took."""

    title: str
    author: Person
    labels: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    body: str = ""
    closes: Issue | None = None
    milestone: Milestone | None = None
    base: str = "main"
    draft: bool = False
    coding: float = 3.0


def propose(stage: Stage, change: Change) -> Pull:
    """A branch is pushed, and a pull request opened and labelled."""
    start = stage.head(change.base)
    commits = _written(stage, change, start)
    branch = _branch_name(change)
    naming.push(stage, branch, commits, change.author)
    stage.wait(1, 6)
    pull = _opened(stage, change, branch, commits, start)
    _tell_pull(stage, "opened", pull, change.author)
    for label in change.labels:
        pull.labels += (label,)
        _touch(stage, pull)
        _tell_pull(stage, "labeled", pull, change.author, label=common.label(label))
    return pull


def extend(stage: Stage, pull: Pull, message: str) -> None:
    """The author answers with one more commit."""
    before = pull.head
    pull.commits.append(commit(before, author=pull.author, at=stage.clock, message=message))
    naming.push(stage, pull.branch, [pull.head], pull.author)
    _touch(stage, pull)
    heads = {"before": before.sha, "after": pull.head.sha}
    _tell_pull(stage, "synchronize", pull, pull.author, **heads)


def check(stage: Stage, pull: Pull, trouble: Trouble = Trouble.NONE) -> None:
    verdicts.judged(stage, Place(pull.head, pull.branch, pull.author), trouble)


def check_soon(stage: Stage, pull: Pull) -> None:
    """The checks have only just begun."""
    verdicts.under_way(stage, Place(pull.head, pull.branch, pull.author))


def review(stage: Stage, pull: Pull, by: Person, state: str = "approved", body: str = "") -> None:
    given = Review(id=stage.id(), pull=pull, by=by, at=stage.clock, state=state, body=body)
    told = proposals.review(stage.repository, given)
    action = "dismissed" if state == "dismissed" else "submitted"
    short = proposals.short_pull_request(stage.repository, pull, base_sha=pull.base_commit.sha)
    payload = {"action": action, "review": told, "pull_request": short}
    stage.tell("pull_request_review", by, payload)
    stage.wait(1, 5)


def make_ready(stage: Stage, pull: Pull) -> None:
    pull.draft = False
    _touch(stage, pull)
    _tell_pull(stage, "ready_for_review", pull, pull.author)


def reword(stage: Stage, pull: Pull, title: str) -> None:
    before, pull.title = pull.title, title
    _touch(stage, pull)
    _tell_pull(stage, "edited", pull, pull.author, changes={"title": {"from": before}})


def abandon(stage: Stage, pull: Pull, by: Person) -> None:
    pull.closed_at = stage.clock
    _touch(stage, pull)
    _tell_pull(stage, "closed", pull, by)
    naming.drop_branch(stage, pull.branch, by)


def merge(stage: Stage, pull: Pull, by: Person, trouble: Trouble = Trouble.NONE) -> Commit:
    """The change comes upon its base, in the repository's style, and is judged there once more."""
    arriving = _arriving(stage, pull, by)
    pull.merged_by, pull.closed_at, pull.merge_commit = by, stage.clock, arriving[-1].sha
    _touch(stage, pull)
    # GitHub tells the push first, or the merge first, as it happens.
    if stage.chance("order", pull.number) < 0.5:
        naming.push(stage, pull.base, arriving, by)
        _tell_pull(stage, "closed", pull, by)
    else:
        _tell_pull(stage, "closed", pull, by)
        naming.push(stage, pull.base, arriving, by)
    if pull.closes and not pull.closes.closed_at:
        close_issue(stage, pull.closes, by)
    naming.drop_branch(stage, pull.branch, by)
    stage.shelf.merged.append(pull)
    verdicts.judged(stage, Place(arriving[-1], pull.base, by, "push"), trouble)
    return arriving[-1]


def _written(stage: Stage, change: Change, start: Commit) -> list[Commit]:
    steps = change.steps or (change.title,)
    commits, parent = list[Commit](), start
    for left, message in zip(range(len(steps), 0, -1), steps, strict=True):
        at = stage.clock - timedelta(hours=change.coding * left / len(steps))
        parent = commit(parent, author=change.author, at=at, message=message)
        commits.append(parent)
    return commits


def _opened(
    stage: Stage, change: Change, branch: str, commits: list[Commit], start: Commit
) -> Pull:
    body = [change.body, f"Fixes #{change.closes.number}" if change.closes else ""]
    return Pull(
        id=stage.id(),
        number=stage.number(),
        title=change.title,
        body="\n\n".join(filter(None, body)),
        author=change.author,
        branch=branch,
        base=change.base,
        base_commit=start,
        commits=commits,
        created_at=stage.clock,
        updated_at=stage.clock,
        milestone=change.milestone,
        draft=change.draft,
        closes=change.closes,
    )


def _arriving(stage: Stage, pull: Pull, by: Person) -> list[Commit]:
    """What comes upon the base: one commit, the commits anew, or the commits and their merge."""
    base, at = stage.head(pull.base), stage.clock
    if stage.repository.style == "merge":
        source = f"{stage.repository.full_name.partition('/')[0]}/{pull.branch}"
        message = f"Merge pull request #{pull.number} from {source}\n\n{pull.title}"
        return [*pull.commits, commit(base, pull.head, author=by, at=at, message=message)]
    if stage.repository.style == "rebase":
        anew = list[Commit]()
        for one in pull.commits:
            # GitHub commits them itself, so they are others even upon the same parent.
            base = commit(base, author=one.author, at=at, message=one.message, committer="web-flow")
            anew.append(base)
        return anew
    return [commit(base, author=pull.author, at=at, message=_squashed(pull))]


def _squashed(pull: Pull) -> str:
    """GitHub's own proposal: the body of the only commit, or a list of all."""
    if len(pull.commits) == 1:
        body = pull.head.message.partition("\n\n")[2]
    else:
        body = "\n\n".join(f"* {one.message}" for one in pull.commits)
    return f"{pull.title} (#{pull.number})" + (f"\n\n{body}" if body else "")


def _branch_name(change: Change) -> str:
    if change.author.kind == "Bot":
        return f"dependabot/{_slug(change.title.removeprefix('Bump '), 5)}"
    return f"{change.author.login.partition('-')[0]}/{_slug(change.title, 4)}"


def _slug(title: str, words: int) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())[:words])


def _touch(stage: Stage, pull: Pull) -> None:
    """GitHub's version of a pull request is its last second."""
    stage.clock += timedelta(seconds=1 + round(3 * stage.chance(pull.number, len(stage.told))))
    pull.updated_at = stage.clock


def _snapshot(stage: Stage, pull: Pull) -> common.Payload:
    return proposals.pull_request(stage.repository, pull, base_sha=pull.base_commit.sha)


def _tell_pull(stage: Stage, action: str, pull: Pull, by: Person, **more: object) -> None:
    payload = {"action": action, "number": pull.number, "pull_request": _snapshot(stage, pull)}
    stage.tell("pull_request", by, payload | more)
