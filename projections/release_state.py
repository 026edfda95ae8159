"""The state of a release, by its tag and the pages that stand before it."""

from collections.abc import Sequence

from projections.page import Page
from projections.tag_state import TagState

DRAFT = "draft"
TAGGED = "tagged"
PRERELEASE = "prerelease"
PUBLISHED = "published"
WITHDRAWN = "withdrawn"
DELETED = "deleted"


def current_page(tag: TagState | None, pages: Sequence[Page]) -> Page | None:
    """The page that counts: for a tag that is gone only one that came after its deletion."""
    return next((page for page in pages if _counts(tag, page)), None)


def _counts(tag: TagState | None, page: Page) -> bool:
    if page.state == DELETED:
        return False
    return tag is None or tag.exists or _is_after_deletion(tag, page)


def _is_after_deletion(tag: TagState, page: Page) -> bool:
    return all(page.since > step.at for step in tag.history if step.what == "deleted")


def release_state(tag: TagState | None, pages: Sequence[Page]) -> str:
    """
    draft       a GitHub release is being written, and the tag does not exist;
    tagged      the tag exists and was never public as a GitHub release;
    prerelease  public on GitHub and marked as a prerelease;
    published   public on GitHub as a full release;
    withdrawn   it was public and is not any more: a draft again, or its page deleted;
    deleted     the tag was deleted, or never was and its draft is gone.
    """
    page = current_page(tag, pages)
    if page is not None and page.public:
        return page.state
    if tag is None or not tag.exists:
        return page.state if page is not None else DELETED
    ended = any(one.was_public and _is_after_deletion(tag, one) for one in pages)
    return WITHDRAWN if ended else TAGGED
