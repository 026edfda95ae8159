"""Links: the addresses of pages, of their JSON twins, and of things on GitHub."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import url_for

from projections.repositories import Repository

Value = str | int | None


class Links:
    """`kept` are the two times as they were asked for: whoever travels stays there."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._kept = dict(kept)

    def __call__(self, page_: str, /, repository: str = "", **values: Value) -> str:
        """A page."""
        return self.bare(page_, repository, **values, **self._kept)

    def bare(self, page_: str, /, repository: str = "", **values: Value) -> str:
        """A page without the two times, for a form that sends them itself."""
        return url_for(f"pages.{page_}", **_named(page_, repository), **_told(values))

    def twin(self, question: str, /, repository: str = "", **values: Value) -> str:
        """The operation of the API that answers the same."""
        return self.timeless(question, repository, **values, **self._kept)

    def timeless(self, question: str, /, repository: str = "", **values: Value) -> str:
        """The same of an operation that knows no two times."""
        return url_for(question, **_owned(repository), **_told(values))

    def pull(self, repository: Repository, number: int) -> str:
        """The pull request on GitHub; nothing where the repository is elsewhere."""
        return _on_github(repository, f"pull/{number}")

    def issue(self, repository: Repository, number: int) -> str:
        return _on_github(repository, f"issues/{number}")

    def commit(self, repository: Repository, sha: str) -> str:
        return _on_github(repository, f"commit/{sha}")


def _named(page: str, repository: str) -> dict[str, Any]:
    """Most pages of a repository have its name in their path; the search has it in its query."""
    if repository and page == "where":
        return {"repository": repository}
    return _owned(repository)


def _owned(repository: str) -> dict[str, Any]:
    owner, _, name = repository.partition("/")
    return {"owner": owner, "name": name} if repository else {}


def _told(values: Mapping[str, Value]) -> dict[str, Any]:
    """What is not asked for does not stand in an address."""
    return {name: value for name, value in values.items() if value not in ("", None)}


def _on_github(repository: Repository, path: str) -> str:
    return f"{repository.url.rstrip('/')}/{quote(path)}" if _is_github(repository) else ""


def _is_github(repository: Repository) -> bool:
    return repository.forge == "github" and bool(repository.url)
