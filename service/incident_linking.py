"""Linking: what somebody decides about the cause of an incident, held against what is known."""

from typing import Final

from domain.deed import Signing
from domain.errors import Refused
from domain.incident_link import IncidentLink
from projections.incident_cause import CONFIRMED, DENIED
from projections.incidents import Incident, known_deployment
from projections.view import View
from service.deeds import Decide

VERDICTS: Final = (CONFIRMED, DENIED)


def step(view: View, incident: Incident, verdict: str, deployment: str) -> Decide[IncidentLink]:
    """The decision, to be settled; raises `Refused`, and `NotFound` for an unknown deployment.

    To confirm without a name means the one that is held to be the cause; to deny without one, that
    no deployment was.
    """
    if verdict not in VERDICTS:
        raise Refused(f"Say whether it is {CONFIRMED} or {DENIED}, and nothing else.")
    if deployment:
        known_deployment(view, deployment)
    if verdict == DENIED:
        return lambda one, sign: one.deny(deployment, sign)
    named = deployment or (incident.cause.deployment if incident.cause else "")
    if not named:
        raise Refused(
            f"Say which deployment broke {incident.id}: none is held to have done so, so there is"
            " nothing to confirm."
        )

    def confirm(one: IncidentLink, sign: Signing) -> None:
        one.confirm(named, sign)

    return confirm
