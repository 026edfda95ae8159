"""Where is it? The releases and environments that a change or an issue has reached."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from domain import subject
from domain.commit import CommitMade, CommitPushed
from domain.errors import NotFound
from domain.fact import Told
from domain.pull_request import PullRequestMerged
from projections.fold import positions
from projections.matching import merges_of
from projections.pull_state import PullState, issues_of, pulls_of
from projections.reach import InEnvironment, InRelease, in_environments, in_releases
from projections.texts import texts_of
from projections.view import View


class Landed(Struct, frozen=True):
    """A commit that brings it.

    `how` is itself, merge commit, closing commit, origin (it was picked from there) or cherry-pick;
    `origin` is the commit that a cherry-pick was picked from.
    """

    sha: str
    how: str
    origin: str
    pull: int | None
    known: bool
    positions: tuple[int, ...]


class Where(Struct, frozen=True):
    """`state` is the thing's own: open, closed, merged; a commit is known, or only named."""

    kind: str  # pull, commit, issue
    asked: str
    title: str
    state: str
    note: str
    pulls: tuple[int, ...]
    commits: tuple[Landed, ...]
    releases: tuple[InRelease, ...]
    environments: tuple[InEnvironment, ...]
    reverted_by: tuple[str, ...]
    positions: tuple[int, ...]


def where_is_pull(view: View, number: int) -> Where:
    """`NotFound` where no fact tells of the pull request."""
    told = view.about(subject.pull(number))
    pull = pulls_of(told).get(number)
    if pull is None:
        raise NotFound(f"no pull request #{number} is known here: GitHub told nothing of it")
    landed = _landed(view, _merges([pull]))
    title, note = pull.pull.title, _pull_note(pull)
    return _where(view, ("pull", str(number), title, pull.state), note, (number,), landed, told)


def where_is_commit(view: View, sha: str) -> Where:
    """By its full SHA or its beginning; `NotFound` where no commit, or more than one, begins so."""
    whole = view.commits.expand(sha.lower()) or sha.lower()
    told = view.about(subject.commit(whole))
    if not told:
        raise NotFound(
            f"no commit, or more than one, begins with {sha} here: write more of it, "
            "or import the repository's history"
        )
    text = texts_of(told).get(whole)
    merged = merges_of(told).get(whole, {})
    pulls = tuple(sorted(merged)) or (text.authorship.pulls[-1:] if text else ())
    itself = Landed(
        whole, "itself", "", pulls[0] if pulls else None, text is not None, positions(told)
    )
    origins = text.authorship.picked_from if text else ()
    landed = _landed(
        view, [itself, *(Landed(one, "origin", "", None, False, ()) for one in origins)]
    )
    told_as = ("commit", whole, text.title if text else "", "known" if text else "named")
    return _where(view, told_as, "", pulls, landed, told)


def where_is_issue(view: View, number: int) -> Where:
    """By the pull requests and commits that close it; `NotFound` where nothing tells of it."""
    told = view.about(subject.issue(number))
    if not told:
        raise NotFound(f"no issue #{number} is known here: GitHub told nothing of it")
    issue = issues_of(told).get(number)
    numbers = sorted(
        {one.fact.pull.number for one in told if isinstance(one.fact, PullRequestMerged)}
    )
    pulls = pulls_of(view.about(*map(subject.pull, numbers)))
    # A pull request may have said so once, and not any more.
    closing = [pull for pull in pulls.values() if number in pull.pull.closes]
    landed = _landed(view, [*_merges(closing), *_closing_commits(told)])
    title, state = (issue.title, issue.state) if issue else ("", "")
    note = "" if landed else "Nothing that is merged says that it closes it."
    closed_by = tuple(sorted(pull.pull.number for pull in closing))
    return _where(view, ("issue", str(number), title, state), note, closed_by, landed, told)


def _where(  # noqa: PLR0913, PLR0917 -- the parts of every answer here
    view: View,
    told_as: tuple[str, str, str, str],
    note: str,
    pulls: tuple[int, ...],
    landed: Sequence[Landed],
    told: Iterable[Told],
) -> Where:
    kind, asked, title, state = told_as
    commits = [one.sha for one in landed]
    releases = in_releases(view, commits)
    unknown = [one.sha[:10] for one in landed if not one.known]
    notes = [
        note,
        "It is in no release yet." if landed and not releases else "",
        f"Not known by itself: {', '.join(unknown)}; import the history." if unknown else "",
    ]
    return Where(
        kind=kind,
        asked=asked,
        title=title,
        state=state,
        note=" ".join(filter(None, notes)),
        pulls=pulls,
        commits=tuple(landed),
        releases=releases,
        environments=in_environments(view, commits),
        reverted_by=_saying(view.about(*map(subject.reversals, commits))),
        positions=positions(told),
    )


def _pull_note(pull: PullState) -> str:
    if pull.state == "open":
        return f"Not merged yet; it is meant for {pull.pull.base}."
    if pull.state == "closed":
        return "Closed without a merge."
    if pull.merge_sha is None:
        return "Merged, but GitHub did not tell as which commit."
    return f"Merged into {pull.pull.base}."


def _merges(pulls: Iterable[PullState]) -> list[Landed]:
    return [
        Landed(pull.merge_sha, "merge commit", "", pull.pull.number, True, pull.positions)
        for pull in pulls
        if pull.merge_sha
    ]


def _closing_commits(told: Iterable[Told]) -> list[Landed]:
    return [
        Landed(sha, "closing commit", "", None, True, (text.position,))
        for sha, text in sorted(texts_of(told).items())
    ]


def _landed(view: View, commits: Iterable[Landed]) -> list[Landed]:
    """The commits, and all that say they were picked from one of them; each once."""
    known = {one.sha: one for one in reversed(list(commits))}
    told = view.about(*map(subject.commit, known), *map(subject.picks, known))
    texts = texts_of(told)
    landed = {sha: replace(one, known=sha in texts) for sha, one in reversed(known.items())}
    for sha, text in sorted(texts.items()):
        origin = next((one for one in text.authorship.picked_from if one in known), "")
        if origin and sha not in landed:
            pull = known[origin].pull
            landed[sha] = Landed(sha, "cherry-pick", origin, pull, True, (text.position,))
    return list(landed.values())


def _saying(told: Iterable[Told]) -> tuple[str, ...]:
    return tuple(
        sorted({one.fact.sha for one in told if isinstance(one.fact, CommitMade | CommitPushed)})
    )
