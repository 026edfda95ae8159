"""A poll's `polled.touched`: the files that a commit changed, where its push was not heard."""

from domain.commit import CommitTouched, touched
from domain.fact import Keyed, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Part, tell, utc
from webhooks.translation import Envelope, Translation


class File(Part, frozen=True):
    filename: str
    previous_filename: str | None = None


class Touched(Part, frozen=True):
    sha: Sha
    committed_at: Moment
    files: tuple[File, ...]


class Payload(common.Payload, frozen=True, kw_only=True):
    touched: Touched


def translate(payload: Payload, envelope: Envelope) -> Translation:
    """A file that was moved touched both its places, as git sees it."""
    told = payload.touched
    paths = {file.filename for file in told.files}
    paths.update(file.previous_filename for file in told.files if file.previous_filename)
    fact = CommitTouched(
        at=utc(told.committed_at), via=envelope.via, sha=told.sha, paths=touched(paths)
    )
    return tell(payload, envelope, Keyed(fact, f"touched:{told.sha}"))
