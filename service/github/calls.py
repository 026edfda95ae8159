"""Calls: one question to GitHub's API, and what became of it.

What is read is asked for again, within bounds, until GitHub answers it wholly. What is written is
sent once: where its answer is lost the caller hears `Unclear`, and has to look before it writes.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from github.GithubException import GithubException
from github.Requester import Requester
from jwt.exceptions import InvalidKeyError
from msgspec import Struct
from requests.exceptions import ConnectTimeout, RequestException

from service.github import judging
from service.github.errors import Denied, GitHubError, RateLimited, Unclear, Unreachable
from service.github.requester import MOVED

PAGE: Final = 100
TRIES: Final = 4
HOPS: Final = 4
BETWEEN_WRITES: Final = timedelta(seconds=1)  # GitHub's advice for whoever writes much
_REDIRECTS: Final = frozenset({MOVED, 302, 307, 308})


class Answer(Struct, frozen=True):
    """What GitHub answered; header names are in lower case. A body that is not there is None."""

    status: int
    json: Any
    headers: Mapping[str, str]

    @property
    def next(self) -> str:
        """The address of the page that follows; empty after the last."""
        for part in self.headers.get("link", "").split(","):
            address, _, relation = part.partition(";")
            if 'rel="next"' in relation:
                return address.strip().removeprefix("<").removesuffix(">")
        return ""


class Calls:
    """The calls of one account, by any number of threads: each gets a client of its own.

    `patience` is how long a call may sleep until a limit is over; beyond it `RateLimited` is
    raised, so that a task can go on later. Paths begin with `/`; name repositories by their number
    (`/repositories/{id}/…`), since names move.
    """

    def __init__(
        self,
        client: Callable[[], Requester],
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        patience: timedelta = timedelta(seconds=60),
    ) -> None:
        self._client = client
        self._clock = clock
        self._sleep = sleep
        self._patience = patience
        self._own = threading.local()
        self._writing = threading.Lock()
        self._written = datetime.min.replace(tzinfo=clock().tzinfo)

    def read(self, path: str, **query: Any) -> Answer:
        """GET, as often as it takes. Raises any `GitHubError` but `Unclear`."""
        for nth in range(TRIES):
            try:
                return self._asked("GET", path, query)
            except Unreachable:
                if nth == TRIES - 1:
                    raise
                self._sleep(2.0**nth)
            except RateLimited as limit:
                self._wait(limit, last=nth == TRIES - 1)
        raise AssertionError("the last try answers or raises")

    def pages(self, path: str, **query: Any) -> Iterator[list[Any]]:
        """Each page of a list, whether it comes bare or in an object that counts it.

        Lists shift while they are read: a row may come twice, so tell rows apart by their ids.
        """
        answer = self.read(path, **{"per_page": PAGE, **query})
        while True:
            yield judging.rows(answer.json, path)
            if not answer.next:
                return
            answer = self.read(self._whole(answer.next, path))

    def write(self, verb: str, path: str, body: object = None) -> Answer:
        """POST, PATCH, PUT or DELETE, once.

        Raises `Unclear` where nobody knows whether it was done: a gateway's error, a lost
        connection. Every other `GitHubError` means that it was not.
        """
        with self._writing:
            self._pace()
            for nth in range(TRIES):
                try:
                    return self._asked(verb, path, {}, body)
                except RateLimited as limit:  # it was turned away at the door
                    self._wait(limit, last=nth == TRIES - 1)
                finally:
                    self._written = self._clock()
        raise AssertionError("the last try answers or raises")

    def _pace(self) -> None:
        early = self._written + BETWEEN_WRITES - self._clock()
        if early > timedelta():
            self._sleep(early.total_seconds())

    def _wait(self, limit: RateLimited, *, last: bool) -> None:
        seconds = (limit.until - self._clock()).total_seconds()
        if last or seconds > self._patience.total_seconds():
            raise limit
        self._sleep(max(seconds, 1.0))

    def _asked(self, verb: str, path: str, query: Mapping[str, Any], body: object = None) -> Answer:
        """One request, and where it leads; a redirect keeps verb, body and query."""
        for _ in range(HOPS):
            answer = self._sent(verb, path, query, body)
            if answer.status not in _REDIRECTS:
                judging.check(answer.status, answer.json, answer.headers, path, self._clock())
                return answer
            path, query = self._whole(answer.headers.get("location", ""), path), {}
        raise GitHubError(f"GitHub sends {path} round in circles: try again later")

    def _sent(self, verb: str, path: str, query: Mapping[str, Any], body: object) -> Answer:
        reads = verb == "GET"
        try:
            status, headers, text = self._requester().requestJson(
                verb, path, parameters=dict(query), input=body
            )
        except InvalidKeyError as error:
            raise Denied(
                "the App's private key cannot be read: set SHIPLEDGER_GITHUB_PRIVATE_KEY_FILE to"
                " the .pem file that GitHub gave, whole"
            ) from error
        except GithubException as error:  # of the token that the client asks for by itself
            judging.check(error.status, error.data, error.headers or {}, path, self._clock())
            raise GitHubError(f"GitHub gave no token for {path}: {error}") from error
        except ConnectTimeout as error:
            raise Unreachable(judging.unreachable(path, error)) from error
        except RequestException as error:
            if reads or judging.never_sent(error):
                raise Unreachable(judging.unreachable(path, error)) from error
            raise Unclear(judging.unclear(verb, path)) from error
        if status >= 500 and not reads:
            raise Unclear(judging.unclear(verb, path), status=status)
        return Answer(status, _decoded(text, status, verb, path), headers)

    def _whole(self, address: str, path: str) -> str:
        return judging.whole(address, self._requester().base_url, path)

    def _requester(self) -> Requester:
        client: Requester | None = getattr(self._own, "client", None)
        if client is None:
            client = self._own.client = self._client()
        return client


def _decoded(text: str, status: int, verb: str, path: str) -> Any:
    """The body as JSON; a page of HTML is not GitHub's word, whatever its status says."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        if status >= 400 or status in _REDIRECTS:
            return None
        if verb == "GET":
            raise Unreachable(judging.unreachable(path, error), status=status) from error
        raise Unclear(judging.unclear(verb, path), status=status) from error
