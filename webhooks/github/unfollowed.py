"""Any event that we do not follow: kept, noted, and believed in what it calls its repository."""

import msgspec

from webhooks.github import payload as common
from webhooks.github.payload import unfollowed_note
from webhooks.translation import Envelope, Translation


class Payload(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    repository: common.Repository | None = None
    action: str | None = None


def translate(payload: Payload, envelope: Envelope) -> Translation:
    if payload.repository is None:
        return Translation(note=unfollowed_note(envelope.event, payload.action or ""))
    event = common.Payload(repository=payload.repository, action=payload.action or "")
    return common.unfollowed(event, envelope)
