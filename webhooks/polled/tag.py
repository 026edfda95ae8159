"""A poll's `polled.tag`: what a tag stands for, and what it was last known to stand for.

A push that told of the tag has told more: a poll speaks only where no one did, or another thing.
"""

from datetime import datetime

from domain.fact import Actor, Keyed, Name, Sha
from domain.tag import TagCut, TagDeleted, TagFact, TagMoved
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Part, tell, utc
from webhooks.polled.branch import DATE_OF_COMMIT, SEEN
from webhooks.translation import Envelope, Translation


class Tagger(Part, frozen=True):
    """Of an annotated tag."""

    name: str
    email: str
    date: Moment


class Tag(Part, frozen=True, kw_only=True):
    """`object` is None where it is gone; `before` where it was not known to be there.

    `again` says that it was there before and deleted meanwhile: then nothing dates its return.
    """

    name: Name
    object: Sha | None = None
    sha: Sha | None = None
    committed_at: Moment | None = None
    tagger: Tagger | None = None
    before: Sha | None = None
    again: bool = False


class Payload(common.Payload, frozen=True, kw_only=True):
    tag: Tag
    seen_at: Moment


def translate(payload: Payload, envelope: Envelope) -> Translation:
    tag, via, seen = payload.tag, envelope.via, utc(payload.seen_at)
    if tag.object is None or tag.sha is None:
        gone: TagFact = TagDeleted(
            at=seen, via=via, inferred=SEEN, name=tag.name, before=tag.before
        )
        return tell(payload, envelope, Keyed(gone))
    if tag.before is not None:
        moved = TagMoved(
            at=seen,
            via=via,
            inferred=SEEN,
            name=tag.name,
            before=tag.before,
            sha=tag.sha,
            object=tag.object,
        )
        return tell(payload, envelope, Keyed(moved))
    at, by, inferred = _cut(tag, seen)
    cut = TagCut(
        at=at, via=via, by=by, inferred=inferred, name=tag.name, sha=tag.sha, object=tag.object
    )
    # The first time it has the key under which an import tells it.
    return tell(payload, envelope, Keyed(cut, "" if tag.again else f"tag:{tag.name}:{tag.object}"))


def _cut(tag: Tag, seen: datetime) -> tuple[datetime, Actor | None, str]:
    """When it was cut, by whom, and why we believe it."""
    tagger = tag.tagger
    by = Actor(tagger.name, kind="git", email=tagger.email) if tagger else None
    if tag.again:
        return seen, by, SEEN
    if tagger:
        return utc(tagger.date), by, ""
    if tag.committed_at:
        return utc(tag.committed_at), by, DATE_OF_COMMIT
    return seen, by, SEEN
