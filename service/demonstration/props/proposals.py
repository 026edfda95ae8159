"""Props about wishes: milestones, issues, pull requests and reviews."""

from datetime import datetime

from msgspec import Struct

from service.demonstration.cast import Person
from service.demonstration.git import Commit

COLOURS = {
    "bug": "d73a4a",
    "feature": "0e8a16",
    "security": "b60205",
    "breaking": "e11d21",
    "dependencies": "0366d6",
    "documentation": "0075ca",
    "internal": "cfd3d7",
    "incident": "5319e7",
    "tokens": "fbca04",
    "icons": "c5def5",
}


class Milestone(Struct, kw_only=True):
    id: int
    number: int
    title: str
    creator: Person
    created_at: datetime
    updated_at: datetime
    due_on: datetime
    closed_at: datetime | None = None


class Issue(Struct, kw_only=True):
    id: int
    number: int
    title: str
    author: Person
    created_at: datetime
    updated_at: datetime
    labels: tuple[str, ...] = ()
    milestone: Milestone | None = None
    closed_at: datetime | None = None
    reason: str | None = None


class Pull(Struct, kw_only=True):
    """`base_commit` is where its branch left the base, `commits` what it proposes, oldest first."""

    id: int
    number: int
    title: str
    body: str
    author: Person
    branch: str
    base: str
    base_commit: Commit
    commits: list[Commit]
    created_at: datetime
    updated_at: datetime
    labels: tuple[str, ...] = ()
    milestone: Milestone | None = None
    draft: bool = False
    closes: Issue | None = None
    closed_at: datetime | None = None
    merged_by: Person | None = None
    merge_commit: str | None = None

    @property
    def head(self) -> Commit:
        return self.commits[-1]


class Review(Struct, frozen=True, kw_only=True):
    id: int
    pull: Pull
    by: Person
    at: datetime
    state: str
    body: str = ""
