"""A poll's `polled.file`: a file of settings, as the head of the default branch has it."""

from domain.configuration import FileObserved
from domain.fact import Keyed, Name, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Part, tell, utc
from webhooks.translation import Envelope, Translation


class File(Part, frozen=True, kw_only=True):
    path: Name
    content: str = ""
    sha: Sha  # of the commit
    committed_at: Moment
    gone: bool = False


class Payload(common.Payload, frozen=True, kw_only=True):
    file: File


def translate(payload: Payload, envelope: Envelope) -> Translation:
    file = payload.file
    fact = FileObserved(
        at=utc(file.committed_at),
        via=envelope.via,
        path=file.path,
        content=file.content,
        sha=file.sha,
        gone=file.gone,
    )
    return tell(payload, envelope, Keyed(fact, f"file:{file.path}:{file.sha}"))
