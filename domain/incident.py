"""An incident: something broke for users, as another tool told it."""

from domain import subject
from domain.fact import Fact


class IncidentFact(Fact, frozen=True, kw_only=True):
    """`environment`, `deployment` and `sha` are filled where the tool named them."""

    incident: str
    title: str = ""
    environment: str = ""
    deployment: str = ""
    sha: str = ""
    url: str = ""

    def about(self) -> tuple[str, ...]:
        return (
            subject.incident(self.incident),
            subject.INCIDENTS,
            *((subject.environment(self.environment),) if self.environment else ()),
            *((subject.deployment(self.deployment),) if self.deployment else ()),
            *((subject.shipped(self.sha),) if self.sha else ()),
        )


class IncidentReported(IncidentFact, frozen=True, kw_only=True, tag="incident.reported.1"):
    """It was detected or reported."""

    severity: str = ""


class IncidentResolved(IncidentFact, frozen=True, kw_only=True, tag="incident.resolved.1"):
    """Users are well again."""
