"""Long histories in one stroke: thousands of pull requests, merged and tagged, and no event told.

They were before the hook. Commits change no files, so that git writes ten thousand in seconds.
"""

from typing import TYPE_CHECKING

from tests.github.git import Draft
from tests.github.pulls import Pull

if TYPE_CHECKING:
    from tests.github.repository import Repository

LABELS = ("feature", "fix", "chore")


def grow(repo: "Repository", pulls: int, *, release_every: int = 100, by: str = "ada") -> None:
    """So many squashed pull requests, and a release after every hundredth: v1.0.0, v1.1.0, …"""
    for name in LABELS:
        repo.label(name, quiet=True)
    first = repo.next_number()
    main, tip = f"refs/heads/{repo.default_branch}", repo.head()
    drafts = []
    for place in range(pulls):
        repo.hub.clock.tick()
        who, number = repo.signature(by), first + place
        below: str | int = tip if place == 0 else 2 * place - 1
        branch = f"refs/pull/{number}/head"
        drafts.append(Draft(branch, f"Work on {number}", who, who, (below,)))
        drafts.append(Draft(main, f"Change {number} (#{number})", who, who, (below,)))
    written = repo.git.write(*drafts)
    repo.git.read(written)
    for place in range(pulls):
        below_sha = tip if place == 0 else written[2 * place - 1]
        _remember(repo, first + place, below_sha, *written[2 * place : 2 * place + 2], by=by)
        if release_every and (place + 1) % release_every == 0:
            _release(repo, f"v1.{place // release_every}.0", written[2 * place + 1], by)


def _remember(
    repo: "Repository", number: int, base: str, head: str, merged: str, *, by: str
) -> None:
    commit = repo.git.one(merged)
    hub, at = repo.hub, commit.committer.at
    who = hub.account(by)
    made = Pull(repo, hub.next("issue"), number, f"Change {number}", None, who, at, at)
    made.pull_id, made.labels = hub.next("pull"), [repo.labels[number % len(LABELS)]]
    made.head_ref, made.head_sha = f"change-{number}", head
    made.base_ref, made.base_sha = repo.default_branch, base
    made.commits, made.merge_commit_sha = [head], merged
    made.state, made.closed_at, made.merged_at, made.merged_by = "closed", at, at, who
    repo.enter(made)
    repo.pulls.append(made)


def _release(repo: "Repository", tag_name: str, sha: str, by: str) -> None:
    repo.tag(tag_name, sha, by=by, quiet=True)
    repo.release(tag_name, by=by)
