"""A mailbox: a real SMTP server that takes what it is told to, and keeps it."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """`answers` are given to one recipient after the other; then each is taken."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []
        self.host, self.port = "127.0.0.1", 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _: Any, __: Any, envelope: Any, address: str, ___: list[str]
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 Taken"


class _AnyPort(Controller):
    """Knocks at the port that it was given."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def receiving_mail() -> Iterator[Mailbox]:
    """On a port of this machine, until the test ends."""
    mailbox = Mailbox()
    controller = _AnyPort(mailbox, hostname=mailbox.host, port=0)
    controller.start()  # type: ignore[no-untyped-call]
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()  # type: ignore[no-untyped-call]
