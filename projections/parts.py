"""The parts that people played in a release."""

from collections.abc import Iterable

from msgspec import Struct

from projections.contents import Contents
from projections.page import Page
from projections.shipments import Shipment
from projections.tag_state import TagState
from projections.who import Who, everyone


class Part(Struct, frozen=True):
    """Who did one kind of work for the release."""

    role: str  # cut, published, authored, merged, reviewed, deployed
    people: tuple[Who, ...]


def parts(
    tag: TagState | None,
    page: Page | None,
    contents: Contents | None,
    shipments: Iterable[Shipment],
) -> tuple[Part, ...]:
    """The roles that somebody filled. Whoever wrote a pull request is its author, else git's."""
    pulls = contents.pulls if contents else ()
    commits = contents.commits if contents else ()
    roles: dict[str, Iterable[Who | None]] = {
        "cut": (step.by for step in tag.history if step.what in ("cut", "moved")) if tag else (),
        "published": (page.published_by,) if page else (),
        "authored": (*(pull.author for pull in pulls), *(commit.author for commit in commits)),
        "merged": (pull.merged_by for pull in pulls),
        "reviewed": (review.by for pull in pulls for review in pull.reviews),
        "deployed": (one.requested_by or one.by for one in shipments),
    }
    filled = (Part(role, everyone(people)) for role, people in roles.items())
    return tuple(part for part in filled if part.people)
