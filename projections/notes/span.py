"""The span of notes: from which commit to which, for which component, and why from there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain import subject
from domain.errors import NotFound
from domain.version import CEILING, read
from projections.base import Base, base_of
from projections.branches import default_head
from projections.ends import End, end
from projections.environments import environments
from projections.notes.components import component_of, component_of_tag
from projections.notes.settings import Component, Settings
from projections.notes.policies import moves_on
from projections.notes.series import Lineup
from projections.page import Page, pages_of
from projections.release_state import current_page, release_state
from projections.standing import told_of
from projections.tag_state import TagState, tag_of
from projections.unreleased import since
from projections.view import View


@dataclass(frozen=True, slots=True)
class Span:
    """What notes are made of.

    `name`   the tag, «Unreleased», «v1.2...v1.3», or «staging → production».
    `base`   the base of a release, or of what is unreleased, with its reasons; else None.
    `from_`, `to`  the ends of a range that somebody asked for; else None.
    `less`   further commits whose history is left out, besides that of `base_sha`.
    `component`  None where all files and all tags of the repository count.
    `state`  a release's state, `unreleased`, `range` or `environment`.
    `fixed`  both ends are commits that no later fact can move.
    `note`   what a reader should know of it, in sentences: that it goes back, or across lines.
    """

    name: str
    title: str
    tag: str
    previous: str
    base: Base | None
    from_: End | None
    to: End | None
    base_sha: str | None
    head_sha: str
    less: tuple[str, ...]
    component: Component | None
    state: str
    date: datetime | None
    prerelease: bool
    fixed: bool
    positions: tuple[int, ...]
    note: str = ""


def release_span(view: View, tag: str, settings: Settings, *, pinned: bool = False) -> Span:
    """What a release brought; `NotFound` where no such tag, or not its commit, is known.

    `pinned` says that the view's position was asked for: then not even a tag can move.
    """
    told = view.about(subject.tag(tag))
    state, pages = tag_of(tag, told), pages_of(tag, told)
    if state is None:
        raise NotFound(f"no tag {tag} is known here: check its spelling, or import the history")
    return _release(view, state, pages, settings, pinned=pinned)


def release_spans(view: View, component_name: str, settings: Settings) -> Iterator[Span]:
    """What each release of a component brought, the highest version first."""
    names = list(view.names.below(component_name, CEILING))
    told = told_of(view, names)
    for name in names:
        state = tag_of(name, told[name])
        if state and state.exists and state.sha and not moves_on(view, state):
            yield _release(view, state, pages_of(name, told[name]), settings)


def _release(
    view: View,
    state: TagState,
    pages: tuple[Page, ...],
    settings: Settings,
    *,
    pinned: bool = False,
) -> Span:
    if state.sha is None:
        raise NotFound(f"the commit of tag {state.name} is not known. {state.note}")
    base, version = base_of(view, state, settings), read(state.name)
    page = current_page(state, pages)
    published = page.published_at if page and page.public else None
    return Span(
        name=state.name,
        title=version.text,
        tag=state.name,
        previous=base.tag or "",
        base=base,
        from_=None,
        to=None,
        base_sha=base.sha,
        head_sha=state.sha,
        less=(),
        component=component_of_tag(state.name, settings),
        state=release_state(state, pages),
        date=published or state.cut_at,
        prerelease=version.prerelease is not None or bool(page and page.prerelease),
        fixed=pinned,
        positions=tuple(
            sorted({*state.positions, *base.positions, *(page.positions if page else ())})
        ),
    )


def unreleased_span(view: View, component_name: str, settings: Settings) -> Span:
    """What the default branch has and no release of the component; `NotFound` without a head."""
    head = default_head(view)
    base, besides = since(view, component_name, head, Lineup(view, settings))
    return Span(
        name="Unreleased",
        title="Unreleased",
        tag="",
        previous=base.tag or "",
        base=base,
        from_=None,
        to=None,
        base_sha=base.sha,
        head_sha=head.sha,
        less=(besides.sha,) if besides and besides.sha else (),
        component=component_of(component_name, settings),
        state="unreleased",
        date=None,
        prerelease=False,
        fixed=False,
        positions=(head.position, *base.positions, *(besides.positions if besides else ())),
    )


def range_span(  # noqa: PLR0913 -- what is asked, and how to read it
    view: View,
    from_: str,
    to: str,
    component_name: str,
    settings: Settings,
    *,
    pinned: bool = False,
) -> Span:
    """What lies between any two points; `NotFound` for one that is not known."""
    first, last = end(view, from_), end(view, to)
    fixed = all(one.sha == one.asked or (pinned and one.kind == "tag") for one in (first, last))
    component = component_of(component_name, settings)
    return _between(view, f"{from_}...{to}", (first, last), component, fixed=fixed)


def environment_span(view: View, environment: str, candidate: str, settings: Settings) -> Span:
    """What an environment would get from another one, a tag, a branch or a commit."""
    running = {cell.environment: cell.running for cell in environments(view).cells if cell.running}
    here = running.get(environment)
    if here is None:
        raise NotFound(f"nothing is known to run in {environment}")
    why = f"runs in {environment} since {here.since:%Y-%m-%d %H:%M:%S} UTC."
    first = End(environment, "environment", here.sha, why, here.positions)
    there = running.get(candidate)
    if there is None:
        last = end(view, candidate)
    else:
        why = f"runs in {candidate} since {there.since:%Y-%m-%d %H:%M:%S} UTC."
        last = End(candidate, "environment", there.sha, why, there.positions)
    name = f"{candidate} → {environment}"
    return _between(view, name, (first, last), component_of("", settings), state="environment")


def _between(  # noqa: PLR0913 -- the parts in which two points differ
    view: View,
    name: str,
    ends: tuple[End, End],
    component: Component | None,
    *,
    state: str = "range",
    fixed: bool = False,
) -> Span:
    first, last = ends
    return Span(
        name=name,
        title=name,
        tag="",
        previous=first.asked,
        base=None,
        from_=first,
        to=last,
        base_sha=first.sha,
        head_sha=last.sha,
        less=(),
        component=component,
        state=state,
        date=None,
        prerelease=False,
        fixed=fixed,
        positions=tuple(sorted({*first.positions, *last.positions})),
        note=_direction(view, first, last),
    )


def _direction(view: View, first: End, last: End) -> str:
    """Whether the range goes forward, which needs no word."""
    if first.sha == last.sha:
        return f"{first.asked} and {last.asked} are the same commit: nothing lies between them."
    if view.commits.is_ancestor(first.sha, last.sha):
        return ""
    if view.commits.is_ancestor(last.sha, first.sha):
        return f"Backwards: {last.asked} lies in the history of {first.asked}, which has all of it."
    return (
        f"{first.asked} and {last.asked} lie on different lines: this is what {last.asked} has "
        f"and {first.asked} has not."
    )
