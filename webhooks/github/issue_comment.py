"""GitHub's `issue_comment`: of all that people say we follow the commands to us, once each."""

from domain.command import CommandGiven, command_in
from domain.fact import Keyed
from webhooks.github import payload as common
from webhooks.github.issues import Anything
from webhooks.github.payload import Account, Moment, Number, Part, tell, unfollowed, utc
from webhooks.translation import Envelope, Translation


class Comment(Part, frozen=True):
    id: Number
    created_at: Moment
    body: str | None = None
    user: Account | None = None
    html_url: str | None = None


class Issue(Part, frozen=True):
    number: Number
    pull_request: Anything | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    comment: Comment
    issue: Issue


def translate(payload: Payload, envelope: Envelope) -> Translation:
    """An edit of a comment gives no command anew, and a bot gives none: it may be ourselves."""
    comment = payload.comment
    words = command_in(comment.body or "")
    if payload.action != "created":
        return unfollowed(payload, envelope)
    if words is None:
        return unfollowed(payload, envelope, "no command to us")
    if comment.user is None or comment.user.type == "Bot":
        return unfollowed(payload, envelope, "a command by nobody, or by a bot")
    fact = CommandGiven(
        at=utc(comment.created_at),
        via=envelope.via,
        by=comment.user.actor(),
        comment=comment.id,
        thread=payload.issue.number,
        words=words,
        pull=payload.issue.pull_request is not None,
        name=comment.user.login,
        account=comment.user.id,
        url=comment.html_url or "",
    )
    return tell(payload, envelope, Keyed(fact, f"command:{comment.id}"))
