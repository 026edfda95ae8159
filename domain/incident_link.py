"""The links of incidents: which deployment a person holds to have broken it, and which not."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from domain import subject
from domain.aggregate import Aggregate, Beginning
from domain.deed import Deed, Signing, reasoned
from domain.edit import AlreadySo


class OfIncident(Deed):
    """A decision about one incident; `deployment` is empty where it is about all of them."""

    incident: str
    deployment: str

    def about(self) -> tuple[str, ...]:
        return subject.incident(self.incident), subject.INCIDENTS


class IncidentLink(Aggregate):
    """One for each incident. Whoever decides last is believed, and who decided before is kept."""

    TOPIC = "incident_link"

    class Opened(Beginning):
        TOPIC = "incident_link.opened"
        repository: str
        incident: str
        at: datetime

    class Confirmed(OfIncident):
        """This deployment broke it, whatever was told or inferred."""

        TOPIC = "incident_link.confirmed"

        def apply(self, link: "IncidentLink") -> None:
            link.confirmed = self.deployment
            link.denied.discard("")
            link.denied.discard(self.deployment)

    class Denied(OfIncident):
        """This deployment did not break it; no deployment did, where none is named."""

        TOPIC = "incident_link.denied"

        def apply(self, link: "IncidentLink") -> None:
            link.denied.add(self.deployment)
            if self.deployment in ("", link.confirmed):
                link.confirmed = ""

    @staticmethod
    def create_id(repository: str, incident: str) -> UUID:
        """By the repository's stream and the incident's own name."""
        return uuid5(NAMESPACE_URL, f"shipledger:/incident_link/{repository}/{incident}")

    @classmethod
    def of(cls, repository: str, incident: str, *, at: datetime) -> "IncidentLink":
        """An empty one."""
        return cls(repository=repository, incident=incident, at=at)

    @event(Opened)
    def __init__(self, repository: str, incident: str, at: datetime) -> None:
        self.repository = repository
        self.incident = incident
        self.at = at
        self.confirmed = ""
        self.denied: set[str] = set()

    def confirm(self, deployment: str, sign: Signing) -> None:
        """Hold the deployment to have broken it."""
        if self.confirmed == deployment:
            raise AlreadySo(f"{self.incident} is linked to deployment {deployment} already.")
        self._decide(self.Confirmed, sign, deployment)

    def deny(self, deployment: str, sign: Signing) -> None:
        """Hold the deployment, or with none named every one, not to have broken it."""
        if deployment in self.denied:
            what = f"deployment {deployment}" if deployment else "any deployment"
            raise AlreadySo(f"That {self.incident} was broken by {what} was denied already.")
        self._decide(self.Denied, sign, deployment)

    def _decide(self, kind: type[OfIncident], sign: Signing, deployment: str) -> None:
        whose: dict[str, Any] = {"repository": self.repository, "incident": self.incident}
        self.trigger_event(kind, **whose, deployment=deployment, **reasoned(sign)._asdict())
