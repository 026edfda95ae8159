"""Every kind of decision: whoever reads the ledger has to know them all by their topics.

A room is imported here for that alone; one that is missing could not be read again.
"""

from domain import (
    ballot,
    directory,
    freezing,
    gatekeeping,
    incident_link,
    notebook,
    rollout,
    session,
    token,
    train,
)

ROOMS = (
    ballot,
    directory,
    freezing,
    gatekeeping,
    incident_link,
    notebook,
    rollout,
    session,
    token,
    train,
)
