"""An alert: a rule of the monitoring that fired in an environment, until it was resolved."""

from domain import subject
from domain.fact import Fact


class AlertFact(Fact, frozen=True, kw_only=True):
    """`fingerprint` is the monitoring's own key of the alert with its labels."""

    alert: str
    fingerprint: str
    environment: str
    severity: str = ""
    summary: str = ""
    url: str = ""

    def about(self) -> tuple[str, ...]:
        return subject.alerts(self.environment), subject.alert(self.fingerprint)


class AlertFired(AlertFact, frozen=True, kw_only=True, tag="alert.fired.1"):
    """Its condition holds, since `at`."""


class AlertResolved(AlertFact, frozen=True, kw_only=True, tag="alert.resolved.1"):
    """Its condition holds no more, since `at`."""
