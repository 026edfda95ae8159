"""The desk: where one repository's publications are written, and who writes them."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from domain.errors import ShipledgerError
from service.outbox import Said

if TYPE_CHECKING:
    from service.github.calls import Calls

MARK: Final = "shipledger:"


class Declined(ShipledgerError):
    """It will not be said, and to try again would change nothing; the sentence says why."""


class Desk(Struct, frozen=True):
    """`app` is the number of our App, None where we write by somebody's token. `vote` casts the
    vote that a comment asked for, and says what became of it.
    """

    calls: "Calls"
    repository: int
    app: int | None
    api: str
    vote: Callable[[Mapping[str, Any]], str]

    def path(self, rest: str) -> str:
        return f"/repositories/{self.repository}/{rest}"

    def is_ours(self, comment: dict[str, Any], me: int) -> bool:
        """Whether we wrote it: anybody may copy a marker into words of his own."""
        if self.app is not None:
            return (comment.get("performed_via_github_app") or {}).get("id") == self.app
        return (comment.get("user") or {}).get("id") == me

    def me(self) -> int:
        """The number of the token's owner; an App is known by its own."""
        if self.app is not None:
            return 0
        return int(self.calls.read("/user").json["id"])

    def comment(self, thread: int, mark: str, text: str) -> Said:
        """Our one comment with the mark in a thread: found, edited, or created."""
        marker = f"<!-- {MARK}{mark} -->"
        body, me = f"{marker}\n{text}", self.me()
        path = self.path(f"issues/{thread}/comments")
        for page in self.calls.pages(path):
            for one in page:
                if (one["body"] or "").startswith(marker) and self.is_ours(one, me):
                    return self._edited(one, body)
        made = self.calls.write("POST", path, {"body": body}).json
        return Said(str(made["id"]), made["html_url"], "created")

    def _edited(self, one: dict[str, Any], body: str) -> Said:
        if one["body"] == body:
            return Said(str(one["id"]), one["html_url"], "found")
        path = self.path(f"issues/comments/{one['id']}")
        made = self.calls.write("PATCH", path, {"body": body}).json
        return Said(str(made["id"]), made["html_url"], "edited")
