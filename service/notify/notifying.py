"""Notifying: the worker's task that takes notifications out of the outbox to their channels."""

from collections.abc import Callable
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Final

import msgspec

from domain.publication import NOTIFICATION
from service.attempts import Attempts, DeliveryAttempt
from service.notify import mail, slack, teams, webhook
from service.notify.channels import Channels, Email, Slack, Teams
from service.notify.message import Answer, Message, NotNow, NotTaken
from service.outbox import Outbox, Said, Waiting

# With the outbox's waits, the longest of which is an hour, they take a day.
ATTEMPTS: Final = 32
# A channel that did not answer is asked nothing else for so long.
REST: Final = timedelta(minutes=1)
# How long a channel may take for one message, however it answers.
PATIENCE: Final = timedelta(seconds=30)
# The event of a message that somebody tries a channel with: it is of no repository.
SAMPLE: Final = "test"


class Notifying:
    """Sends what is due, one after the other; safe to be stopped anywhere.

    What was sent and not noted, because we were stopped in between, is sent again with its id.
    """

    def __init__(
        self,
        outbox: Outbox,
        attempts: Attempts,
        channels: Channels,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._outbox = outbox
        self._attempts = attempts
        self._channels = channels
        self._clock = clock
        self._resting: dict[str, datetime] = {}

    def run(self, stop: Event) -> None:
        """Until nothing is due."""
        while rows := self._outbox.due({NOTIFICATION}):
            for row in rows:
                if stop.is_set():
                    return
                self._settle(row)

    def _settle(self, row: Waiting) -> None:
        if self._outbox.is_settled(row):
            return
        channel = row.content["channel"]
        until = self._resting.get(channel)
        if until is not None and self._clock() < until:
            self._outbox.postpone(row, until, f"{channel} did not answer a moment ago")
            return
        try:
            answer = self._tried(row)
        except NotTaken as error:
            self._outbox.give_up(row, f"{channel}: {error}")
        except NotNow as error:
            now = self._clock()
            self._resting[channel] = max(now + REST, error.until or now)
            reason = f"{channel}: {error}"
            self._outbox.failed(row, reason, attempts=ATTEMPTS, until=error.until)
        else:
            self._outbox.done(row, Said(row.id.hex, "", f"answered {answer.status}"))

    def _tried(self, row: Waiting) -> Answer:
        at, began = self._clock(), monotonic()
        try:
            answer = sent(
                self._channels,
                msgspec.convert(row.content, Message),
                row.id.hex,
                at,
            )
        except (NotTaken, NotNow) as error:
            self._note(row, DeliveryAttempt(at, _since(began), error.status, str(error)))
            raise
        self._note(row, DeliveryAttempt(at, _since(began), answer.status, ""))
        return answer

    def _note(self, row: Waiting, attempt: DeliveryAttempt) -> None:
        self._attempts.note(row.seq, attempt)


def sent(channels: Channels, message: Message, id_: str, now: datetime) -> Answer:
    """Send it where it wants to go; raises `NotTaken` or `NotNow`.

    Each wait of its own has an end; a server that answers byte by byte would hold up everything.
    """
    told: SimpleQueue[Answer | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            told.put(_sent(channels, message, id_, now))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            told.put(error)

    Thread(target=run, daemon=True).start()
    try:
        answer = told.get(timeout=PATIENCE.total_seconds())
    except Empty:
        raise NotNow("it was not done answering in time") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _sent(channels: Channels, message: Message, id_: str, now: datetime) -> Answer:
    channel = channels.named.get(message.channel)
    if channel is None:
        # Somebody may add it, and start the worker anew.
        raise NotNow(f"there is no channel {message.channel} in SHIPLEDGER_CHANNELS_FILE")
    if message.event != SAMPLE and not channel.takes_from(message.repository):
        raise NotTaken(
            f"{message.repository} is not among its repositories in the file of channels"
        )
    match channel:
        case Email():
            assert channels.smtp is not None, "proved with the file"
            return mail.send(channels.smtp, channel, message, id_, now)
        case Slack():
            return slack.send(channel, message, id_, now)
        case Teams():
            return teams.send(channel, message, id_, now)
        case _:
            return webhook.send(channel, message, id_, now)


def _since(began: float) -> int:
    return round((monotonic() - began) * 1000)
