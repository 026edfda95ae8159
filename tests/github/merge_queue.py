"""The merge queue: a pull request waits in a group, whose head wants checks of its own.

Only Apps hear of a group, and only its branch's name tells which pull request is in it.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.github import merging
from tests.github.commit_shapes import short
from tests.github.pulls import Pull

if TYPE_CHECKING:
    from tests.github.repository import Repository


class Group:
    """A pull request on its way through the queue."""

    def __init__(self, pull: Pull, by: str = "grace") -> None:
        """Enqueue it: a commit is made that will be the base branch's, if its checks pass."""
        self.pull, self.by = pull, by
        repo = pull.repo
        pull.touch()
        pull.tell("enqueued", by)
        self.base_sha = repo.head(pull.base_ref)
        self.name = f"gh-readonly-queue/{pull.base_ref}/pr-{pull.number}-{self.base_sha}"
        (draft,) = merging.squash(pull, repo.signature(by), None)
        ref = f"refs/heads/{self.name}"
        self.head_sha = repo.git.write(replace(draft, ref=ref))[-1]
        self._tell(repo, "checks_requested")

    def merge(self) -> None:
        """The checks passed."""
        repo, pull = self.pull.repo, self.pull
        pull.touch()
        pull.tell("dequeued", self.by, reason="MERGE")
        self._tell(repo, "destroyed", reason="merged")
        pull.merge("squash", self.by)

    def drop(self, reason: str = "CI_FAILURE") -> None:
        """They did not, or somebody took it out."""
        self.pull.touch()
        self.pull.tell("dequeued", self.by, reason=reason)
        self._tell(self.pull.repo, "destroyed", reason="dequeued")

    def _tell(self, repo: "Repository", action: str, **more: Any) -> None:
        group = {
            "head_sha": self.head_sha,
            "head_ref": f"refs/heads/{self.name}",
            "base_sha": self.base_sha,
            "base_ref": f"refs/heads/{self.pull.base_ref}",
            "head_commit": short(repo, self.head_sha),
        }
        repo.tell("merge_group", self.by, action=action, merge_group=group, **more)
