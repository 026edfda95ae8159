"""The judgement of an answer: what GitHub meant by it, and what to do next."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from urllib3.exceptions import NewConnectionError

from service.github.errors import (
    Denied,
    GitHubError,
    Gone,
    RateLimited,
    Rejected,
    Unreachable,
)

# GitHub's advice where a secondary limit does not say for how long.
WITHOUT_A_WORD: Final = timedelta(minutes=1)
_LIMITED: Final = ("rate limit", "abuse detection", "please retry your request again later")


def check(status: int, body: object, headers: Mapping[str, str], path: str, now: datetime) -> None:
    """Return where the answer is one; raise what it says where it is none."""
    if status < 300:
        return
    said = body.get("message", "") if isinstance(body, Mapping) else ""
    if status in (403, 429) and (until := _until(status, str(said), headers, now)):
        sentence = f"GitHub wants no more requests before {until:%H:%M:%S} UTC"
        raise RateLimited(f"{sentence}: it goes on by itself then", until=until, status=status)
    if status in (401, 403):
        raise Denied(_denied(status, str(said), path), status=status)
    if status in (404, 410):
        raise Gone(
            f"GitHub shows no {path}: it is gone, or the App was not given what it takes to see it",
            status=status,
        )
    if status >= 500:
        raise Unreachable(f"GitHub failed with {status} on {path}: try again later", status=status)
    raise Rejected(_rejected(status, body, path), status=status, codes=_codes(body))


def _until(status: int, said: str, headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When to come again, of an answer that limits us; None of any other refusal."""
    if (after := headers.get("retry-after", "")).isdigit():
        return now + timedelta(seconds=int(after))
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdigit():
        return max(datetime.fromtimestamp(int(reset), UTC), now)
    limited = status == 429 or any(words in said.lower() for words in _LIMITED)
    return now + WITHOUT_A_WORD if limited else None


def _denied(status: int, said: str, path: str) -> str:
    if status == 401:
        return (
            "GitHub does not know who we are: the token expired or was revoked, or the App's "
            "private key is another's. Make a new one, and set SHIPLEDGER_GITHUB_… to it"
        )
    return (
        f"GitHub refuses {path} ({said or 'forbidden'}): give the App or the token the permission, "
        "and accept it for the installation on GitHub's page"
    )


def _rejected(status: int, body: object, path: str) -> str:
    said = body.get("message", "") if isinstance(body, Mapping) else ""
    details = ", ".join(_details(body))
    return f"GitHub refuses {path} with {status}: {said}{f' ({details})' if details else ''}"


def _errors(body: object) -> list[Mapping[str, Any] | str]:
    errors = body.get("errors") if isinstance(body, Mapping) else None
    return (
        [one for one in errors if isinstance(one, Mapping | str)]
        if isinstance(errors, list)
        else []
    )


def _details(body: object) -> list[str]:
    return [
        one if isinstance(one, str) else str(one.get("message") or one.get("code") or one)
        for one in _errors(body)
    ]


def _codes(body: object) -> tuple[str, ...]:
    return tuple(
        str(one["code"]) for one in _errors(body) if isinstance(one, Mapping) and "code" in one
    )


def whole(address: str, base_url: str, path: str) -> str:
    """An address that GitHub gave, with its query; another host is never told our token."""
    there, here = urlsplit(address), urlsplit(base_url)
    if there.netloc and there.netloc != here.netloc:
        raise GitHubError(
            f"GitHub sends {path} to another host ({there.netloc}): set SHIPLEDGER_GITHUB_URL to "
            "the address that GitHub itself uses"
        )
    if not there.path:
        raise GitHubError(f"GitHub redirects {path} and does not say where to: try again later")
    return there._replace(scheme=here.scheme, netloc=here.netloc, fragment="").geturl()


def rows(body: object, path: str) -> list[Any]:
    """The rows of a page: bare, or the one list in an object that also counts them."""
    if isinstance(body, list):
        return body
    lists = (
        [one for one in body.values() if isinstance(one, list)] if isinstance(body, dict) else []
    )
    if len(lists) != 1:
        raise Unreachable(f"what answered {path} is no list, so it was not GitHub: try again later")
    return lists[0]


def unreachable(path: str, error: Exception) -> str:
    return (
        f"nobody whole answered {path} ({type(error).__name__}): see whether this machine reaches "
        "GitHub, and what stands between"
    )


def unclear(verb: str, path: str) -> str:
    return (
        f"the answer to {verb} {path} was lost, and it may have been done: look before it is sent "
        "again"
    )


def never_sent(error: Exception) -> bool:
    """Whether not even a connection was made."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, NewConnectionError):
            return True
        reason = getattr(cause, "reason", None)
        inner = next((one for one in cause.args if isinstance(one, BaseException)), None)
        cause = reason if isinstance(reason, BaseException) else inner
    return False
