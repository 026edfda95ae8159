"""What a request asks, what is answered, and the table of the routes that a hub serves.

A template is spelled as in GitHub's OpenAPI file: requests are counted, and faults are asked for,
by these names.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.permissions import Actor
    from tests.github.repository import Repository

PER_PAGE, AT_MOST = 30, 100
SPANNING = {"ref", "path", "basehead", "branch", "tag", "name", "environment_name"}


class Refused(Exception):
    """An answer of GitHub's that says no."""

    def __init__(
        self,
        status: int,
        message: str,
        *errors: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, list(errors)
        self.headers = dict(headers or {})

    def answer(self) -> "Answer":
        body: dict[str, Any] = {"message": self.message}
        if self.errors:
            body["errors"] = self.errors
        body["documentation_url"] = "https://docs.github.com/rest"
        return Answer(self.status, body | {"status": str(self.status)}, self.headers)


def not_found() -> Refused:
    return Refused(404, "Not Found")


def invalid(resource: str, field_: str, code: str, message: str | None = None) -> Refused:
    error = {"resource": resource, "field": field_, "code": code}
    return Refused(422, "Validation Failed", error | ({"message": message} if message else {}))


@dataclass
class Answer:
    """`wire` says what becomes of it on its way: whole, `truncated` or `closed`."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    wire: str = "whole"


@dataclass
class Ask:
    """A request that was understood."""

    hub: "Hub"
    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: Mapping[str, str]
    actor: "Actor"
    route: "Route | None" = None
    found: dict[str, str] = field(default_factory=dict)
    repo: "Repository | None" = None

    def number(self, name: str, otherwise: int) -> int:
        given = self.query.get(name, "")
        return int(given) if given.isdigit() else otherwise

    def require(self, resource: str, *names: str) -> None:
        """GitHub's own words for a field that is missing."""
        for name in names:
            if self.body.get(name) in (None, ""):
                raise invalid(resource, name, "missing_field")


Handler = Callable[..., Any]


@dataclass(frozen=True)
class Route:
    """`permission` is the App's that is asked for: read for GET, write for the rest."""

    method: str
    template: str
    handler: Handler
    permission: str | None
    pattern: re.Pattern[str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.template}"


ROUTES: list[Route] = []


def route(
    method: str, template: str, permission: str | None = None
) -> Callable[[Handler], Handler]:
    def enter(handler: Handler) -> Handler:
        pattern = re.compile(re.sub(r"\{(\w+)\}", _group, template) + "$")
        ROUTES.append(Route(method, template, handler, permission, pattern))
        # The more of it is spelled out, the sooner it is tried.
        ROUTES.sort(key=lambda one: (one.template.count("{"), -len(one.template)))
        return handler

    return enter


def _group(found: re.Match[str]) -> str:
    name = found[1]
    if name.endswith(("_id", "_number")):
        return rf"(?P<{name}>\d+)"
    return rf"(?P<{name}>.+)" if name in SPANNING else rf"(?P<{name}>[^/]+)"


def match(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    for one in ROUTES:
        if one.method == method and (found := one.pattern.match(path)):
            return one, {name: unquote(text) for name, text in found.groupdict().items()}
    return None


def parameters(found: Mapping[str, str]) -> dict[str, Any]:
    """Numbers as numbers."""
    whole = ("_id", "_number")
    return {name: int(text) if name.endswith(whole) else text for name, text in found.items()}


def created(body: Any) -> Answer:
    return Answer(201, body)


def nothing() -> Answer:
    return Answer(204)


def page(
    ask: Ask, items: Sequence[Any], shape: Callable[[Any], Any], *, under: str | None = None
) -> Answer:
    """One page of a list; its Link header names the repository by its number, as GitHub does."""
    size = min(ask.number("per_page", PER_PAGE) or PER_PAGE, AT_MOST)
    here, last = max(ask.number("page", 1), 1), max(-(-len(items) // size), 1)
    shown = [shape(one) for one in items[(here - 1) * size : here * size]]
    body = shown if under is None else {"total_count": len(items), under: shown}
    links = {}
    if here > 1:
        links |= {"prev": min(here - 1, last), "first": 1}
    if here < last:
        links |= {"next": here + 1, "last": last}
    text = ", ".join(f'<{address(ask, page=to)}>; rel="{rel}"' for rel, to in links.items())
    return Answer(200, body, {"Link": text} if text else {})


def address(ask: Ask, **query: Any) -> str:
    path = ask.path
    if ask.repo:
        path = re.sub(r"^/repos/[^/]+/[^/]+", f"/repositories/{ask.repo.id}", path)
    return f"{ask.hub.api}{path}?{urlencode(ask.query | query)}"
