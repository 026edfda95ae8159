"""`environment`: there is a new place to deploy to."""

from domain.fact import Keyed
from webhooks.cdevents.cdevent import CDEvent, Telling
from webhooks.cdevents.service import sighted


def created(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """Services name their environment by its id, so its name is left aside."""
    return (sighted(event.subject.id, telling),)
