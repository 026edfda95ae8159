"""A load: many connections to one address of this machine, each sending its next request at once.

One thread and one selector, prebuilt bytes: some 15 µs a request, so that what is measured is the
server. Only addresses of this machine are accepted.
"""

import ipaddress
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

HEAD_END = b"\r\n\r\n"


class Result(Struct):
    """What came back: latencies in seconds, in order of completion, and how often each status."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Connection:
    """One keep-alive connection with at most one request on its way."""

    def __init__(self, host: str, port: int) -> None:
        self.address = host, port
        self.unsent: memoryview = memoryview(b"")
        self.buffer = bytearray()
        self.since = 0.0
        self.waiting = False  # for an answer
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(self.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)

    def begin(self, request: bytes) -> None:
        self.waiting = True
        self.since = time.perf_counter()
        self.unsent = memoryview(request)
        self.push()

    def push(self) -> bool:
        """Send on; whether all is sent."""
        while self.unsent:
            try:
                self.unsent = self.unsent[self.socket.send(self.unsent) :]
            except BlockingIOError:
                return False
        return True

    def pull(self) -> int | None:
        """Read on; the status once the answer is whole."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up in the middle")
        self.buffer += piece
        end = self.buffer.find(HEAD_END)
        if end < 0:
            return None
        head = bytes(self.buffer[:end]).lower()
        start = head.index(b"content-length:") + 15
        length = int(head[start : (head + b"\r\n").index(b"\r\n", start)])
        if len(self.buffer) < end + 4 + length:
            return None
        status = int(self.buffer[9:12])
        self.buffer.clear()
        self.waiting = False
        return status


def run(  # noqa: C901, PLR0912 - one loop, kept whole for speed
    port: int,
    requests: Sequence[bytes],
    *,
    connections: int,
    rate: float | None = None,
    host: str = "127.0.0.1",
) -> Result:
    """Send every request once; with a `rate`, no faster than so many a second.

    A request that had to wait for its turn is counted from the time at which it was due, so that a
    stalled server is not flattered.
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"{host} is not this machine: load goes nowhere else")
    result = Result()
    todo = iter(requests)
    selector = selectors.DefaultSelector()
    idle = deque(Connection(host, port) for _ in range(connections))
    for one in idle:
        selector.register(one.socket, selectors.EVENT_READ, one)
    begun = time.perf_counter()
    due = begun
    exhausted = False
    while True:
        now = time.perf_counter()
        while idle and not exhausted and (rate is None or due <= now):
            request = next(todo, None)
            if request is None:
                exhausted = True
                break
            one = idle.popleft()  # in turn: none is left idle until the server gives it up
            one.begin(request)
            if rate is not None:
                one.since = due
                due += 1 / rate
            if one.unsent:
                selector.modify(one.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, one)
        if exhausted and len(idle) == connections:
            break  # the last answer is here: nothing more would ever come
        wait = None if rate is None or exhausted or not idle else max(0.0, due - now)
        for key, events in selector.select(wait):
            one = key.data
            if events & selectors.EVENT_WRITE and one.push():
                selector.modify(one.socket, selectors.EVENT_READ, one)
            if not one.waiting:
                # The server may give up an idle connection at any time: nothing was lost with it.
                selector.unregister(one.socket)
                one.socket.close()
                one.open()
                selector.register(one.socket, selectors.EVENT_READ, one)
            elif events & selectors.EVENT_READ and (status := one.pull()) is not None:
                result.latencies.append(time.perf_counter() - one.since)
                result.statuses[status] = result.statuses.get(status, 0) + 1
                idle.append(one)
    result.seconds = time.perf_counter() - begun
    for one in idle:
        one.socket.close()
    return result


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """The bytes of a POST."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + HEAD_END + body


def repeated(requests: Sequence[bytes], times: int) -> Iterator[bytes]:
    for _ in range(times):
        yield from requests
