"""The examination of the connection with GitHub: what keeps it from working, and how to mend it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from service import app_file
from service.config import Config
from service.examination import Finding
from service.github.calls import Calls
from service.github.connection import Connection, Seen, api_address
from service.github.errors import Denied, GitHubError, Gone, RateLimited, Unreachable
from service.github.manifest import DOOR
from service.github.requester import requester
from service.github.wanted import WRITE, events, permissions
from service.version import number

SKEW: Final = timedelta(seconds=5)
# GitHub believes an App's word only within a minute or so.
TOO_MUCH: Final = timedelta(seconds=60)
# Of a large estate the first show what is wrong.
SOME: Final = 20

Clock = Callable[[], datetime]


class Examination:
    """Asks GitHub, so it is only for a person who runs it; `api` is given where it is elsewhere."""

    def __init__(
        self, config: Config, *, clock: Clock, sleep: Callable[[float], None], api: str = ""
    ) -> None:
        self._config = config
        self._clock = clock
        self._sleep = sleep
        self._api = api or api_address(config.github_url)

    def run(self) -> Iterator[Finding]:
        """What is found, in the order in which it has to be mended."""
        config = self._config
        yield from self._file()
        if config.github_app_id is None and not config.github_token:
            yield Finding(
                "GitHub",
                "mind",
                "is not asked: we are no App there, and have no token",
                "open the page /connect, or run `shipledger github connect`",
            )
            return
        # A limit is told rather than waited for.
        connection = Connection(
            config, clock=self._clock, sleep=self._sleep, patience=timedelta(), api=self._api
        )
        try:
            yield from self._reached()
            yield from (
                _of_app(config, connection) if connection.is_app else _of_token(config, connection)
            )
        except GitHubError as error:
            yield _refused(error)

    def _file(self) -> Iterator[Finding]:
        path = Path(self._config.github_app_file)
        if self._config.github_app_file and path.exists() and not app_file.is_private(path):
            yield Finding(
                "App's key", "bad", f"others can read {path}", f"chmod 600 {path}, or a new key"
            )

    def _reached(self) -> Iterator[Finding]:
        """Without saying who we are, so that a wrong clock cannot hide behind a refusal."""
        client = partial(requester, None, base_url=self._api, user_agent=f"shipledger/{number()}")
        calls = Calls(client, clock=self._clock, sleep=self._sleep, patience=timedelta())
        try:
            answer = calls.read("/meta")
        except (Denied, Gone, RateLimited):  # a server of one's own may tell strangers nothing
            yield Finding("GitHub", "good", f"answers at {self._api}")
            return
        yield Finding("GitHub", "good", f"answers at {self._api}")
        if "date" in answer.headers:
            yield skew(parsedate_to_datetime(answer.headers["date"]), self._clock())


def skew(theirs: datetime, ours: datetime) -> Finding:
    """Their header counts whole seconds."""
    apart = abs(ours - theirs)
    seconds = f"{apart.total_seconds():.0f} seconds"
    saw = f"ours is {seconds} {'ahead of' if ours > theirs else 'behind'} GitHub's"
    if apart <= SKEW:
        return Finding("GitHub's clock", "good", "and ours agree")
    mend = "let NTP set the clock of this machine"
    if apart > TOO_MUCH:
        return Finding("GitHub's clock", "bad", saw, f"{mend}: an App is not believed like this")
    return Finding("GitHub's clock", "mind", saw, mend)


def _refused(error: GitHubError) -> Finding:
    if isinstance(error, Unreachable):
        return Finding("GitHub", "bad", str(error), "see SHIPLEDGER_GITHUB_URL, and the proxy")
    return Finding("GitHub", "bad", str(error), "the rest of the connection was not looked at")


# --- as an App ---


def _of_app(config: Config, connection: Connection) -> Iterator[Finding]:
    calls = connection.as_app()
    app = calls.read("/app").json
    page = app["html_url"]
    yield Finding("App", "good", f"{app['name']} ({app['id']}), by its key")
    yield granted("App's permissions", app["permissions"], f"give them on {page}/permissions")
    yield subscribed("App's events", app["events"], f"tick them on {page}/permissions")
    yield from _installed(calls, page)
    yield from hook_of(config, "App's webhook", calls.read("/app/hook/config").json)
    yield answered("App's deliveries", _latest(calls, "/app/hook"))


def _installed(calls: Calls, page: str) -> Iterator[Finding]:
    installations = [one for rows in calls.pages("/app/installations") for one in rows]
    if not installations:
        yield Finding("installations", "mind", "none", f"install it: {page}/installations/new")
    for one in islice(installations, SOME):
        what = f"installation for {one['account']['login']}"
        if one.get("suspended_at"):
            yield Finding(what, "mind", "is suspended", f"resume it on {one['html_url']}")
        else:
            mend = f"an owner accepts them on {one['html_url']}"
            yield granted(what, one["permissions"], mend)


def granted(what: str, held: Mapping[str, str], mend: str) -> Finding:
    """Whether all is there that the App asks for, and what does not work else."""
    lacking = [
        one for one in permissions() if held.get(one.name) not in {one.level, WRITE, "admin"}
    ]
    if not lacking:
        return Finding(what, "good", "has every permission that is needed")
    words = "; ".join(f"{one.name} {one.level} (to {one.why[-1]})" for one in lacking)
    return Finding(what, "bad", f"lacks {words}", mend)


def subscribed(what: str, heard: list[str], mend: str) -> Finding:
    """Whether all events are subscribed to that we translate."""
    lacking = [one.name for one in events() if one.name not in heard and "*" not in heard]
    if not lacking:
        return Finding(what, "good", "every event that is read is sent")
    return Finding(what, "bad", f"never sent: {', '.join(lacking)}", mend)


# --- by a token ---


def _of_token(config: Config, connection: Connection) -> Iterator[Finding]:
    calls = connection.calls(None)
    answer = calls.read("/user")
    yield Finding(
        "token",
        "mind",
        f"asks as {answer.json['login']}: good for a trial; checks and gates are for Apps alone",
        "open the page /connect, or run `shipledger github connect`",
    )
    scopes = answer.headers.get("x-oauth-scopes")
    if scopes is not None and "repo" not in scopes.replace(",", " ").split():
        yield Finding(
            "token", "bad", f"has the scopes «{scopes}»", "make one with the scope «repo»"
        )
    seen = [*islice(connection.repositories(), SOME)]
    found = [finding for one in seen for finding in _hooks(config, calls, one)]
    yield from found
    if not found:
        yield Finding(
            "webhooks",
            "mind",
            f"none that we may see among {len(seen)} repositories leads to us",
            f"add one: payload URL {config.public_url or '…'}{DOOR}, content type "
            "application/json, the secret of SHIPLEDGER_WEBHOOK_SECRET, all events",
        )


def _hooks(config: Config, calls: Calls, seen: Seen) -> Iterator[Finding]:
    path = f"/repositories/{seen.id}/hooks"
    try:
        hooks = [one for rows in calls.pages(path) for one in rows]
    except (Gone, Denied):  # only its administrators see them
        return
    for one in hooks:
        if one["config"].get("url", "").rstrip("/").endswith(DOOR):
            what = f"webhook of {seen.name}"
            mend = f"tick them in the settings of the webhook of {seen.name}"
            if not one["active"]:
                yield Finding(what, "bad", "is switched off", "switch it on in its settings")
            yield from hook_of(config, what, one["config"])
            yield subscribed(what, one["events"], mend)
            yield answered(what, _latest(calls, f"{path}/{one['id']}"))


# --- a webhook ---


def hook_of(config: Config, what: str, told: Mapping[str, Any]) -> Iterator[Finding]:
    """Whether it leads to us, in a form that keeps secrets."""
    wanted = f"{config.public_url}{DOOR}"
    url = (told.get("url") or "").rstrip("/")
    if config.public_url and url != wanted:
        yield Finding(what, "bad", f"leads to {url or 'nowhere'}", f"let it lead to {wanted}")
    elif not url.endswith(DOOR):
        yield Finding(what, "bad", f"leads to {url or 'nowhere'}", f"let it end with {DOOR}")
    else:
        yield Finding(what, "good", f"leads to {url}")
    if not told.get("secret"):
        mend = "give it the secret of SHIPLEDGER_WEBHOOK_SECRET"
        yield Finding(what, "bad", "has no secret, so we refuse what it sends", mend)
    if str(told.get("insecure_ssl", "0")) != "0":
        mend = "verify the certificate: else anybody between can be us"
        yield Finding(what, "mind", "sends to whoever answers", mend)


def _latest(calls: Calls, hook: str) -> Mapping[str, Any] | None:
    rows = calls.read(f"{hook}/deliveries", per_page=1).json
    return rows[0] if rows else None


def answered(what: str, last: Mapping[str, Any] | None) -> Finding:
    """What GitHub was answered the last time, and what that means."""
    if last is None:
        return Finding(what, "mind", "nothing was sent within the last days", "push something")
    code, when = int(last["status_code"] or 0), last["delivered_at"]
    if last["status"] == "OK" or 200 <= code < 300:
        return Finding(what, "good", f"the last was taken in, at {when}")
    saw = f"the last, at {when}, ended with «{last['status']}»"
    return Finding(what, "bad", saw, _mend(code))


def _mend(code: int) -> str:
    if code in {401, 403}:
        return (
            "its secret is another than those in SHIPLEDGER_WEBHOOK_SECRET: give it one of them;"
            " what was refused is healed afterwards"
        )
    if code == 413:
        return "a proxy in front takes no body as large: let it take 25 MB"
    if code == 404:
        return f"its path is not {DOOR}, or a proxy in front leads elsewhere"
    if code >= 500:
        return "see the log of the server, and its disk and database by this command"
    return (
        "GitHub cannot reach the address within 10 seconds: see the name, the firewall, the"
        " certificate, and that the server runs"
    )
