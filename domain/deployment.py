"""A deployment: a commit on its way into an environment, and how that went."""

import msgspec

from domain import subject
from domain.fact import Fact, Sha


class Deployment(msgspec.Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """What was to be deployed where.

    `id` is unique in the repository: GitHub's number, or `<source> <id>` of another tool.
    """

    id: str
    sha: Sha
    environment: str
    ref: str = ""
    task: str = "deploy"
    production: bool | None = None
    transient: bool = False
    url: str = ""


class DeploymentFact(Fact, frozen=True, kw_only=True):
    deployment: Deployment

    def about(self) -> tuple[str, ...]:
        return (
            subject.deployment(self.deployment.id),
            subject.environment(self.deployment.environment),
            subject.shipped(self.deployment.sha),
        )


class DeploymentRequested(DeploymentFact, frozen=True, kw_only=True, tag="deployment.requested.1"):
    """Somebody asked for it."""


class DeploymentProgressed(
    DeploymentFact, frozen=True, kw_only=True, tag="deployment.progressed.1"
):
    """Under way: queued, pending, in_progress or waiting."""

    state: str
    status: str = ""  # the status's own id
    log_url: str = ""


class DeploymentSucceeded(DeploymentFact, frozen=True, kw_only=True, tag="deployment.succeeded.1"):
    """The environment runs the commit."""

    status: str = ""
    log_url: str = ""
    description: str = ""


class DeploymentFailed(DeploymentFact, frozen=True, kw_only=True, tag="deployment.failed.1"):
    """It ended as `failure` or `error`; the environment runs what it ran before."""

    state: str
    status: str = ""
    log_url: str = ""
    description: str = ""


class DeploymentDeactivated(
    DeploymentFact, frozen=True, kw_only=True, tag="deployment.deactivated.1"
):
    """No longer the environment's: GitHub's `inactive`, of which it sends no webhook."""

    status: str = ""


class EnvironmentSighted(Fact, frozen=True, kw_only=True, tag="environment.sighted.1"):
    """The first time that an environment was heard of."""

    name: str

    def about(self) -> tuple[str, ...]:
        return subject.environment(self.name), subject.ENVIRONMENTS


class EnvironmentObserved(Fact, frozen=True, kw_only=True, tag="environment.observed.1"):
    """Somebody looked and found this running, whatever was deployed.

    At least one of `sha` and `version` is filled. `target` is the cluster, region or host, where
    the environment has several.
    """

    environment: str
    target: str = ""
    sha: str = ""
    version: str = ""
    url: str = ""

    def about(self) -> tuple[str, ...]:
        return (subject.observed(self.environment),)


class DeploymentReviewFact(Fact, frozen=True, kw_only=True):
    """GitHub's own review of a deployment, by workflow run."""

    environment: str
    run: int
    sha: Sha
    reviewers: tuple[str, ...] = ()
    comment: str = ""

    def about(self) -> tuple[str, ...]:
        return subject.environment(self.environment), subject.shipped(self.sha)


class DeploymentReviewRequested(
    DeploymentReviewFact, frozen=True, kw_only=True, tag="deployment_review.requested.1"
):
    """The workflow waits for one of the reviewers."""


class DeploymentApproved(
    DeploymentReviewFact, frozen=True, kw_only=True, tag="deployment_review.approved.1"
):
    """A reviewer let it go on."""


class DeploymentRejected(
    DeploymentReviewFact, frozen=True, kw_only=True, tag="deployment_review.rejected.1"
):
    """A reviewer stopped it."""


class DeploymentGateAsked(Fact, frozen=True, kw_only=True, tag="deployment_gate.asked.1"):
    """A deployment waits for an App's leave, which is given or refused at `callback`."""

    deployment: str
    environment: str
    sha: Sha
    run: int
    callback: str
    event: str = ""

    def about(self) -> tuple[str, ...]:
        return (
            subject.deployment(self.deployment),
            subject.environment(self.environment),
            subject.shipped(self.sha),
            subject.GATES,
        )
