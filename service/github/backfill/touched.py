"""The files that commits changed, where the team's settings tell components apart by paths.

It costs a request for each commit whose push nobody heard, and so it comes last, newest first.
"""

from collections.abc import Iterator
from typing import Any, Final

from domain import subject
from domain.commit import CommitMade, CommitPushed, CommitTouched
from domain.errors import NotFound
from projections.branches import default_head
from projections.notes.found_settings import settings_of
from projections.view import View
from service.github.backfill.reading import Reading, Step

AT_ONCE: Final = 100
PAGES_AT_MOST: Final = 30  # GitHub tells no more than 3,000 files of a commit


def read(reading: Reading, place: Any) -> Iterator[Step]:  # noqa: ARG001 - what is known is the place
    with reading.look() as view:
        if not any(component.paths for component in settings_of(view).components):
            return
        try:
            head = default_head(view).sha
        except NotFound:
            return
        commits = [member.sha for member in view.commits.between(None, head).commits]
    for start in range(0, len(commits), AT_ONCE):
        with reading.look() as view:
            unknown = _unknown(view, commits[start : start + AT_ONCE])
        for made in unknown:
            yield Step(None, 1, _tell(reading, made))


def _unknown(view: View, shas: list[str]) -> list[CommitMade]:
    """Those of one parent whose files nobody told; a merge touches nothing by itself."""
    facts = [told.fact for told in view.about(*map(subject.commit, shas))]
    told = {one.sha for one in facts if isinstance(one, CommitTouched)}
    told |= {one.sha for one in facts if isinstance(one, CommitPushed) and one.touched is not None}
    made = {one.sha: one for one in facts if isinstance(one, CommitMade)}
    return [
        made[sha] for sha in shas if sha in made and sha not in told and len(made[sha].parents) < 2
    ]


def _tell(reading: Reading, made: CommitMade) -> int:
    files: list[dict[str, Any]] = []
    path = f"{reading.path}/commits/{made.sha}"
    for page in range(1, PAGES_AT_MOST + 1):
        answer = reading.calls.read(path, per_page=100, page=page)
        files += [
            {name: file.get(name) for name in ("filename", "previous_filename")}
            for file in answer.json.get("files", ())
        ]
        if not answer.next:
            break
    told = {"sha": made.sha, "committed_at": made.at.isoformat(), "files": files}
    return reading.tell("polled.touched", f"touched:{made.sha}", touched=told)
