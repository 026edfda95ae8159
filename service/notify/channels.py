"""The channels: where notifications may go, read from the operator's file and proved at once.

A channel's address is as good as a password, so it stands in no policy, no ledger and no log.
"""

import re
import tomllib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec

from domain.errors import ShipledgerError
from projections.policy.notify import CHANNEL

_PREFIX: Final = "whsec_"
_MENTIONED: Final = {
    "slack": re.compile(r"[UW][A-Z0-9]{2,20}"),
    "teams": re.compile(r"[\w.@+-]{3,120}"),
}
# What Standard Webhooks asks of a key, in bytes.
_KEY: Final = range(24, 65)


class WrongChannels(ShipledgerError):
    """The file of channels says something that cannot be meant, or is not there."""


class Secret:
    """A text that is shown by no repr, and so by no log and no traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret(…)"

    def tell(self) -> str:
        return self._text


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """What a table of the file may have."""


class Channel(_Part, frozen=True, tag_field="kind"):
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


class Smtp(_Part, frozen=True, kw_only=True):
    """The mail server, and from whom it is sent."""

    host: str
    sender: str = msgspec.field(name="from")
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: Secret = Secret("")


AnyChannel = Slack | Teams | Webhook | Email


class _File(_Part, frozen=True):
    smtp: Smtp | None = None
    channels: dict[str, Any] = {}


class Channels(NamedTuple):
    """By name; the name is what a policy knows of a channel."""

    named: Mapping[str, AnyChannel] = {}
    smtp: Smtp | None = None


NOWHERE: Final = Channels()


def channels_in(file: str) -> Channels:
    """What the file says, wholly proved; no channels where no file is named."""
    if not file:
        return NOWHERE
    try:
        told = tomllib.loads(Path(file).read_text(encoding="utf-8"))
        found = _read(msgspec.convert(told, _File, dec_hook=_secret))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongChannels(f"SHIPLEDGER_CHANNELS_FILE cannot be read: {error}") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WrongChannels(f"SHIPLEDGER_CHANNELS_FILE: {error}") from error
    for wrong in _faults(found):
        raise WrongChannels(f"SHIPLEDGER_CHANNELS_FILE: {wrong}")
    return found


def _read(file: _File) -> Channels:
    named: dict[str, AnyChannel] = {}
    for name, told in file.channels.items():
        try:
            named[name] = msgspec.convert(told, AnyChannel, dec_hook=_secret)
        except msgspec.ValidationError as error:
            raise WrongChannels(f"SHIPLEDGER_CHANNELS_FILE: the channel {name}: {error}") from error
    return Channels(named, file.smtp)


def _secret(kind: type, told: Any) -> Secret:
    if kind is Secret and isinstance(told, str):
        return Secret(told)
    raise ValueError("a text is wanted here, in quotes")


def _faults(found: Channels) -> Iterator[str]:
    if found.smtp is not None:
        yield from _of_smtp(found.smtp)
    for name, one in found.named.items():
        if not CHANNEL.fullmatch(name):
            yield f"call the channel {name!r} by small letters, digits, dots and dashes alone"
        wrong = _of_mail(one, found.smtp) if isinstance(one, Email) else _of_web(one)
        yield from (f"the channel {name}: {sentence}" for sentence in (*wrong, *_of_people(one)))


def _of_smtp(smtp: Smtp) -> Iterator[str]:
    if not _is_address(parseaddr(smtp.sender)[1]):
        yield 'smtp needs a from, such as "Shipledger <ledger@example.com>"'
    if smtp.username and smtp.security == "none":
        yield "a password is never sent in the clear: set smtp.security to starttls or tls"


def _of_mail(one: Email, smtp: Smtp | None) -> Iterator[str]:
    if smtp is None:
        yield "it is for mail, so say under [smtp] which server sends it"
    if not one.to or not all(map(_is_address, one.to)):
        yield 'it needs addresses in to, as ["team@example.com"]'


def _of_web(one: Web) -> Iterator[str]:
    url = one.url.tell()
    parts = urlsplit(url)
    if not parts.hostname or not url.isprintable() or " " in url:
        yield "its url is none: copy it again"
    if parts.username is not None or parts.password is not None:
        yield "its url has a name or password before the host: only its path may be secret"
    if parts.scheme != "https" and not (parts.scheme == "http" and one.allow_http):
        yield "its url must begin with https://, or say allow-http = true for http://"
    if isinstance(one, Webhook):
        yield from _of_secret(one)


def _of_secret(one: Webhook) -> Iterator[str]:
    try:
        one.signing_keys()
    except ValueError:
        yield "its secret must be whsec_ and 24 to 64 bytes in Base64: `openssl rand -base64 32`"


def _key(secret: str) -> bytes:
    """The bytes of a secret, or `ValueError`."""
    if not secret.startswith(_PREFIX):
        raise ValueError("it does not begin as secrets of Standard Webhooks do")
    key = b64decode(secret.removeprefix(_PREFIX), validate=True)
    if len(key) not in _KEY:
        raise ValueError("it is shorter or longer than Standard Webhooks wants it")
    return key


def _of_people(one: Channel) -> Iterator[str]:
    form = _MENTIONED.get(one.kind())
    if one.mentions and form is None:
        yield f"nobody is mentioned in a channel of the kind {one.kind()}"
        return
    for key, called in one.mentions.items():
        if form and not form.fullmatch(called):
            yield f"{called!r} is not how {one.kind()} calls {key}: see docs/notifications.md"


def _is_address(text: str) -> bool:
    try:
        address = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        return False
    return bool(address.username and address.domain) and text.isascii()
