"""A milestone and a label: what people sort changes by."""

from datetime import datetime

from domain import subject
from domain.fact import Fact


class MilestoneFact(Fact, frozen=True, kw_only=True):
    number: int
    title: str
    state: str  # open, closed
    due_on: datetime | None = None

    def about(self) -> tuple[str, ...]:
        return (subject.milestone(self.number),)


class MilestoneOpened(MilestoneFact, frozen=True, kw_only=True, tag="milestone.opened.1"):
    """Created, or opened again."""


class MilestoneClosed(MilestoneFact, frozen=True, kw_only=True, tag="milestone.closed.1"):
    """Declared done."""


class MilestoneReworded(MilestoneFact, frozen=True, kw_only=True, tag="milestone.reworded.1"):
    """Its title, text or due date changed."""


class MilestoneDeleted(MilestoneFact, frozen=True, kw_only=True, tag="milestone.deleted.1"):
    """Gone from GitHub."""


class LabelFact(Fact, frozen=True, kw_only=True):
    name: str

    def about(self) -> tuple[str, ...]:
        return (subject.label(self.name),)


class LabelCreated(LabelFact, frozen=True, kw_only=True, tag="label.created.1"):
    """A new word to sort by."""


class LabelRenamed(LabelFact, frozen=True, kw_only=True, tag="label.renamed.1"):
    """GitHub does not tell its pull requests again: in older facts they bear `before`."""

    before: str

    def about(self) -> tuple[str, ...]:
        return subject.label(self.name), subject.label(self.before)


class LabelDeleted(LabelFact, frozen=True, kw_only=True, tag="label.deleted.1"):
    """Gone, and gone from all that bore it."""
