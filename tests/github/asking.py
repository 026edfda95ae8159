"""A plain client of a hub's REST API: it follows nothing, repeats nothing and hides nothing."""

from typing import Any

import requests

from tests.github.hub import Hub


class Asking:
    def __init__(self, hub: Hub, token: str = "") -> None:
        self.hub, self.token = hub, token

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        headers = more.pop("headers", {})
        if self.token:
            headers = {"Authorization": f"Bearer {self.token}"} | headers
        place = path if path.startswith("http") else self.hub.api + path
        more = {"allow_redirects": False, "timeout": 20} | more
        return requests.request(method, place, json=body, headers=headers, **more)

    def get(self, path: str, **query: Any) -> Any:
        return self("GET", path, params=query).json()

    def pages(self, path: str, **query: Any) -> list[list[Any]]:
        """All pages, by the links from one to the next."""
        answer = self("GET", path, params=query)
        pages = [answer.json()]
        while following := answer.links.get("next"):
            answer = self("GET", following["url"])
            pages.append(answer.json())
        return pages
