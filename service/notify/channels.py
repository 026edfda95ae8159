"""The channels: where notifications may go.

A channel's address is as good as a password, so it stands in no policy, no ledger and no log.
"""

from base64 import b64decode
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec

_PREFIX: Final = "whsec_"
# What Standard Webhooks asks of a key, in bytes.
_KEY: Final = range(24, 65)


class Secret:
    """A text that is shown by no repr, and so by no log and no traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret(…)"

    def tell(self) -> str:
        return self._text


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What a table of the file may have."""


class Channel(Part, frozen=True, tag_field="kind"):
    """`repositories` are globs of those whose policies may send to it; all where there are none.

    `mentions` gives how the channel itself calls a person, by the person's key.
    """

    repositories: list[str] = []
    mentions: dict[str, str] = {}

    def takes_from(self, repository: str) -> bool:
        """Whether the repository's policy may send to it."""
        return not self.repositories or any(
            fnmatchcase(repository.casefold(), one.casefold()) for one in self.repositories
        )

    def kind(self) -> str:
        """As the file says it."""
        return str(self.__struct_config__.tag)

    def where(self) -> str:
        """Where it leads, as far as that is no secret."""
        raise NotImplementedError


class Web(Channel, frozen=True, kw_only=True):
    """`allow_http` lets it go unencrypted, which is for a machine's own network."""

    url: Secret
    allow_http: bool = False

    def where(self) -> str:
        return urlsplit(self.url.tell()).hostname or ""


class Slack(Web, frozen=True, tag="slack"):
    """An incoming webhook of Slack."""


class Teams(Web, frozen=True, tag="teams"):
    """A workflow of Microsoft Teams that begins «when a webhook request is received»."""


class Webhook(Web, frozen=True, kw_only=True, tag="webhook"):
    """Anything that reads Standard Webhooks.

    While its secret is changed, what is sent is signed with the former one, too.
    """

    secret: Secret
    former_secret: Secret | None = None

    def signing_keys(self) -> list[bytes]:
        """What it signs with, the newest first; raises `ValueError` where a secret is none."""
        secrets = filter(None, (self.secret, self.former_secret))
        return [_key(one.tell()) for one in secrets]


class Email(Channel, frozen=True, kw_only=True, tag="email"):
    """By the server of `[smtp]`."""

    to: list[str]

    def where(self) -> str:
        return ", ".join(self.to)


class Smtp(Part, frozen=True, kw_only=True):
    """The mail server, and from whom it is sent."""

    host: str
    sender: str = msgspec.field(name="from")
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: Secret = Secret("")


AnyChannel = Slack | Teams | Webhook | Email


class Channels(NamedTuple):
    """By name; the name is what a policy knows of a channel."""

    named: Mapping[str, AnyChannel] = {}
    smtp: Smtp | None = None


NOWHERE: Final = Channels()


def _key(secret: str) -> bytes:
    """The bytes of a secret, or `ValueError`."""
    if not secret.startswith(_PREFIX):
        raise ValueError("it does not begin as secrets of Standard Webhooks do")
    key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    if len(key) not in _KEY:
        raise ValueError("it is shorter or longer than Standard Webhooks wants it")
    return key
