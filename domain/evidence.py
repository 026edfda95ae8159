"""Evidence: what a tool measured at a commit, in figures that a policy may set bounds to."""

import msgspec

from domain import subject
from domain.fact import Fact, Name, Sha

# How it ended by the tool's own word, where it has one.
OUTCOMES = ("pass", "fail", "error")


class Figure(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One thing that was counted or measured: `lines` 83.4, `critical` 0."""

    name: Name
    value: float


class EvidenceReported(Fact, frozen=True, kw_only=True, tag="evidence.reported.1"):
    """A tool told what it measured: coverage, the findings of a scan, a kind of the team's own.

    The newest of a kind and name at a commit counts. `digest` is of the report itself, which lies
    at `url`: only its figures are kept here.
    """

    sha: Sha
    kind: Name
    name: Name
    run: str
    outcome: str = ""  # see above; empty where the tool only measures
    figures: tuple[Figure, ...] = ()
    url: str = ""
    digest: str = ""

    def about(self) -> tuple[str, ...]:
        return (subject.checks(self.sha),)
