"""The log: one line of JSON for each thing that happened, with nothing secret in it."""

import atexit
import json
import logging
import os
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, Final, TextIO

import msgspec
import structlog
from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # it has none
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

_quick = msgspec.json.Encoder(enc_hook=str).encode
_plain = json.JSONEncoder(ensure_ascii=True, default=str, separators=(",", ":")).encode
PAUSE: Final = 0.05  # seconds between two looks at the spool
_TOKEN = re.compile(r"shipledger_[0-9]+_[0-9A-Za-z]+")


class Spool:
    """A file to write lines to without waiting for it; one thread takes them there, many at once.

    A write lets all other threads go first, which under load costs a request a fifth of its time.
    What was not written yet is written at exit; a killed process loses a moment of its log, and
    nothing of its ledger.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: deque[str] = deque()
        self._news = threading.Event()
        self._writing = threading.Lock()
        self._owner = 0

    def write(self, line: str) -> None:
        if self._owner != os.getpid():
            self._start()
        self._lines.append(line)
        if not self._news.is_set():
            self._news.set()

    def flush(self) -> None:
        """Write what was not written yet."""
        with self._writing:
            text = "".join(self._taken())
            if text:
                self._stream.write(text)
                self._stream.flush()

    def _taken(self) -> Iterator[str]:
        while self._lines:
            yield self._lines.popleft()

    def _start(self) -> None:
        """The first line makes the thread, so that it belongs to the worker, not to its parent."""
        with self._writing:
            if self._owner != os.getpid():
                self._owner = os.getpid()
                threading.Thread(target=self._run, name="shipledger-log", daemon=True).start()
                atexit.register(self.flush)

    def _run(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            self.flush()
            time.sleep(PAUSE)


class Lines:
    """What structlog hands its finished lines to, one method for each level."""

    def __init__(self, stream: Spool | TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        self._stream.write(line + "\n")

    debug = info = warning = error = critical = msg


def logger(level: int = logging.INFO, stream: Spool | TextIO | None = None) -> FilteringBoundLogger:
    """A logger of lines in plain ASCII: no input can forge a second line."""
    made: FilteringBoundLogger = structlog.wrap_logger(
        Lines(stream or Spool(sys.stdout)),
        processors=[*PROCESSORS, _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        context_class=dict,
        cache_logger_on_first_use=True,
    ).bind()
    return made


def _render(_: WrappedLogger, __: str, line: EventDict) -> str:
    text = _ascii(line)
    # Somebody will paste a token into a path one day.
    return _TOKEN.sub("shipledger_…", text) if "shipledger_" in text else text


def _ascii(line: EventDict) -> str:
    """As JSON. The quick encoder leaves what is not ASCII as it is, and refuses some of it."""
    try:
        text = _quick(line)
    except (UnicodeEncodeError, TypeError, OverflowError):
        return _plain(line)
    return text.decode("ascii") if text.isascii() else _plain(line)


PROCESSORS: Final[list[Processor]] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # A traceback as text shows lines of code and no values of variables.
    structlog.processors.format_exc_info,
]


class GunicornLog(Logger):  # type: ignore[misc]  # see above
    """What gunicorn itself has to say, in the same form; requests are told by the app alone."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        formatter = structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _render],
            foreign_pre_chain=[structlog.stdlib.add_log_level, *PROCESSORS[1:]],
        )
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter)

    def access(self, *_: Any) -> None:
        """Nothing: gunicorn would spend as long on a line as Flask on finding the view."""
