"""A query for a change: what somebody may have pasted, read as a number or a commit."""

import re
from dataclasses import dataclass
from typing import Final

_REPOSITORY: Final = r"(?P<repository>[\w.-]{1,100}/[\w.-]{1,100})"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        # A page of GitHub, whatever server it is on.
        rf"https?://[^/\s]+/{_REPOSITORY}/(?P<kind>pull|issues|commit)/(?P<what>[0-9a-f]+)(?:[/?#].*)?",
        rf"{_REPOSITORY}#(?P<what>[0-9]{{1,9}})",
        rf"{_REPOSITORY}@(?P<what>[0-9a-f]{{4,64}})",
        r"#?(?P<what>[0-9]{1,6})",
        r"#(?P<what>[0-9]{1,9})",
        r"(?P<what>[0-9a-fA-F]{4,64})",
    )
)


@dataclass(frozen=True, slots=True)
class Query:
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
            repository, what = parts.get("repository") or "", parts["what"].lower()
            if _is_number(text, what, parts.get("kind")):
                return Query(repository, number=int(what))
            return Query(repository, sha=what) if len(what) >= 4 else Query()
    return Query()


def _is_number(text: str, what: str, kind: str | None) -> bool:
    if kind:
        return kind != "commit" and what.isdigit() and len(what) <= 9
    return what.isdigit() and (len(what) <= 6 or "#" in text)
