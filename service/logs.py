"""The log: one line of JSON for each thing that happened, with nothing secret in it."""

import json
import logging
import re
import sys
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

_encode = json.JSONEncoder(ensure_ascii=True, default=str, separators=(",", ":")).encode
_TOKEN = re.compile(r"shipledger_[0-9]+_[0-9A-Za-z]+")


def logger(level: int = logging.INFO, stream: TextIO | None = None) -> FilteringBoundLogger:
    """A logger that writes each line at once, as plain ASCII: no input can forge a second line."""
    made: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stdout),
        processors=[*PROCESSORS, _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        context_class=dict,
        cache_logger_on_first_use=True,
    ).bind()
    return made


def _render(_: WrappedLogger, __: str, line: EventDict) -> str:
    text = _encode(line)
    # Somebody will paste a token into a path one day.
    return _TOKEN.sub("shipledger_…", text) if "shipledger_" in text else text


PROCESSORS: Final[list[Processor]] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # A traceback as text shows lines of code and no values of variables.
    structlog.processors.format_exc_info,
]

# What gunicorn itself has to say, in the same form.
GUNICORN: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _render],
            "foreign_pre_chain": [structlog.stdlib.add_log_level, *PROCESSORS[1:]],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
