"""The table of GitHub's events: which file reads which, and how bytes become facts."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from webhooks.github import (
    check_run,
    check_suite,
    create,
    delete,
    deployment,
    deployment_protection_rule,
    deployment_review,
    deployment_status,
    installation,
    installation_repositories,
    issue_comment,
    issues,
    label,
    merge_group,
    milestone,
    package,
    pull_request,
    pull_request_review,
    push,
    release,
    repository,
    repository_advisory,
    status,
    unfollowed,
    workflow_run,
)
from webhooks.nul import without_nul
from webhooks.polled import branch, commits, file, tag, touched
from webhooks.translation import Envelope, Translation, Untranslatable

Read = Callable[[bytes, Envelope], Translation]
P = TypeVar("P")


def _reading(payload: type[P], translate: Callable[[P, Envelope], Translation]) -> Read:
    decode = msgspec.json.Decoder(payload).decode
    return lambda body, envelope: translate(decode(body), envelope)


EVENTS: dict[str, Read] = {
    "check_run": _reading(check_run.Payload, check_run.translate),
    "check_suite": _reading(check_suite.Payload, check_suite.translate),
    "create": _reading(create.Payload, create.translate),
    "delete": _reading(delete.Payload, delete.translate),
    "deployment": _reading(deployment.Payload, deployment.translate),
    "deployment_protection_rule": _reading(
        deployment_protection_rule.Payload, deployment_protection_rule.translate
    ),
    "deployment_review": _reading(deployment_review.Payload, deployment_review.translate),
    "deployment_status": _reading(deployment_status.Payload, deployment_status.translate),
    "installation": _reading(installation.Payload, installation.translate),
    "installation_repositories": _reading(
        installation_repositories.Payload, installation_repositories.translate
    ),
    "issue_comment": _reading(issue_comment.Payload, issue_comment.translate),
    "issues": _reading(issues.Payload, issues.translate),
    "label": _reading(label.Payload, label.translate),
    "merge_group": _reading(merge_group.Payload, merge_group.translate),
    "milestone": _reading(milestone.Payload, milestone.translate),
    "package": _reading(package.Payload, package.translate),
    "polled.branch": _reading(branch.Payload, branch.translate),
    "polled.commits": _reading(commits.Payload, commits.translate),
    "polled.file": _reading(file.Payload, file.translate),
    "polled.tag": _reading(tag.Payload, tag.translate),
    "polled.touched": _reading(touched.Payload, touched.translate),
    "pull_request": _reading(pull_request.Payload, pull_request.translate),
    "pull_request_review": _reading(pull_request_review.Payload, pull_request_review.translate),
    "push": _reading(push.Payload, push.translate),
    "registry_package": _reading(package.Payload, package.translate),
    "release": _reading(release.Payload, release.translate),
    "repository": _reading(repository.Payload, repository.translate),
    "repository_advisory": _reading(repository_advisory.Payload, repository_advisory.translate),
    "status": _reading(status.Payload, status.translate),
    "workflow_run": _reading(workflow_run.Payload, workflow_run.translate),
}
UNFOLLOWED = _reading(unfollowed.Payload, unfollowed.translate)


def translate(body: bytes, envelope: Envelope) -> Translation:
    """The facts of a delivery of GitHub's.

    Raises `Untranslatable` where the body is no JSON, or lacks what the event is known by, and
    nothing else, whatever the bytes.
    """
    read = EVENTS.get(envelope.event, UNFOLLOWED)
    try:
        return without_nul(lambda json: read(json, envelope), body)
    except msgspec.ValidationError as error:
        raise Untranslatable(
            f"this `{envelope.event}` is not as GitHub describes it: {error}; it is kept: run"
            " `shipledger deliveries retry` once Shipledger reads such a form"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Untranslatable(
            f"the body of this `{envelope.event}` is no JSON that can be read: {error};"
            " look who sent it, and ask GitHub to deliver the event again"
        ) from error
    except OverflowError as error:
        raise Untranslatable(
            f"a time in this `{envelope.event}` lies outside of the years 1 to 9999: {error};"
            " look who sent it: GitHub tells of no such time"
        ) from error
