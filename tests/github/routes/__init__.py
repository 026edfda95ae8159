"""The REST routes of a hub, in GitHub's words; importing this enters them all into the table."""

from tests.github.routes import (
    apps,
    checks,
    commits,
    deployments,
    hooks,
    issues,
    login,
    places,
    pulls,
    refs,
    releases,
    repositories,
    sorting,
)

__all__ = [
    "apps",
    "checks",
    "commits",
    "deployments",
    "hooks",
    "issues",
    "login",
    "places",
    "pulls",
    "refs",
    "releases",
    "repositories",
    "sorting",
]
