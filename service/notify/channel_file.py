"""The file of channels: what whoever runs Shipledger says of them, read and proved at once."""

import re
import tomllib
from collections.abc import Iterator
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from domain.errors import ShipledgerError
from projections.policy.notify import CHANNEL
from service.notify.channels import (
    NOWHERE,
    AnyChannel,
    Channel,
    Channels,
    Email,
    Part,
    Secret,
    Smtp,
    Web,
    Webhook,
)

_MENTIONED: Final = {
    "slack": re.compile(r"[UW][A-Z0-9]{2,20}"),
    "teams": re.compile(r"[\w.@+-]{3,120}"),
}


class WrongChannels(ShipledgerError):
    """The file of channels says something that cannot be meant, or is not there."""


class _File(Part, frozen=True):
    smtp: Smtp | None = None
    channels: dict[str, Any] = msgspec.field(default_factory=dict)


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
