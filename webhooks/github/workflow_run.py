"""GitHub's `workflow_run`: how a run of GitHub Actions stands, attempt by attempt."""

from domain.check import WorkflowRunReported
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Number, Part, tell, utc
from webhooks.translation import Envelope, Translation


class WorkflowRun(Part, frozen=True, kw_only=True):
    id: Number
    workflow_id: Number
    event: str
    head_sha: Sha
    updated_at: Moment
    run_attempt: Number = 1
    name: str | None = None
    status: str | None = None
    conclusion: str | None = None
    head_branch: str | None = None
    run_started_at: Moment | None = None
    check_suite_id: Number | None = None
    html_url: str | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    workflow_run: WorkflowRun


def translate(payload: Payload, envelope: Envelope) -> Translation:
    run = payload.workflow_run
    at = utc(run.updated_at)
    fact = WorkflowRunReported(
        at=at,
        via=envelope.via,
        by=payload.by(),
        sha=run.head_sha,
        run=run.id,
        attempt=run.run_attempt,
        workflow=run.workflow_id,
        name=run.name or "",
        event=run.event,
        status=run.status or "",
        conclusion=run.conclusion or "",
        branch=run.head_branch or "",
        started_at=utc(run.run_started_at) if run.run_started_at else None,
        suite=run.check_suite_id,
        url=run.html_url or "",
    )
    stands = f"{fact.attempt}:{fact.status}:{fact.conclusion}"
    return tell(payload, envelope, Keyed(fact, f"workflow_run:{run.id}:{stands}:{at.isoformat()}"))
