"""All kinds of things that are read of a repository, in the order in which they help most."""

from typing import Final

from service.github.backfill import (
    branches,
    checks,
    deployments,
    files,
    identity,
    milestones,
    pulls,
    releases,
    reviews,
    tags,
    touched,
)
from service.github.backfill.reading import Kind

KINDS: Final = (
    Kind("identity", "what it is called", identity.read),
    Kind("branches", "its branches and the commits on them", branches.read, stays=True),
    Kind("tags", "its tags", tags.read),
    Kind("releases", "its releases", releases.read),
    Kind("files", "its files of settings", files.read, stays=True),
    Kind("deployments", "its deployments", deployments.read),
    Kind("pulls", "its pull requests", pulls.read),
    Kind("milestones", "its milestones", milestones.read),
    Kind("checks", "the checks of its releases", checks.read, stays=True),
    Kind("reviews", "the reviews of its pull requests", reviews.read),
    Kind("touched", "the files that its commits changed", touched.read),
)
