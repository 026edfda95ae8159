"""The span of notes: from which commit to which, for which component, and why from there."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from msgspec import Struct

from domain import subject
from domain.errors import NotFound
from projections.base import Base, base_in
from projections.branches import default_head
from projections.ends import End, end, unknown
from projections.notes.components import component_of, component_of_tag
from projections.notes.direction import direction
from projections.notes.policies import moves_on
from projections.notes.series import Lineup
from projections.notes.settings import Component, Settings
from projections.page import Page, pages_of
from projections.release_state import DRAFT, current_page, release_state
from projections.standing import standing, told_of
from projections.tag_state import TagState, tag_of
from projections.unreleased import since
from projections.view import View


class Span(Struct, frozen=True):
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


_AT_ONCE = 64


def release_span(view: View, tag: str, settings: Settings, *, pinned: bool = False) -> Span:
    """What a release brought; `NotFound` where no such tag, or not its commit, is known.

    `pinned` says that the view's position was asked for: then not even a tag can move.
    """
    told = view.about(subject.tag(tag))
    state, pages = tag_of(tag, told), pages_of(tag, told)
    if state is None and any(page.state == DRAFT for page in pages):
        raise NotFound(
            f"release {tag} is a draft, and its tag does not exist yet: ask for what is unreleased"
        )
    if state is None:
        raise unknown(view, tag, "no tag that is known here")
    return _release(view, state, pages, settings, Lineup(view, settings), pinned=pinned)


def release_spans(view: View, component_name: str, settings: Settings) -> Iterator[Span]:
    """What each release of a component brought, the highest version first.

    Names that only follow another about, such as `v5`, are no releases of their own.
    """
    lineup = Lineup(view, settings)
    tags = standing(view, (version.name for version in lineup.below(component_name)))
    while some := list(islice(tags, _AT_ONCE)):
        told = told_of(view, (tag.name for tag in some))
        for tag in some:
            if not moves_on(view, tag):
                yield _release(view, tag, pages_of(tag.name, told[tag.name]), settings, lineup)


def _release(  # noqa: PLR0913, PLR0917 -- all that is known of a release, and how to read it
    view: View,
    tag: TagState,
    pages: tuple[Page, ...],
    settings: Settings,
    lineup: Lineup,
    pinned: bool = False,
) -> Span:
    if tag.sha is None:
        raise NotFound(f"the commit of tag {tag.name} is not known. {tag.note}")
    base, version = base_in(view, tag, lineup), lineup.read(tag.name)
    page = current_page(tag, pages)
    published = page.published_at if page and page.public else None
    positions = {*tag.positions, *base.positions, *(page.positions if page else ())}
    return Span(
        name=tag.name,
        title=version.text,
        tag=tag.name,
        previous=base.tag or "",
        base=base,
        from_=None,
        to=None,
        base_sha=base.sha,
        head_sha=tag.sha,
        less=(),
        component=component_of_tag(tag.name, lineup, settings),
        state=release_state(tag, pages),
        date=published or tag.cut_at,
        prerelease=version.prerelease is not None or bool(page and page.prerelease),
        fixed=pinned,
        positions=tuple(sorted(positions)),
    )


def unreleased_span(view: View, component_name: str, settings: Settings) -> Span:
    """What the default branch has and no release of the component; `NotFound` without a head."""
    component = component_of(view, component_name, settings)
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
        less=tuple(tag.sha for tag in besides if tag.sha),
        component=component,
        state="unreleased",
        date=None,
        prerelease=False,
        fixed=False,
        positions=tuple(
            sorted(
                {head.position, *base.positions, *(one for tag in besides for one in tag.positions)}
            )
        ),
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
    component = component_of(view, component_name, settings)
    first, last = (end(view, asked, component_name, settings) for asked in (from_, to))
    fixed = all(one.sha == one.asked or (pinned and one.kind == "tag") for one in (first, last))
    return _between(
        *(f"{from_}...{to}", "range", first, last, component),
        note=direction(view, first, last),
        fixed=fixed,
    )


def environment_span(view: View, environment: str, candidate: str, settings: Settings) -> Span:
    """What an environment would get from another one, a tag, a branch or a commit."""
    # Late, since of all questions only this one is about deployments.
    from projections.notes.promotion import promotion  # noqa: PLC0415

    found = promotion(view, environment, candidate, settings)
    now, then = found.now, found.then
    note = direction(view, now, then) if now else found.note
    component = component_of(view, found.component, settings)
    name = f"{candidate} → {environment}"
    return _between(name, "environment", now, then, component, note=note)


def _between(  # noqa: PLR0913 -- the parts in which ranges differ
    name: str,
    state: str,
    first: End | None,
    last: End,
    component: Component | None,
    *,
    note: str,
    fixed: bool = False,
) -> Span:
    return Span(
        name=name,
        title=name,
        tag="",
        previous=first.asked if first else "",
        base=None,
        from_=first,
        to=last,
        base_sha=first.sha if first else None,
        head_sha=last.sha,
        less=(),
        component=component,
        state=state,
        date=None,
        prerelease=False,
        fixed=fixed,
        positions=tuple(sorted({*(first.positions if first else ()), *last.positions})),
        note=note,
    )
