"""The questions about releases: which there are, what one is, and what happened for it."""

from marshmallow import fields, validate

from projections.release import Release, release
from projections.releases import Group, releases
from projections.timeline import Moment, timeline
from service.api.asked import Asked, Page, PageQuery, Query
from service.api.guard import Guard
from service.api.paging import Answer, listed, paged, place
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import listing, shape


class Component(Page, frozen=True, kw_only=True):
    """A page of one component's releases; of all of them where it is None."""

    component: str | None = None


class ComponentQuery(PageQuery):
    value = Component

    component = fields.String(
        validate=validate.Length(max=1024),
        metadata={"description": "Only this component's; empty for the repository as a whole."},
    )


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions(
        "releases",
        guard,
        prefix="/repositories/<owner>/<name>/releases",
        description="Every tag, and every GitHub release before it.",
    )

    @questions.ask("", ComponentQuery, listing(Group, "Releases"))
    def every_release(asked: Component, owner: str, name: str) -> Answer:
        """The releases of a repository, the newest version first, finals with their prereleases."""
        after = place(asked.cursor, str)
        with reading.repository(owner, name, asked) as view:
            found = releases(view, asked.component, after=after, limit=asked.limit)
            return listed(found.groups, found.next)

    @questions.ask("/<path:tag>", Query, shape(Release))
    def one_release(asked: Asked, owner: str, name: str, tag: str) -> Release:
        """One release: its state, what it brought, its checks, and where it runs."""
        with reading.repository(owner, name, asked) as view:
            return release(view, tag)

    @questions.ask("/<path:tag>/timeline", PageQuery, listing(Moment, "Timeline"))
    def release_timeline(asked: Page, owner: str, name: str, tag: str) -> Answer:
        """All that happened for a release, in the order of its time."""
        with reading.repository(owner, name, asked) as view:
            return paged(timeline(view, tag).moments, asked)

    return questions
