"""PyGithub's requester, told of nothing that it would get wrong.

Of a redirect it drops the query, so that another list is answered than was asked for; of a 307 to
a write it makes an object of the redirect's own body; and what is accepted and not ready (202) it
asks for again for ever. Here those three come back under names that it passes on, and
`service.github.calls` deals with them. It neither retries nor sleeps: both are decided there.
"""

from typing import Any, Final

from github.Auth import Auth
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
    RequestsResponse,
)

# By HTTP these numbers are free, so no server sends them.
MOVED: Final = 391
ACCEPTED: Final = 292
_RENAMED: Final = {301: MOVED, 202: ACCEPTED}
TIMEOUT: Final = 15  # seconds


def _passed_on(response: Any) -> Any:
    response.status = _RENAMED.get(response.status, response.status)
    return response


class _Http(HTTPRequestsConnectionClass):
    def getresponse(self) -> RequestsResponse:
        return _passed_on(super().getresponse())  # type: ignore[no-any-return]


class _Https(HTTPSRequestsConnectionClass):
    def getresponse(self) -> RequestsResponse:
        return _passed_on(super().getresponse())  # type: ignore[no-any-return]


class PlainRequester(Requester):
    """One for each thread: PyGithub keeps a request's words on the connection that it shares."""

    # Its own seam for this, `injectConnectionClasses`, gives up kept connections with it.
    _Requester__httpConnectionClass = _Http
    _Requester__httpsConnectionClass = _Https


def requester(auth: Auth | None, *, base_url: str, user_agent: str) -> Requester:
    """A client of one address: `https://api.github.com`, or a server's own with `/api/v3`."""
    return PlainRequester(
        auth=auth,
        base_url=base_url,
        timeout=TIMEOUT,
        user_agent=user_agent,
        per_page=100,
        verify=True,
        retry=None,
        pool_size=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
        api_version="2022-11-28",
    )
