"""The ground of a judgement: what is known of a release's commit, read once for all gates."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from domain import subject
from domain.fact import Told
from projections.base import base_of
from projections.case import Case
from projections.checks import Check, checks_of
from projections.directory import Directory, directory_of
from projections.gates.kept import Kept, kept_of
from projections.tag_state import tag_of

# So far back evidence is looked for that was made at an earlier commit.
NEAR = 50


class Ground:
    """Made for one case; what no gate asks for is not read."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def told(self) -> list[Told]:
        """What was verified at the commit."""
        return self.case.view.about(subject.checks(self.case.sha)) if self.case.sha else []

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        return checks_of(self.case.sha, self.told).checks

    @cached_property
    def kept(self) -> Kept:
        """What people answered for and waived."""
        return kept_of(self.case)

    @cached_property
    def directory(self) -> Directory:
        return directory_of(self.case.view)

    @cached_property
    def earlier(self) -> Mapping[str, list[Told]]:
        """The same of the commits before it that the release has too, the nearest first."""
        found: dict[str, list[Told]] = {sha: [] for sha in self._before()}
        for one in self.case.view.about(*map(subject.checks, found)):
            found[getattr(one.fact, "sha", "")].append(one)
        return {sha: told for sha, told in found.items() if told}

    def _before(self) -> Iterable[str]:
        """Not in a first release: there it would be all that was ever made."""
        view, sha = self.case.view, self.case.sha
        tag = tag_of(self.case.release, view.about(subject.tag(self.case.release)))
        base = base_of(view, tag).sha if tag and tag.exists else None
        if base is None or sha is None:
            return ()
        return [one.sha for one in view.commits.between(base, sha).commits[1 : NEAR + 1]]
