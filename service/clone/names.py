"""What an import tells of tags and branches, where nobody saw how they came to stand there."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from domain.branch import BranchObserved
from domain.fact import Keyed
from domain.tag import TagCut, TagDeleted, TagMoved
from service.clone.refs import Branch, Tag

GONE = ""  # instead of an object: of a tag that was deleted, by all that is known

_DATE_OF_COMMIT = "at: date of the commit"
_SEEN = "at: seen by the import; it happened at some time before"


def tags_told(
    tags: Iterable[Tag], known: Mapping[str, str], *, via: str, seen: datetime
) -> Iterator[Keyed]:
    """New tags, and those that stand elsewhere than was known; of the others nothing is told."""
    for tag in tags:
        before = known.get(tag.name)
        if before is None:
            yield Keyed(_cut(tag, via), f"tag:{tag.name}:{tag.object}")
        elif before == GONE:
            again = TagCut(
                at=seen, via=via, inferred=_SEEN, name=tag.name, sha=tag.sha, object=tag.object
            )
            yield Keyed(again, f"tag:{tag.name}:{tag.object}:{via}")
        elif before != tag.object:
            moved = TagMoved(
                at=seen,
                via=via,
                inferred=_SEEN,
                name=tag.name,
                before=before,
                sha=tag.sha,
                object=tag.object,
            )
            yield Keyed(moved, f"tag:{tag.name}:{before}:{tag.object}:{via}")


def vanished(
    tags: Iterable[Tag], known: Mapping[str, str], *, via: str, seen: datetime
) -> Iterator[Keyed]:
    """The tags that were known and are not there any more."""
    there = {tag.name for tag in tags}
    for name, before in known.items():
        if before != GONE and name not in there:
            gone = TagDeleted(at=seen, via=via, inferred=_SEEN, name=name, before=before)
            yield Keyed(gone, f"tag-gone:{name}:{before}:{via}")


def branches_told(branches: Iterable[Branch], *, via: str) -> Iterator[Keyed]:
    """Where branches stand. A clone may be old: what it shows was true when the commit was new."""
    for branch in branches:
        observed = BranchObserved(
            at=branch.committed,
            via=via,
            inferred=_DATE_OF_COMMIT,
            name=branch.name,
            sha=branch.sha,
        )
        yield Keyed(observed, f"branch:{branch.name}:{branch.sha}")


def _cut(tag: Tag, via: str) -> TagCut:
    return TagCut(
        at=tag.at or tag.committed,
        via=via,
        by=tag.tagger,
        inferred="" if tag.at else _DATE_OF_COMMIT,
        name=tag.name,
        sha=tag.sha,
        object=tag.object,
    )
