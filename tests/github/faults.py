"""What goes wrong between us and GitHub, on demand: `hub.fail("POST", "/repos/…/releases", …)`.

A fault is a function of the request and of the way on: it may answer in GitHub's place, or let the
request take effect and then lose the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from tests.github.answers import Answer, Ask, Refused, invalid
from tests.github.limits import secondary as _secondary

Proceed = Callable[[], Answer]
Fault = Callable[[Ask, Proceed], Answer]

UNICORN = (
    "<!DOCTYPE html>\n<html><title>Unicorn! &middot; GitHub</title><body>No server</body></html>"
)
HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Planned:
    """A fault that waits for its request: it lets `skip` pass, and strikes `times`."""

    method: str
    template: str
    fault: Fault
    times: float = 1
    skip: int = 0
    struck: int = field(default=0, init=False)

    def strikes(self, ask: Ask) -> bool:
        template = ask.route.template if ask.route else ask.path
        if self.method not in ("*", ask.method) or self.template not in ("*", template):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.struck += self.times > 0
        self.times -= 1
        return self.times >= 0


def moved(ask: Ask, proceed: Proceed) -> Answer:
    """301 to the repository's number, with the query: PyGithub follows, and drops the query."""
    return _elsewhere(ask, 301, "Moved Permanently")


def found(ask: Ask, proceed: Proceed) -> Answer:
    """302, as for what lies on another host."""
    return _elsewhere(ask, 302, "Found")


def redirected(ask: Ask, proceed: Proceed) -> Answer:
    """307, which a writer must repeat there: PyGithub takes its body for the created thing."""
    return _elsewhere(ask, 307, "Temporary Redirect")


def _elsewhere(ask: Ask, status: int, message: str) -> Answer:
    from tests.github.answers import address

    place = address(ask) if ask.query else address(ask).rstrip("?")
    body = {"message": message, "url": place, "documentation_url": "https://docs.github.com/rest"}
    return Answer(status, body, {"Location": place})


def html(ask: Ask, proceed: Proceed) -> Answer:
    """200 with a page, as a captive portal or a proxy that signs people in gives it."""
    return Answer(200, "<html><body>Sign in to continue</body></html>", dict(HTML))


def too_many(retry_after: int | None = None) -> Fault:
    """429; by default without saying for how long."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}

    def fault(ask: Ask, proceed: Proceed) -> Answer:
        raise Refused(429, "You have exceeded a secondary rate limit.", headers=headers)

    return fault


def secondary(seconds: int = 60) -> Fault:
    def fault(ask: Ask, proceed: Proceed) -> Answer:
        raise _secondary(seconds)

    return fault


def spent(ask: Ask, proceed: Proceed) -> Answer:
    """The hour's requests are used up; the headers say until when."""
    window = ask.hub.limits.window(ask.actor.name, ask.hub.clock())
    window.used = ask.hub.limits.core
    ask.hub.limits.spend(ask.actor.name, ask.hub.clock())
    raise AssertionError("the limit was just used up")


def bad_gateway(ask: Ask, proceed: Proceed) -> Answer:
    """502, and nothing was done."""
    return Answer(502, UNICORN, dict(HTML))


def bad_gateway_after(ask: Ask, proceed: Proceed) -> Answer:
    """502, and it was done all the same (probot#921: the retries posted a comment four times)."""
    proceed()
    return Answer(502, UNICORN, dict(HTML))


def truncated(ask: Ask, proceed: Proceed) -> Answer:
    """The body ends before its length."""
    answer = proceed()
    answer.wire = "truncated"
    return answer


def closed(ask: Ask, proceed: Proceed) -> Answer:
    """The connection is closed without a word, before anything was done."""
    return Answer(502, wire="closed")


def closed_after(ask: Ask, proceed: Proceed) -> Answer:
    """The connection is closed without a word, and it was done all the same."""
    proceed()
    return Answer(502, wire="closed")


def slow(seconds: float) -> Fault:
    """Late by true seconds: keep them small, and the client's patience smaller."""

    def fault(ask: Ask, proceed: Proceed) -> Answer:
        Event().wait(seconds)
        return proceed()

    return fault


def expired(ask: Ask, proceed: Proceed) -> Answer:
    """401: an installation's token lives for an hour."""
    raise Refused(401, "Bad credentials")


def missing(ask: Ask, proceed: Proceed) -> Answer:
    """404, which GitHub also says where one may not look."""
    raise Refused(404, "Not Found")


def already_exists(resource: str, field_: str) -> Fault:
    def fault(ask: Ask, proceed: Proceed) -> Answer:
        raise invalid(resource, field_, "already_exists")

    return fault


def too_long(ask: Ask, proceed: Proceed) -> Answer:
    """422, as for a body of more than 125,000 characters."""
    raise invalid("Release", "body", "custom", "body is too long (maximum is 125000 characters)")
