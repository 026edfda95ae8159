"""All kinds of things that are read of a repository, in the order in which they help most."""

from typing import Final

from service.github.backfill import (
    branches,
    checks,
    deployments,
    files,
    identity,
    issues,
    labels,
    milestones,
    pulls,
    releases,
    reviews,
    tags,
    touched,
    workflows,
)
from service.github.backfill.reading import Kind

_CODE: Final = ("contents",)
_PULLS: Final = ("pull_requests",)

KINDS: Final = (
    Kind("identity", "what it is called", ("metadata",), identity.read),
    Kind("branches", "its branches and the commits on them", _CODE, branches.read, stays=True),
    Kind("tags", "its tags", _CODE, tags.read),
    Kind("releases", "its releases", _CODE, releases.read),
    Kind("files", "its files of settings", _CODE, files.read, stays=True),
    Kind("deployments", "its deployments", ("deployments",), deployments.read),
    Kind("pulls", "its pull requests", _PULLS, pulls.read),
    Kind("milestones", "its milestones", ("issues",), milestones.read),
    Kind("labels", "its labels", ("issues",), labels.read),
    Kind("issues", "its issues", ("issues",), issues.read),
    Kind("checks", "the checks of its releases", ("checks", "statuses"), checks.read, stays=True),
    Kind("workflows", "the runs at its releases", ("actions",), workflows.read, stays=True),
    Kind("reviews", "the reviews of its pull requests", _PULLS, reviews.read),
    Kind("touched", "the files that its commits changed", _CODE, touched.read),
)
