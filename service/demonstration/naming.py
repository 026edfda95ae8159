"""Names on the stage: how branches and tags come to be, move and go."""

from service.demonstration.cast import Person
from service.demonstration.git import NOWHERE, Commit, sha
from service.demonstration.payloads import code
from service.demonstration.props.code import Push
from service.demonstration.stage import Stage


def push(stage: Stage, branch: str, commits: list[Commit], by: Person) -> None:
    """Commits come upon a branch, which is made where it does not exist."""
    before, head = stage.shelf.branches.get(branch), commits[-1]
    stage.shelf.branches[branch] = head
    stage.shelf.commits.update({one.sha: one for one in commits})
    moved = Push(
        ref=f"refs/heads/{branch}",
        before=before.sha if before else NOWHERE,
        after=head.sha,
        head=head,
        commits=tuple(commits),
    )
    _tell(stage, moved, by)


def branch_off(stage: Stage, branch: str, start: Commit, by: Person) -> None:
    """A branch at a commit that is known already: GitHub then lists no commits."""
    stage.shelf.branches[branch] = start
    _tell(stage, Push(ref=f"refs/heads/{branch}", after=start.sha, head=start), by)


def drop_branch(stage: Stage, branch: str, by: Person) -> None:
    before = stage.shelf.branches.pop(branch)
    _tell(stage, Push(ref=f"refs/heads/{branch}", before=before.sha), by)


def tag(stage: Stage, name: str, head: Commit, by: Person) -> None:
    """An annotated tag is an object of its own; a lightweight one is just the commit."""
    before = stage.shelf.tag_objects.get(name, NOWHERE)
    named = sha("tag", name, head.sha) if stage.repository.annotated else head.sha
    stage.shelf.tags[name], stage.shelf.tag_objects[name] = head, named
    moved = Push(
        ref=f"refs/tags/{name}", before=before, after=named, head=head, forced=before != NOWHERE
    )
    _tell(stage, moved, by)


def _tell(stage: Stage, moved: Push, by: Person) -> None:
    stage.pushed_at = stage.clock
    stage.tell("push", by, code.push(stage.repository, moved, by))
    stage.wait(0.05, 0.2)
