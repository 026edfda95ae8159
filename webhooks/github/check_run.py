"""GitHub's `check_run`: how one check stands, whatever the action says.

`created` arrives after `completed` often enough: only the run's own status and times are believed.
"""

from domain.check import CheckReported, CheckRerequested
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Number, Part, not_before, tell, utc, when
from webhooks.translation import Envelope, Translation


class App(Part, frozen=True):
    id: Number = 0
    slug: str | None = None
    name: str = ""


class Suite(Part, frozen=True):
    id: Number
    updated_at: Moment | None = None


class RepositoryId(Part, frozen=True):
    id: Number


class Base(Part, frozen=True):
    repo: RepositoryId


class PullRequest(Part, frozen=True):
    number: Number
    base: Base


class CheckRun(Part, frozen=True, kw_only=True):
    id: Number
    name: str
    head_sha: Sha
    status: str
    conclusion: str | None = None
    started_at: Moment | None = None
    completed_at: Moment | None = None
    external_id: str | None = None
    html_url: str | None = None
    details_url: str | None = None
    app: App | None = None
    check_suite: Suite | None = None
    pull_requests: tuple[PullRequest, ...] = ()


class Payload(common.Payload, frozen=True, kw_only=True):
    check_run: CheckRun


def translate(payload: Payload, envelope: Envelope) -> Translation:
    if payload.action in ("rerequested", "requested_action"):
        return tell(payload, envelope, _rerequested(payload, envelope))
    return tell(payload, envelope, _reported(payload, envelope))


def _reported(payload: Payload, envelope: Envelope) -> Keyed:
    run, app, suite = (
        payload.check_run,
        payload.check_run.app or App(),
        payload.check_run.check_suite,
    )
    completed_at = run.completed_at if run.status == "completed" else None
    moment = when(
        payload, envelope, completed_at, run.started_at, suite.updated_at if suite else None
    )
    fact = CheckReported(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        sha=run.head_sha,
        app=app.slug or app.name,
        app_id=app.id,
        name=run.name,
        run=str(run.id),
        status=run.status,
        conclusion=run.conclusion or "",
        started_at=utc(run.started_at) if run.started_at else None,
        completed_at=utc(run.completed_at) if run.completed_at else None,
        suite=suite.id if suite else None,
        url=run.html_url or run.details_url or "",
        pulls=_pulls(payload),
        external_id=run.external_id or "",
    )
    began, ended = fact.started_at or "", fact.completed_at or ""
    return Keyed(fact, f"check_run:{run.id}:{fact.status}:{fact.conclusion}:{began}:{ended}")


def _rerequested(payload: Payload, envelope: Envelope) -> Keyed:
    """The run's own times are those of the run that is to be repeated."""
    run, app = payload.check_run, payload.check_run.app or App()
    moment = not_before(
        payload,
        envelope,
        run.completed_at,
        run.started_at,
        run.check_suite.updated_at if run.check_suite else None,
    )
    fact = CheckRerequested(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        sha=run.head_sha,
        app=app.slug or app.name,
        app_id=app.id,
        name=run.name,
        run=str(run.id),
    )
    return Keyed(fact)


def _pulls(payload: Payload) -> tuple[int, ...]:
    """The pull requests of this repository: those of forks bear numbers of another one."""
    here = payload.repository.id
    return tuple(p.number for p in payload.check_run.pull_requests if p.base.repo.id == here)
