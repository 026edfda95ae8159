"""The words: how a page writes moments, counts, commits and names that strangers chose."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from domain.duration import in_words
from service.api.shapes import stamp
from service.seen import seen as all_of

_STEPS: Final = (
    (60, 1, "second"),
    (3600, 60, "minute"),
    (86_400, 3600, "hour"),
    (7 * 86_400, 86_400, "day"),
    (30 * 86_400, 7 * 86_400, "week"),
    (365 * 86_400, 30 * 86_400, "month"),
)
_YEAR: Final = 365 * 86_400


def ago(moment: datetime, now: datetime) -> str:
    """`3 hours ago`: the largest unit that fits, cut and not rounded."""
    seconds = (now - moment).total_seconds()
    if abs(seconds) < 10:
        return "just now"
    size, unit = next(
        ((by, name) for end, by, name in _STEPS if abs(seconds) < end), (_YEAR, "year")
    )
    told = count(int(abs(seconds) // size), unit)
    return f"{told} ago" if seconds > 0 else f"in {told}"


def absolute(moment: datetime) -> str:
    """`1 Jun 2026, 12:00:00 UTC`."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y, %H:%M:%S} UTC"


def short_date(moment: datetime) -> str:
    """`1 Jun 2026, 12:00`."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def clock(moment: datetime) -> str:
    """`12:00:00`, of a day that stands above."""
    return f"{moment.astimezone(UTC):%H:%M:%S}"


def day(of: date) -> str:
    """`Monday, 1 June 2026`."""
    return f"{of:%A}, {of.day} {of:%B %Y}"


def machine(moment: datetime) -> str:
    """`2026-06-01T12:00:00Z`, as a program reads it."""
    return stamp(moment)


def local_field(moment: datetime) -> str:
    """As a form's field for a moment wants it, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def lasting(seconds: float) -> str:
    """`1d 12h`: the two largest units that there are."""
    return in_words(timedelta(seconds=seconds))


def number(value: int) -> str:
    """`12,345`."""
    return f"{value:,}"


def count(value: int, one: str, many: str = "") -> str:
    """`1 commit`, `12 commits`."""
    return f"{value:,} {one if value == 1 else many or f'{one}s'}"


def short(sha: str) -> str:
    """A commit as people write it."""
    return sha[:9]


def web_address(url: str) -> str:
    """The URL where it leads to the web, else nothing: no script hides in a link."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""


def sentence(text: str) -> str:
    """With a capital, and an end."""
    ended = text if text.endswith((".", "!", "?", "`")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def coded(text: str) -> Markup:
    """One of our own sentences: what stands `between backticks` is to be typed so."""
    parts = str(seen(text)).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def seen(value: object) -> object:
    """Every value passes here on its way into a page, whatever it is: text is to be seen whole."""
    return all_of(value) if type(value) is str else value
