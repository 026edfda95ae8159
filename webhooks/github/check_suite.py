"""GitHub's `check_suite`: how all checks of one app at a commit stand, whatever the action says."""

from domain.check import ChecksSettled
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.check_run import App
from webhooks.github.payload import Moment, Number, Part, tell, utc
from webhooks.translation import Envelope, Translation


class CheckSuite(Part, frozen=True, kw_only=True):
    id: Number
    head_sha: Sha
    updated_at: Moment
    status: str | None = None
    conclusion: str | None = None
    head_branch: str | None = None
    app: App | None = None
    latest_check_runs_count: Number = 0


class Payload(common.Payload, frozen=True, kw_only=True):
    check_suite: CheckSuite


def translate(payload: Payload, envelope: Envelope) -> Translation:
    suite, app = payload.check_suite, payload.check_suite.app or App()
    at = utc(suite.updated_at)
    fact = ChecksSettled(
        at=at,
        via=envelope.via,
        by=payload.by(),
        sha=suite.head_sha,
        app=app.slug or app.name,
        app_id=app.id,
        suite=suite.id,
        status=suite.status or "",
        conclusion=suite.conclusion or "",
        branch=suite.head_branch or "",
        runs=suite.latest_check_runs_count,
    )
    stands = f"{fact.status}:{fact.conclusion}:{fact.runs}"
    return tell(payload, envelope, Keyed(fact, f"check_suite:{suite.id}:{stands}:{at.isoformat()}"))
