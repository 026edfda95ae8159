"""A query for a change: what somebody may have pasted, read as a number or a commit."""

import re
from typing import Final

from msgspec import Struct

_REPOSITORY: Final = r"(?P<repository>[\w.-]{1,100}/[\w.-]{1,100})"
_NUMBER: Final = r"(?P<number>[0-9]{1,9})"
_SHA: Final = r"(?P<sha>[0-9a-fA-F]{4,64})"
# A page of GitHub, whatever server it is on.
_PAGE: Final = rf"https?://[^/\s]+/{_REPOSITORY}"
_FORMS: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_PAGE}/(?:pull|issues)/{_NUMBER}(?:[/?#].*)?",
        rf"{_PAGE}/commit/{_SHA}(?:[/?#].*)?",
        rf"{_REPOSITORY}#{_NUMBER}",
        rf"{_REPOSITORY}@{_SHA}",
        rf"#{_NUMBER}",
        # So many digits alone are a number; more of them are likelier the beginning of a SHA.
        r"(?P<number>[0-9]{1,6})",
        _SHA,
    )
)


class Query(Struct, frozen=True):
    """`number` of a pull request or an issue, or `sha` of a commit or its beginning; or neither."""

    repository: str = ""
    number: int | None = None
    sha: str = ""

    def __bool__(self) -> bool:
        return self.number is not None or bool(self.sha)


def read(text: str) -> Query:
    """`#12`, `owner/name#12`, `owner/name@4f2a`, a SHA, or the address of a page on GitHub."""
    for form in _FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            number = parts.get("number")
            return Query(
                repository=parts.get("repository") or "",
                number=int(number) if number else None,
                sha=(parts.get("sha") or "").lower(),
            )
    return Query()
