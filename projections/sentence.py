"""A sentence: what a fact says, in plain English, for people who read a timeline."""

from collections.abc import Callable
from typing import Any

from domain import (
    alert,
    artifact,
    branch,
    check,
    command,
    commit,
    configuration,
    deployment,
    evidence,
    health,
    incident,
    installation,
    issue,
    merge_group,
    milestone,
    pull_request,
    release,
    repository,
    review,
    tag,
)
from domain.commit import MORE
from domain.fact import Fact

Words = Callable[[Any], str]


def sentence(fact: Fact) -> str:
    """What happened, who did it, and whether somebody said so or it was inferred."""
    by = f" by {fact.by.name}" if fact.by else ""
    inferred = f" (inferred: {fact.inferred})" if fact.inferred else ""
    return f"{WORDS[type(fact)](fact)}{by}{inferred}."


def _short(sha: str | None) -> str:
    return sha[:10] if sha else "an untold commit"


def _paths(paths: tuple[str, ...]) -> str:
    if MORE in paths:
        return f"more than {len(paths) - 1} paths"
    return f"{len(paths)} paths" if len(paths) != 1 else paths[0]


def _evidence(fact: evidence.EvidenceReported) -> str:
    figures = (f"{one.name} {one.value:g}" for one in fact.figures)
    told = ", ".join(one for one in (fact.outcome, *figures) if one)
    return f"Evidence {fact.kind} of {fact.name}: {told or 'nothing but that it was made'}"


def _measured(fact: health.HealthRead) -> str:
    of = f" of {fact.sample}" if fact.sample is not None else ""
    where = f" on {fact.target}" if fact.target else ""
    what = f" of {_short(fact.sha)}" if fact.sha else ""
    return f"{fact.measure}{what} in {fact.environment}{where} was {fact.value:g}{of}"


def _found(fact: deployment.EnvironmentObserved) -> str:
    where = f" on {fact.target}" if fact.target else ""
    told = " at ".join(one for one in (fact.version, fact.sha[:10]) if one)
    return f"{told} was found running in {fact.environment}{where}"


def _of_alert(words: str) -> Words:
    return lambda fact: f"Alert {fact.alert} {words} in {fact.environment}"


def _of_pull(words: str) -> Words:
    return lambda fact: f"#{fact.pull.number} «{fact.pull.title}» {words}"


def _of_release(words: str) -> Words:
    return lambda fact: f"GitHub release «{fact.release.name or fact.release.tag}» {words}"


def _of_issue(words: str) -> Words:
    return lambda fact: f"Issue #{fact.issue.number} «{fact.issue.title}» {words}"


def _of_deployment(words: str) -> Words:
    return lambda fact: (
        f"Deployment {fact.deployment.id} of {_short(fact.deployment.sha)}"
        f" to {fact.deployment.environment} {words}"
    )


def _of_review(words: str) -> Words:
    return lambda fact: (
        f"The deployment of {_short(fact.sha)} to {fact.environment} {words}"
        f"{f': {fact.comment}' if fact.comment else ''}"
    )


def _of_milestone(words: str) -> Words:
    return lambda fact: f"Milestone «{fact.title}» {words}"


def _of_installation(words: str) -> Words:
    return lambda fact: f"Installation {fact.installation} of {fact.account} {words}"


def _outcome(fact: Any) -> str:
    return str(fact.conclusion if fact.status == "completed" and fact.conclusion else fact.status)


_REPOSITORY: dict[type[Fact], Words] = {
    repository.RepositoryNamed: lambda fact: f"The repository was called {fact.name}",
    repository.RepositoryRenamed: lambda fact: (
        f"The repository was renamed from {fact.before} to {fact.name}"
    ),
    repository.RepositoryTransferred: lambda fact: (
        f"The repository was transferred from {fact.before} and is called {fact.name}"
    ),
    repository.DefaultBranchChanged: lambda fact: (
        f"The default branch was changed from {fact.before} to {fact.branch}"
    ),
    repository.RepositoryArchived: lambda _: "The repository was archived",
    repository.RepositoryUnarchived: lambda _: "The repository was taken out of the archive",
    repository.RepositoryDeleted: lambda _: "The repository was deleted",
    repository.RepositoryConnected: lambda fact: (
        f"Installation {fact.installation} was given access"
    ),
    repository.RepositoryDisconnected: lambda fact: (
        f"Installation {fact.installation} lost its access"
    ),
    installation.InstallationAdded: _of_installation("was added"),
    installation.InstallationRemoved: _of_installation("was removed"),
    installation.InstallationSuspended: _of_installation("was suspended"),
    installation.InstallationResumed: _of_installation("was resumed"),
    installation.PermissionsAccepted: _of_installation("was granted new permissions"),
    installation.RepositoriesChanged: _of_installation("was given other repositories"),
}

