"""Prometheus as it is asked: instant queries, whose answers are recorded as readings of health."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import Final
from uuid import UUID

import msgspec
import requests
from urllib3.exceptions import HTTPError

from domain.fact import Keyed
from service.delivery import Delivery
from service.ledger import Ledger
from service.version import number
from webhooks.prometheus import Heard, Wanted, failed, read_answer, readings
from webhooks.translation import Chapter, Translation

PATIENCE: Final = (3, 10)  # seconds: until it is connected, and between two pieces of the answer
LARGEST: Final = 1024 * 1024
_encode = msgspec.json.Encoder().encode


class Prometheus:
    """Asked at an address, with a bearer token where it wants one. Made once; thread-safe."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url.rstrip("/")
        self._token = token

    def ask(self, promql: str, at: datetime) -> Heard:
        """What the query gives at the moment. Never raises: what went wrong is in the answer."""
        try:
            with requests.Session() as session:
                answer = session.post(
                    f"{self.url}/api/v1/query",
                    data={"query": promql, "time": f"{at.timestamp():.3f}"},
                    headers={"User-Agent": f"shipledger/{number()}", "Accept": "application/json"},
                    timeout=PATIENCE,
                    allow_redirects=False,
                    stream=True,
                    auth=self._signed,
                )
                return _heard(answer)
        except (requests.RequestException, HTTPError) as error:
            # What it says itself has the address in it.
            return failed(f"nobody answered there ({type(error).__name__})")

    def _signed(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """With nobody to sign it, requests would look for a password in `.netrc`."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _heard(answer: requests.Response) -> Heard:
    if 300 <= answer.status_code < 400:
        return failed(f"it answered {answer.status_code} and sent us elsewhere, where we do not go")
    body: bytes = answer.raw.read(LARGEST + 1, decode_content=True)
    if len(body) > LARGEST:
        return failed(f"its answer has more than {LARGEST} bytes: add the series up")
    heard = read_answer(body)
    # A proxy in front of it may answer with anything.
    return heard if answer.ok else failed(f"it answered {answer.status_code}: {heard.why}")


def poll(
    ledger: Ledger,
    prometheus: Prometheus,
    wanted: Iterable[Wanted],
    clock: Callable[[], datetime],
) -> list[tuple[Wanted, Heard]]:
    """Ask for each measure, and record what was read in one transaction.

    What became of each is the answer. Where there are no data, or an error, nothing is recorded: a
    rule that hears nothing does not pass. Raises `StoreUnavailable`.
    """
    now = clock().replace(microsecond=0)
    heard = list(_asked(prometheus, wanted, now))
    told: dict[UUID, list[Keyed]] = {}
    for one, answer in heard:
        told.setdefault(one.stream, []).extend(readings(one, answer, prometheus.url))
    chapters = tuple(Chapter(stream, (*facts,)) for stream, facts in told.items() if facts)
    if chapters:
        body = _encode([(one.promql, answer.values) for one, answer in heard])
        content = blake2b(body, digest_size=6).hexdigest()
        id_ = f"prometheus~{now:%Y%m%dT%H%M%S}~{content}"
        delivery = Delivery("poll", id_, "prometheus.query", body, now, hook="poll")
        ledger.record(delivery, Translation(chapters))
    return heard


def _asked(
    prometheus: Prometheus, wanted: Iterable[Wanted], now: datetime
) -> Iterator[tuple[Wanted, Heard]]:
    """Two that want the same hear it once."""
    known: dict[str, Heard] = {}
    for one in wanted:
        if one.promql not in known:
            known[one.promql] = prometheus.ask(one.promql, now)
        yield one, known[one.promql]
