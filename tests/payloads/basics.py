"""What every payload has: a repository, a sender, and moments of the story."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

Sent = tuple[str, dict[str, Any]]

ZERO = "0" * 40
PEOPLE = {"octo": 1, "ada": 7, "grace": 9}
DAWN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def sha(number: int) -> str:
    """A commit's id, told apart by its number: sha(1), sha(2), …"""
    return f"{number:040x}"


def minute(number: float) -> datetime:
    """A moment of the story."""
    return DAWN + timedelta(minutes=number)


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def user(login: str = "ada") -> dict[str, Any]:
    kind = "Bot" if login.endswith("[bot]") else "User"
    return {
        "login": login,
        "id": PEOPLE.get(login, 99),
        "type": kind,
        "html_url": f"https://github.com/{login}",
    }


class Repo(Struct, frozen=True):
    """A repository, as the events of a story describe it."""

    id: int = 42
    name: str = "octo/door"
    default_branch: str = "main"
    private: bool = False

    def seen(self, at: datetime, *, epoch: bool = False) -> dict[str, Any]:
        """As it stands in a payload; `push` tells its times in seconds, and no other event does."""
        return {
            "id": self.id,
            "name": self.name.rpartition("/")[2],
            "full_name": self.name,
            "private": self.private,
            "owner": user(self.name.partition("/")[0]),
            "html_url": f"https://github.com/{self.name}",
            "created_at": int(DAWN.timestamp()) if epoch else iso(DAWN),
            "updated_at": iso(DAWN),
            "pushed_at": int(at.timestamp()) if epoch else iso(at),
            "default_branch": self.default_branch,
        }


def sent(repo: Repo, event: str, at: datetime, by: str = "ada", **fields: Any) -> Sent:
    """Any event of a repository."""
    repository = repo.seen(at, epoch=event == "push")
    return event, {**fields, "repository": repository, "sender": user(by)}
