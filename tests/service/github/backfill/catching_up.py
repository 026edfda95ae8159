"""What a test of catching up needs: a team's story, our side of it, and all answers of a ledger."""

from collections.abc import Callable
from threading import Event
from typing import Any
from uuid import UUID

from domain.repository import stream_of
from projections.checks import checks
from projections.notes.asked import of_all
from service.github.backfill.backfill import Backfill
from service.github.backfill.progress import Progress, progress
from service.ingest import Intake
from service.ledger import Ledger
from tests.github.hub import Hub
from tests.github.repository import Repository
from tests.scenarios.answers import every_answer, subjects, told

SECRET = "a secret of sixteen"
DOOR = "https://ship.example/webhooks/github"


def stream(repo: Repository) -> UUID:
    return stream_of("github", str(repo.id))


def answers(ledger: Ledger, repo: Repository) -> dict[str, Any]:
    """To every question, with the notes and the checks of commits."""
    with ledger.look(stream(repo)) as view:
        shas = subjects(view)[2]
        return {
            **every_answer(view),
            "notes": told(lambda: of_all(view, "", limit=50).notes),
            **{f"checks {sha}": told(lambda sha=sha: checks(view, sha)) for sha in shas},  # type: ignore[misc]
        }


def receiver(ledger: Ledger, hub: Hub) -> Callable[[dict[str, str], bytes], int]:
    """The door for webhooks, without HTTP."""
    intake = Intake(ledger, (SECRET,), hub.clock)

    def take(headers: dict[str, str], body: bytes) -> int:
        intake.github(body, headers)
        return 202

    return take


def read_all(backfill: Backfill, ledger: Ledger) -> Progress:
    """Let the worker's turns go on until all is read."""
    for _ in range(1000):
        backfill.run(Event())
        found = progress(ledger)
        if found and all(one.ended for one in found):
            return found[0]
    raise AssertionError("it never comes to an end")


def season(repo: Repository) -> None:
    """A team at work: pull requests of all kinds, releases, a hotfix, checks, deployments.

    Nobody writes more than a few commits: of who wrote many, which were the first is told by the
    order of arrival.
    """
    paid = repo.pull("Pay by card", by="ada", labels=("feature",), body="Fixes #1")
    paid.review("approved")
    paid.merge("squash")
    repo.pull("Mend the receipt", by="mira", commits=("One", "Two"), labels=("bug",)).merge("merge")
    repo.check("build")
    repo.status("ci/deploy", "success")
    repo.release("v1.0.0", body="The first")
    repo.deploy("staging", "in_progress", "success")
    repo.deploy("production", "in_progress", "failure")
    repo.pull("Given up", by="noor").close()
    branch = repo.pull("Round down", by="lin", commits=("Down",))
    branch.push("Really down", by="lin")
    branch.merge("rebase")
    repo.branch("release/1.0")
    repo.commit("Backport", branch="release/1.0", by="grace")
    repo.tag("v1.0.1", repo.head("release/1.0"), message="A hotfix")
    repo.check("build", "failure")
    repo.deploy("production", "success", ref="v1.0.1")
    repo.release("v1.1.0-rc.1", prerelease=True, body="Try it")
    repo.release("v1.1.0", body="The second").edit(body="The second, corrected")
    repo.deploy("production", "queued", "in_progress", "success")
    repo.pull("Still open", by="noor", labels=("feature",), draft=True).ready()
