"""The payload of the first delivery: the organisation installs the App."""

from datetime import datetime

from service.demonstration.cast import INSTALLATION_ID, ORGANISATION_ID, REPOSITORIES, Person
from service.demonstration.payloads import common
from service.demonstration.payloads.common import Payload, account, owner

PERMISSIONS = {
    "actions": "read",
    "checks": "write",
    "contents": "write",
    "deployments": "write",
    "issues": "read",
    "metadata": "read",
    "packages": "read",
    "pull_requests": "write",
    "statuses": "read",
}
EVENTS = (
    "check_run",
    "check_suite",
    "deployment",
    "deployment_review",
    "deployment_status",
    "issues",
    "milestone",
    "package",
    "pull_request",
    "pull_request_review",
    "push",
    "release",
    "status",
    "workflow_run",
)


def installed(by: Person, at: datetime) -> Payload:
    return {
        "action": "created",
        "installation": {
            "id": INSTALLATION_ID,
            "account": owner(),
            "repository_selection": "selected",
            "app_id": 881204,
            "app_slug": "shipledger",
            "target_id": ORGANISATION_ID,
            "target_type": "Organization",
            "permissions": PERMISSIONS,
            "events": list(EVENTS),
            "created_at": int(at.timestamp()),
            "updated_at": int(at.timestamp()),
            "suspended_at": None,
            "suspended_by": None,
        },
        "repositories": [common.short_repository(one) for one in REPOSITORIES],
        "requester": None,
        "sender": account(by),
    }
