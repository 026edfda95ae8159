"""The documents of the API: its specification, and the page that shows it to people."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from flask import Blueprint, Response, redirect, url_for
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as Redirection

from service.api.errors import KINDS, STATUSES, Kind
from service.api.guard import SCHEME
from service.api.specification import Api

TEMPLATES: Final = Path(__file__).parent / "templates"
_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


class Operation(NamedTuple):
    """One operation, as a reader wants it."""

    method: str
    path: str
    told: Mapping[str, Any]

    @property
    def anchor(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", f"{self.method} {self.path}".lower()).strip("-")

    @property
    def scope(self) -> str:
        (asked,) = self.told["security"]
        return ", ".join(asked.get(SCHEME, ()))

    @property
    def answer(self) -> Mapping[str, Any] | None:
        content = self.told["responses"]["200"].get("content", {})
        return next((one["schema"] for one in content.values()), None)


def blueprint(api: Api) -> Blueprint:
    """`/openapi.json` and `/docs`, made when first asked for: then every operation is known."""
    documents = Blueprint("documents", __name__)

    @cache
    def described() -> dict[str, Any]:
        return api.described()

    @cache
    def written() -> tuple[str, str]:
        return page(described())

    @documents.get("/openapi.json")
    def specification() -> Response:
        return Response(msgspec.json.encode(described()), mimetype="application/json")

    @documents.get("/docs")
    def reference() -> Response:
        text, policy = written()
        return Response(text, mimetype="text/html", headers={"Content-Security-Policy": policy})

    @documents.get("/api/v1")
    def beginning() -> Redirection:
        return redirect(url_for(".reference"))

    return documents


def page(described: Mapping[str, Any]) -> tuple[str, str]:
    """The page that explains the API, and the policy that lets it have its own style alone."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"prose": prose, "kind": kind_of}
    style = (TEMPLATES / "reference.css").read_text(encoding="utf-8")
    text = environment.get_template("reference.html").render(
        spec=described,
        operations=list(operations(described)),
        problems=problems(),
        style=Markup(style),  # noqa: S704 - our own file
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return text, (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


def operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in described["paths"].items():
        for method in ("get", "post", "put"):
            if method in item:
                yield Operation(method.upper(), path, item[method])


def problems() -> list[Kind]:
    """Every kind of problem, each once."""
    kinds = {
        kind.slug: kind for kind in (*KINDS.values(), *(kind for kind, _ in STATUSES.values()))
    }
    return sorted(kinds.values(), key=lambda kind: (kind.status, kind.slug))


def prose(text: str) -> Markup:
    """A description's own marks, and nothing else, as HTML; blank lines part paragraphs."""
    blocks = [_marked(block) for block in text.split("\n\n")]
    return Markup("").join(blocks)


def _marked(block: str) -> Markup:
    if block.startswith(" ") or "\n    " in block:
        return Markup("<pre>{}</pre>").format(block)
    text = _STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", str(escape(block))))
    return Markup("<p>{}</p>").format(Markup(text))  # noqa: S704 - escaped above


def kind_of(schema: Mapping[str, Any]) -> Markup:
    """What a value is, in a word, with a link to where it is described."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    if "anyOf" in schema:
        return Markup(" or ").join(kind_of(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return Markup("list of {}").format(kind_of(schema.get("items", {})))
    kinds = schema.get("type", "any")
    word = kinds if isinstance(kinds, str) else " or ".join(kinds)
    return escape(f"{word} ({schema['format']})" if "format" in schema else word)
