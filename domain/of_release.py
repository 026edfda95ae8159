"""What is decided about one release: deeds that name it, and the aggregate that holds them."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, UUID, uuid5

from domain import subject
from domain.aggregate import Aggregate, Beginning
from domain.deed import Deed, Signing


class AboutRelease(Deed):
    """A decision about a release, by the name that its tag has or is to have."""

    release: str

    def about(self) -> tuple[str, ...]:
        return (subject.tag(self.release),)


class BegunForRelease(Beginning):
    """The first decision of any kind about a release."""

    repository: str
    release: str
    at: datetime


class OfRelease(Aggregate):
    """One of each kind for each release; a subclass says the kind's `TOPIC`."""

    TOPIC: ClassVar[str]
    repository: str
    release: str

    @classmethod
    def create_id(cls, repository: str, release: str) -> UUID:
        """By the repository's stream and the release's name."""
        return uuid5(NAMESPACE_URL, f"shipledger:/{cls.TOPIC}/{repository}/{release}")

    @classmethod
    def of(cls, repository: str, release: str, *, at: datetime) -> Self:
        """An empty one: nothing was decided yet."""
        begin: Any = cls  # each begins with a decision of its own
        begun: Self = begin(repository=repository, release=release, at=at)
        return begun

    def _decide(self, kind: type[AboutRelease], sign: Signing, **what: Any) -> None:
        whose = {"repository": self.repository, "release": self.release}
        self.trigger_event(kind, **whose, **what, **sign._asdict())
