"""Notes: what a span brought, sorted into sections, with the reason for each line and gap."""

from collections.abc import Sequence

from domain.errors import NotFound
from projections.identity import Identity, identity
from projections.notes.advisories import advisories
from projections.notes.answer import Advisory, Contributor, Entry, NextVersion, Notes
from projections.notes.edits import Notebook
from projections.notes.entries import Entries
from projections.notes.headings import headings
from projections.notes.newcomers import Newcomers
from projections.notes.next_version import next_version
from projections.notes.people import People
from projections.notes.sections import Sorter
from projections.notes.series import Lineup
from projections.notes.settings import Settings
from projections.notes.span import Span
from projections.view import View
from projections.within import Ranges, Within


def notes(view: View, span: Span, settings: Settings) -> Notes:
    """The notes of the span, with what people decided laid over them."""
    return Noting(view, settings).notes(span)


def notes_of(view: View, span: Span, settings: Settings, brought: Within) -> Notes:
    """The same of contents that are known already."""
    return Noting(view, settings).notes_of(span, brought)


class Noting:
    """The notes of many spans of one view: what they have in common is found out once."""

    def __init__(self, view: View, settings: Settings) -> None:
        self._view, self._settings = view, settings
        self._notebook = view.notebook()
        self._ranges = Ranges(view)
        self._sorter = Sorter(settings)
        self._entries = Entries(settings, self._sorter, self._notebook)
        self._people, self._newcomers = People(settings), Newcomers(view)
        self._identity = _identity(view)

    def notes(self, span: Span) -> Notes:
        """The notes of the span, with what people decided laid over them."""
        brought = self._ranges.within(
            span.base_sha, span.head_sha, less=span.less, component=span.component
        )
        return self.notes_of(span, brought)

    def notes_of(self, span: Span, brought: Within) -> Notes:
        """The same of a range whose changes are known already."""
        view, settings, repo = self._view, self._settings, self._identity
        changes = (*brought.pulls, *brought.commits)
        told = self._entries.of(changes)
        listed = [one for one in told if one.listed]
        people = self._people.of(changes, brought.authors)
        people = self._newcomers.named(span.base_sha, people, changes, brought.texts)
        return Notes(
            repository=repo.name if repo else "",
            url=_url(repo),
            component=span.component.name if span.component else "",
            name=span.name,
            title=span.title,
            tag=span.tag,
            previous=span.previous,
            state=span.state,
            yanked=self._notebook.yanked.get(span.tag, ""),
            date=span.date,
            from_=span.from_,
            to=span.to,
            base=span.base,
            head=span.head_sha,
            headings=headings(listed, self._sorter.sections, settings),
            highlights=tuple([one for one in listed if one.highlighted]),
            breaking=tuple([one for one in listed if one.breaking]),
            unlisted=tuple([one for one in told if not one.listed]),
            contributors=people,
            people_note=_people_note(people),
            advisories=_advisories(view, span, told, settings),
            next=_next(view, span, told, self._sorter, settings),
            size=brought.size,
            prerelease=span.prerelease,
            settings=settings.source,
            settings_path=settings.path,
            settings_ref=settings.ref,
            problems=settings.problems,
            note=_note(brought, told),
            fixed=span.fixed,
            positions=_positions(span, told, self._notebook),
        )


def _advisories(
    view: View, span: Span, told: Sequence[Entry], settings: Settings
) -> tuple[Advisory, ...]:
    naming = {one.change.key: one.advisories for one in told if one.advisories}
    version = Lineup(view, settings).read(span.tag).text if span.tag else ""
    return advisories(view, version, naming)


def _next(
    view: View, span: Span, told: Sequence[Entry], sorter: Sorter, settings: Settings
) -> NextVersion | None:
    """Of what has no version yet; the day is the span's, the view's, or that of its newest."""
    if span.tag:
        return None
    moments = (
        span.date,
        view.as_at,
        max((one.change.at for one in told if one.change.at), default=None),
    )
    day = next((one.date() for one in moments if one is not None), None)
    current = Lineup(view, settings).read(span.previous)
    return next_version(current, told, sorter.sections, settings, day)


# Measured against what forges say of six histories.
_RIGHT_BY_NAME = "64 of 100"


def _people_note(people: Sequence[Contributor]) -> str:
    """How far it can be trusted who they are, and whose first contribution it was."""
    notes = []
    named = sum(one.precision == "name" for one in people)
    if named:
        notes.append(
            f"{named} of {len(people)} people are known by the names in their commits alone, which "
            "take one person for two at times."
        )
    if any(one.first and one.precision == "name" for one in people):
        notes.append(f"A first contribution by a name alone was right in {_RIGHT_BY_NAME} cases.")
    elif any(one.first for one in people):
        notes.append("First contributions are exact as far back as the ledger knows accounts.")
    return " ".join(notes)


def _identity(view: View) -> Identity | None:
    try:
        return identity(view)
    except NotFound:
        return None


def _url(repo: Identity | None) -> str:
    if repo is None:
        return ""
    return repo.url or (f"https://github.com/{repo.name}" if repo.forge == "github" else "")


def _note(brought: Within, told: Sequence[Entry]) -> str:
    lone = [one.reason for one in told].count("commit")
    notes = [brought.note] if brought.note else []
    if lone:
        notes.append(
            f"{lone} commit{'s belong' if lone > 1 else ' belongs'} to no pull request that is "
            "known here, and settings of this kind list pull requests only."
        )
    return " ".join(notes)


def _positions(span: Span, told: Sequence[Entry], notebook: Notebook) -> tuple[int, ...]:
    found = set(span.positions).union(*[one.change.positions for one in told])
    if notebook.edits:
        found.update(one.edit.position for one in told if one.edit is not None)
    found.update(one.position for one in notebook.files.values())
    return tuple(sorted(found))
