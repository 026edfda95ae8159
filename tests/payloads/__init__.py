"""GitHub's payloads as GitHub sends them, for stories that no recording tells.

Each builder takes what the story is about, and a moment, and returns the event with its payload.
Nothing is random and nothing is kept: the same words give the same payload.
"""

from tests.payloads.basics import DAWN, ZERO, Repo, Sent, iso, minute, sent, sha, user
from tests.payloads.checks import check_run, check_suite, status, workflow_run
from tests.payloads.places import installation, installation_repositories, repository
from tests.payloads.pulls import (
    labels,
    merge_group,
    pull_request,
    pull_request_merged,
    pull_request_review,
)
from tests.payloads.pushes import commit, create, delete, delete_tag, push, push_branch, push_tag
from tests.payloads.shipping import (
    deployment,
    deployment_review,
    deployment_status,
    package,
    release,
    repository_advisory,
)
from tests.payloads.sorting import issue, label, milestone

__all__ = [
    "DAWN",
    "ZERO",
    "Repo",
    "Sent",
    "check_run",
    "check_suite",
    "commit",
    "create",
    "delete",
    "delete_tag",
    "deployment",
    "deployment_review",
    "deployment_status",
    "installation",
    "installation_repositories",
    "iso",
    "issue",
    "label",
    "labels",
    "merge_group",
    "milestone",
    "minute",
    "package",
    "pull_request",
    "pull_request_merged",
    "pull_request_review",
    "push",
    "push_branch",
    "push_tag",
    "release",
    "repository",
    "repository_advisory",
    "sent",
    "sha",
    "status",
    "user",
    "workflow_run",
]
