"""Routes: commits, their pull requests, and comparisons of two."""

from collections.abc import Sequence
from typing import Any

from tests.github.answers import (
    Answer,
    Ask,
    Refused,
    not_found,
    page,
    route,
)
from tests.github.commit_shapes import commit
from tests.github.git import EMPTY_TREE, Commit
from tests.github.pull_shapes import simple as simple_pull
from tests.github.repository import Repository

HERE = "/repos/{owner}/{repo}"
# Without paging, a comparison tells so many commits and no more; and never more files.
COMPARED, FILES = 250, 300


def resolved(repo: Repository, name: str) -> str:
    sha = repo.resolve(name)
    if sha is None:
        raise Refused(422, f"No commit found for SHA: {name}")
    return sha


@route("GET", HERE + "/commits", "contents")
def commits(ask: Ask, repo: Repository) -> Answer:
    start = resolved(repo, ask.query.get("sha") or repo.default_branch)
    limits = [f"--{name}={ask.query[name]}" for name in ("since", "until") if name in ask.query]
    return page(ask, repo.git.walk(*limits, start), lambda sha: commit(repo, repo.git.one(sha)))


@route("GET", HERE + "/commits/{ref}", "contents")
def one_commit(ask: Ask, repo: Repository, ref: str) -> Any:
    told = repo.git.one(resolved(repo, ref))
    before = told.parents[0] if told.parents else EMPTY_TREE
    shown = files(repo, before, told.sha)
    more, less = (sum(one[kind] for one in shown) for kind in ("additions", "deletions"))
    stats = {"additions": more, "deletions": less, "total": more + less}
    return commit(repo, told) | {"stats": stats, "files": shown[:FILES]}


def files(repo: Repository, before: str, after: str) -> list[dict[str, Any]]:
    """GitHub's `diff-entry`, without the patch."""
    counted = repo.git.counted(before, after)
    told = []
    for one in repo.git.changes(before, after):
        more, less = counted.get(one.path, (0, 0))
        place = f"{repo.html}/{{}}/{after}/{one.path}"
        told.append(
            {
                "sha": one.blob,
                "filename": one.path,
                "status": one.status,
                "additions": more,
                "deletions": less,
                "changes": more + less,
                "blob_url": place.format("blob"),
                "raw_url": place.format("raw"),
                "contents_url": f"{repo.api}/contents/{one.path}?ref={after}",
            }
        )
    return told


@route("GET", HERE + "/commits/{commit_sha}/pulls", "pull_requests")
def pulls(ask: Ask, repo: Repository, commit_sha: str) -> Answer:
    """The merged one that brought it to the default branch; of others, those that are open."""
    sha = resolved(repo, commit_sha)
    own = [one for one in repo.pulls if sha == one.merge_commit_sha and one.merged_at]
    if not own:
        own = [one for one in repo.pulls if sha in one.commits]
    return page(ask, own, simple_pull)


@route("GET", HERE + "/compare/{basehead}", "contents")
def compare(ask: Ask, repo: Repository, basehead: str) -> Any:
    base_name, dots, head_name = basehead.partition("...")
    if not dots:
        raise not_found()
    base, head = (repo.resolve(name) for name in (base_name, head_name))
    if base is None or head is None:
        raise not_found()
    git = repo.git
    ahead, behind = git.between(base, head), git.between(head, base)
    fork = git.fork_point(base, head)
    state = {(0, 0): "identical", (1, 0): "ahead", (0, 1): "behind", (1, 1): "diverged"}
    answer = _compared(ask, repo, ahead)
    here = f"{repo.html}/compare/{basehead}"
    first = "page" not in ask.query or ask.query["page"] == "1"
    answer.body = {
        "url": f"{repo.api}/compare/{basehead}",
        "html_url": here,
        "permalink_url": here,
        "diff_url": f"{here}.diff",
        "patch_url": f"{here}.patch",
        "base_commit": commit(repo, git.one(base)),
        "merge_base_commit": commit(repo, git.one(fork)),
        "status": state[(bool(ahead), bool(behind))],
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": answer.body,
        # Files come with the first page only, at most so many, and do not page.
        "files": files(repo, fork, head)[:FILES] if first else [],
    }
    return answer


def _compared(ask: Ask, repo: Repository, ahead: Sequence[str]) -> Answer:
    """All commits only to those who ask for pages; others get the newest 250, without a word."""

    def shape(told: Commit) -> dict[str, Any]:
        return commit(repo, told)

    if "page" in ask.query or "per_page" in ask.query:
        return page(ask, repo.git.read(ahead), shape)
    return Answer(200, [shape(told) for told in repo.git.read(ahead[-COMPARED:])])
