"""A configuration file: what a team keeps beside its code and tools read, as a commit has it."""

from domain import subject
from domain.fact import Fact, Name, Sha

# In bytes. What somebody wrote by hand is shorter; whoever observes files tells of no longer ones.
LARGEST = 256 * 1024


def version_of(content: str) -> str:
    """What a content is called wherever it is referred to: the beginning of its SHA-256."""
    # Late, for it loads all of OpenSSL, and many a repository has no such file.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(content.encode()).hexdigest()[:12]


class FileObserved(Fact, frozen=True, kw_only=True, tag="file.observed.1"):
    """The file stood so at the commit, which was the head of the default branch. `at` is its date.

    `gone` tells that the commit has no such file, where an earlier one had.
    """

    path: Name
    content: str
    sha: Sha
    gone: bool = False

    def about(self) -> tuple[str, ...]:
        return (subject.file(self.path),)