_GIT: dict[type[Fact], Words] = {
    branch.BranchCreated: lambda fact: f"Branch {fact.name} was created at {_short(fact.sha)}",
    branch.BranchAdvanced: lambda fact: f"Branch {fact.name} advanced to {_short(fact.sha)}",
    branch.BranchForcePushed: lambda fact: (
        f"Branch {fact.name} was forced from {_short(fact.before)} to {_short(fact.sha)}"
    ),
    branch.BranchDeleted: lambda fact: f"Branch {fact.name} was deleted",
    branch.BranchObserved: lambda fact: f"Branch {fact.name} was found at {_short(fact.sha)}",
    tag.TagCut: lambda fact: f"Tag {fact.name} was cut at {_short(fact.sha)}",
    tag.TagMoved: lambda fact: f"Tag {fact.name} was moved to {_short(fact.sha)}",
    tag.TagDeleted: lambda fact: f"Tag {fact.name} was deleted",
    tag.TagAnnounced: lambda fact: f"Tag {fact.name} was announced without its commit",
    commit.CommitMade: lambda fact: (
        f"{_short(fact.sha)} was written by {fact.authorship.author.name}"
    ),
    commit.CommitPushed: lambda fact: f"{_short(fact.sha)} was pushed",
    commit.CommitTouched: lambda fact: f"{_short(fact.sha)} touched {_paths(fact.paths)}",
    configuration.FileObserved: lambda fact: (
        f"{fact.path} {'was gone' if fact.gone else 'stood as it is kept here'}"
        f" at {_short(fact.sha)}"
    ),
    merge_group.MergeGroupFormed: lambda fact: (
        f"The merge queue for {fact.base} began to check {_short(fact.sha)}"
    ),
    merge_group.MergeGroupEnded: lambda fact: (
        f"The merge queue for {fact.base} was done with {_short(fact.sha)}: {fact.reason}"
    ),
}

_CHANGES: dict[type[Fact], Words] = {
    pull_request.PullRequestOpened: _of_pull("was opened"),
    pull_request.PullRequestMerged: lambda fact: (
        f"#{fact.pull.number} «{fact.pull.title}» was merged into {fact.pull.base}"
        f" as {_short(fact.pull.merge_commit_sha)}"
    ),
    pull_request.PullRequestAbandoned: _of_pull("was closed without a merge"),
    pull_request.PullRequestReopened: _of_pull("was opened again"),
    pull_request.PullRequestReworded: _of_pull("was reworded"),
    pull_request.PullRequestRetargeted: lambda fact: (
        f"#{fact.pull.number} «{fact.pull.title}» was turned from {fact.before} to {fact.pull.base}"
    ),
    pull_request.PullRequestClassified: _of_pull("got other labels or another milestone"),
    pull_request.PullRequestExtended: _of_pull("got new commits"),
    pull_request.PullRequestReadied: _of_pull("was made ready for review"),
    pull_request.PullRequestDrafted: _of_pull("was made a draft again"),
    pull_request.AutoMergeEnabled: _of_pull("was set to merge by itself"),
    pull_request.AutoMergeDisabled: _of_pull("was set not to merge by itself"),
    pull_request.PullRequestEnqueued: _of_pull("entered the merge queue"),
    pull_request.PullRequestDequeued: _of_pull("left the merge queue"),
    review.ReviewRecorded: lambda fact: (
        f"#{fact.number} was reviewed: {fact.state.replace('_', ' ') or 'no verdict'}"
    ),
    review.ReviewDismissed: lambda fact: f"A review of #{fact.number} was dismissed",
    issue.IssueOpened: _of_issue("was opened"),
    issue.IssueResolved: _of_issue("was resolved"),
    issue.IssueDismissed: _of_issue("was closed without being resolved"),
    issue.IssueReopened: _of_issue("was opened again"),
    issue.IssueReworded: _of_issue("was reworded"),
    issue.IssueClassified: _of_issue("got other labels or another milestone"),
    issue.IssueTransferred: lambda fact: (
        f"Issue #{fact.issue.number} «{fact.issue.title}» was moved to {fact.to or 'elsewhere'}"
    ),
    issue.IssueDeleted: _of_issue("was deleted"),
    command.CommandGiven: lambda fact: f"/release {fact.words} was asked for on #{fact.thread}",
    milestone.MilestoneOpened: _of_milestone("was opened"),
    milestone.MilestoneClosed: _of_milestone("was closed"),
    milestone.MilestoneReworded: _of_milestone("was reworded"),
    milestone.MilestoneDeleted: _of_milestone("was deleted"),
    milestone.LabelCreated: lambda fact: f"Label «{fact.name}» was created",
    milestone.LabelRenamed: lambda fact: f"Label «{fact.before}» was renamed to «{fact.name}»",
    milestone.LabelDeleted: lambda fact: f"Label «{fact.name}» was deleted",
}

