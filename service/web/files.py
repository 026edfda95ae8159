"""The static files: styles, scripts and pictures, each under an address that names its content."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import NotFound

DIRECTORY: Final = Path(__file__).parent / "static"
# The address changes with the content: nobody ever has to ask again.
FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_NOW: Final = "public, max-age=60"


def blueprint() -> Blueprint:
    """Open to everybody: a page that asks for a token wants its looks, too."""
    files = Blueprint("static", __name__)

    @files.get("/static/<name>")
    def file(name: str) -> Response:
        if name not in _names():
            raise NotFound(f"no file here is called {name}")
        response = Response(_content(name), mimetype=mimetypes.guess_type(name)[0])
        exact = request.args.get("v") == digest(name)
        response.headers["Cache-Control"] = FOR_EVER if exact else FOR_NOW
        response.set_etag(digest(name))
        response.make_conditional(request)
        return response

    return files


def address(name: str) -> str:
    """Where a page finds the file."""
    return url_for("static.file", name=name, v=digest(name))


@cache
def digest(name: str) -> str:
    return hashlib.sha256(_content(name)).hexdigest()[:16]


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in DIRECTORY.iterdir() if path.suffix != ".md")


@cache
def _content(name: str) -> bytes:
    return (DIRECTORY / name).read_bytes()
