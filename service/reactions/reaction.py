"""A reaction: a rule that turns the news of a repository into wishes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from msgspec import Struct

from domain import subject
from domain.fact import Fact, Told
from projections.notes.settings import Settings
from projections.page import Page, pages_of
from projections.recorded import Recorded
from projections.release_state import current_page, release_state
from projections.releases import releases
from projections.repositories import repository
from projections.tag_state import tag_of
from projections.view import View
from service.outbox import Wish

# What happened longer ago is history: a backfill of ten years must not be announced.
FRESH: Final = timedelta(days=7)
LATELY: Final = 20
BY: Final = "rule"


class News(Struct, frozen=True):
    """What is new of a repository, and what is needed to judge it.

    `told` are the new facts; none where only its notes were edited. `decided` is what people
    decided anew about its process. `before` gives what was wanted last in a place.
    """

    view: View
    settings: Settings
    told: Sequence[Told]
    now: datetime
    public_url: str
    before: Callable[[str, str], dict[str, Any] | None]
    decided: Sequence[Recorded] = ()

    def fresh(self, moment: datetime | None) -> bool:
        return moment is not None and moment >= self.now - FRESH

    def page(self, rest: str) -> str:
        """The address of a page of ours; empty where we do not know where we are reached."""
        if not self.public_url:
            return ""
        return f"{self.public_url}/{repository(self.view).name}/{rest}"

    def release_page(self, tag: str) -> str:
        return self.page(f"releases/{quote(tag, safe='')}")

    def lately(self) -> list["Recent"]:
        """The releases that may still change: drafts and fresh ones, as far as they are told of now
        or are of the newest versions.
        """
        groups = releases(self.view, limit=LATELY).groups
        names = [row.name for group in groups for row in (*group.final, *group.prereleases)]
        told = [tag for one in self.told for tag in tags_in(one.fact)]
        found = map(self.recent, dict.fromkeys((*names, *told)))
        return [one for one in found if one.state == "draft" or self.fresh(one.at)]

    def recent(self, name: str) -> "Recent":
        """A release, as far as reactions look at it."""
        told = self.view.about(subject.tag(name))
        tag, pages = tag_of(name, told), pages_of(name, told)
        page = current_page(tag, pages)
        stamps = (tag.cut_at if tag else None, page.published_at if page else None)
        return Recent(
            name,
            release_state(tag, pages),
            tag.sha if tag and tag.exists else None,
            page,
            max(filter(None, stamps), default=None),
        )

    def wish(
        self, kind: str, place: str, about: Iterable[str], content: dict[str, Any], rule: str
    ) -> Wish:
        whole = tuple(about)
        by = f"{BY} {rule} of {self.settings.source}"
        return Wish(self.view.stream, kind, place, whole, content, self.view.position, by)


class Recent(NamedTuple):
    """A release: its page on GitHub, and when it was last cut or published."""

    name: str
    state: str
    sha: str | None
    page: Page | None
    at: datetime | None


def tags_in(fact: Fact) -> Iterator[str]:
    """The tags that a fact is about."""
    for one in fact.about():
        kind, _, name = one.partition(":")
        if kind == "tag":
            yield name


class Reaction(NamedTuple):
    """`wishes` may be asked again of the same news, and then wants the same.

    `timed` says whether its answer may change with time alone.
    """

    name: str
    wishes: Callable[[News], Iterable[Wish]]
    timed: bool = False
