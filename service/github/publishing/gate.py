"""The answer to a deployment that asked for leave: go, or stop, or what it still waits for."""

from typing import Any, Final
from urllib.parse import urlsplit

from service.github.publishing.desk import MARK, Declined, Desk
from service.outbox import Said, Waiting

LONGEST: Final = 1024


def publish(desk: Desk, row: Waiting) -> Said:
    """A verdict. GitHub's history of reviews shows whether we gave it; if so it is not repeated."""
    told = row.content
    marker = f"<!-- {MARK}gate -->"
    for page in desk.calls.pages(desk.path(f"actions/runs/{told['run']}/approvals")):
        for one in page:
            names = {place["name"] for place in one["environments"]}
            if told["environment"] in names and marker in one["comment"]:
                return Said(str(told["run"]), "", "found")
    return _send(desk, told, {"state": told["state"]}, marker)


def report(desk: Desk, row: Waiting) -> Said:
    """What it waits for. Nothing shows later whether it arrived, so it is sent at most once."""
    return _send(desk, row.content, {}, "")


def _send(desk: Desk, told: dict[str, Any], verdict: dict[str, str], marker: str) -> Said:
    text = told["comment"][: LONGEST - len(marker) - 1]
    words = "\n".join(filter(None, (text, marker)))
    body = {"environment_name": told["environment"], "comment": words, **verdict}
    desk.calls.write("POST", proved(desk, told), body)
    return Said(str(told["run"]), "", "created")


def proved(desk: Desk, told: dict[str, Any]) -> str:
    """The path of our own making; raises `Declined` where the callback is not at our GitHub.

    Our token goes to no address out of a delivery: only its run's number was believed, and the
    host that it names has to be the one that we speak to.
    """
    there, here = urlsplit(told["callback"]), urlsplit(desk.api)
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        raise Declined(
            f"the callback of this deployment is at {there.netloc}, and GitHub's API at "
            f"{here.netloc}: look at SHIPLEDGER_GITHUB_URL, and at who knows the webhook's secret"
        )
    return desk.path(f"actions/runs/{told['run']}/deployment_protection_rule")
