"""The routine of every team: bring a change in, cut a release, take it from place to place."""

from service.demonstration import naming, verdicts
from service.demonstration.cast import RELEASER, Person
from service.demonstration.changes import Change, check, merge, propose, review
from service.demonstration.git import Commit, commit
from service.demonstration.payloads.common import site
from service.demonstration.shipping import Voyage, deploy, draft, publish
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Place, Trouble


def begin(stage: Stage, *authored: tuple[Person, str]) -> None:
    """The repository moves to GitHub with its first commits."""
    commits = list[Commit]()
    for author, message in authored:
        commits.append(commit(*commits[-1:], author=author, at=stage.clock, message=message))
    naming.push(stage, "main", commits, authored[-1][0])
    verdicts.judged(stage, Place(commits[-1], "main", authored[-1][0], "push"))


def land(
    stage: Stage,
    change: Change,
    reviewer: Person,
    trouble: Trouble = Trouble.NONE,
    afterwards: Trouble = Trouble.NONE,
) -> Commit:
    """Proposed, checked, approved and merged within hours; `afterwards` is trouble on the base."""
    pull = propose(stage, change)
    check(stage, pull, trouble)
    stage.wait(10, 70)
    review(stage, pull, reviewer)
    stage.wait(2, 12)
    merger = reviewer if change.author.kind == "Bot" else change.author
    return merge(stage, pull, merger, afterwards)


def cut(stage: Stage, tag: str, by: Person, *, line: str = "main") -> Voyage:
    """Tagged, drafted by the robot, published by a person, and ready to go places."""
    head = stage.head(line)
    naming.tag(stage, tag, head, by)
    drafted = draft(stage, tag, whats_changed(stage, line), RELEASER, target=line)
    stage.wait(3, 15)
    publish(stage, drafted, by)
    stage.shelf.merged = [pull for pull in stage.shelf.merged if pull.base != line]
    return Voyage(head=head, ref=tag, environment="staging", by=by)


def whats_changed(stage: Stage, line: str = "main") -> str:
    """GitHub's own generated notes."""
    lines = [
        f"* {pull.title} by @{pull.author.login} in {site(stage.repository, 'pull', pull.number)}"
        for pull in stage.shelf.merged
        if pull.base == line
    ]
    return "\n".join(["## What's Changed", *lines]) if lines else "First release on GitHub."


def travel(stage: Stage, voyage: Voyage, *environments: str) -> None:
    """From one environment to the next, without stopping for long."""
    for environment in environments:
        deploy(stage, voyage.to(environment))
        stage.wait(4, 25)