_SHIPPING: dict[type[Fact], Words] = {
    check.CheckReported: lambda fact: f"Check {fact.name} of {fact.app}: {_outcome(fact)}",
    check.CheckRerequested: lambda fact: f"Check {fact.name} of {fact.app} was asked for again",
    check.ChecksSettled: lambda fact: f"The checks of {fact.app}: {_outcome(fact)}",
    check.StatusReported: lambda fact: f"Status {fact.context}: {fact.state}",
    check.WorkflowRunReported: lambda fact: (
        f"Workflow {fact.name} ({fact.event}), attempt {fact.attempt}: {_outcome(fact)}"
    ),
    check.TestsReported: lambda fact: f"Tests {fact.suite}: {fact.outcome}",
    evidence.EvidenceReported: _evidence,
    release.ReleaseDrafted: _of_release("was drafted"),
    release.ReleasePublished: _of_release("was published"),
    release.ReleasePromoted: _of_release("was published as a full release"),
    release.ReleasePrereleased: _of_release("was published as a prerelease"),
    release.ReleaseReworded: _of_release("was reworded"),
    release.ReleaseRetagged: lambda fact: (
        f"GitHub release «{fact.release.name or fact.release.tag}» was put before"
        f" {fact.release.tag} instead of {fact.before}"
    ),
    release.ReleaseWithdrawn: _of_release("was withdrawn"),
    release.ReleaseDeleted: _of_release("was deleted"),
    deployment.DeploymentRequested: _of_deployment("was asked for"),
    deployment.DeploymentProgressed: lambda fact: _of_deployment(
        f"is {fact.state.replace('_', ' ')}"
    )(fact),
    deployment.DeploymentSucceeded: _of_deployment("succeeded"),
    deployment.DeploymentFailed: lambda fact: _of_deployment(f"ended in {fact.state}")(fact),
    deployment.DeploymentDeactivated: _of_deployment("was deactivated"),
    deployment.EnvironmentSighted: lambda fact: f"Environment {fact.name} was first heard of",
    deployment.EnvironmentObserved: _found,
    deployment.DeploymentReviewRequested: _of_review("waits for a reviewer"),
    deployment.DeploymentApproved: _of_review("was approved"),
    deployment.DeploymentRejected: _of_review("was rejected"),
    deployment.DeploymentGateAsked: lambda fact: (
        f"A deployment of {_short(fact.sha)} to {fact.environment} asked for leave"
    ),
    artifact.PackagePublished: lambda fact: (
        f"Package {fact.name} {fact.version} ({fact.ecosystem}) was published"
    ),
    artifact.AdvisoryReported: lambda fact: f"Advisory {fact.ghsa} was reported in private",
    artifact.AdvisoryPublished: lambda fact: f"Advisory {fact.ghsa} was published",
    health.HealthRead: _measured,
    alert.AlertFired: _of_alert("fired"),
    alert.AlertResolved: _of_alert("was over"),
    incident.IncidentReported: lambda fact: f"Incident {fact.incident} «{fact.title}» was reported",
    incident.IncidentResolved: lambda fact: f"Incident {fact.incident} «{fact.title}» was resolved",
}

WORDS = _REPOSITORY | _GIT | _CHANGES | _SHIPPING
