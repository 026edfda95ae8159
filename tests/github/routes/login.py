"""Routes: how a device without a browser logs somebody in, as GitHub documents its device flow.

They are no part of the REST API, and lie beside it: their errors are answered 200, in the body.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tests.github.accounts import Account
from tests.github.answers import Ask, route
from tests.github.permissions import OPEN, Actor

LIFE: Final = timedelta(seconds=900)
GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
PAGE: Final = "https://docs.github.com/developers/apps/authorizing-oauth-apps"


@dataclass
class Device:
    """`account` is who entered the code; None while nobody did."""

    client: str
    user_code: str
    begun: datetime
    interval: int
    asked: datetime | None = None
    account: Account | None = None
    denied: bool = False


@route("POST", "/login/device/code", OPEN)
def device_code(ask: Ask) -> Any:
    hub, client = ask.hub, ask.body.get("client_id", "")
    if client not in hub.device_clients:
        return _no("device_flow_disabled", "Device Flow must be explicitly enabled for this App")
    number = hub.next("device")
    device = Device(client, f"WDJB-{number}", hub.clock(), hub.device_interval)
    code = f"{number:040x}"
    hub.devices[code] = device
    return {
        "device_code": code,
        "user_code": device.user_code,
        "verification_uri": f"{hub.html}/login/device",
        "expires_in": int(LIFE.total_seconds()),
        "interval": device.interval,
    }


@route("POST", "/login/oauth/access_token", OPEN)
def device_token(ask: Ask) -> Any:
    told = ask.body
    if told.get("grant_type") != GRANT:
        return _no("unsupported_grant_type", "The grant type must be the device code's")
    device = ask.hub.devices.get(told.get("device_code", ""))
    if device is None or device.client != told.get("client_id"):
        return _no("incorrect_device_code", "The device_code provided is not valid.")
    refused = _refused(device, ask.hub.clock())
    if refused or device.account is None:
        return refused or _no("authorization_pending", "The request is still pending.")
    del ask.hub.devices[told["device_code"]]
    token = f"gho_{ask.hub.next('token'):036}"
    ask.hub.tokens[token] = Actor(f"user {device.account.login}", account=device.account)
    return {"access_token": token, "token_type": "bearer", "scope": ""}


def _refused(device: Device, now: datetime) -> dict[str, Any] | None:
    before, device.asked = device.asked, now
    if now - device.begun > LIFE:
        return _no("expired_token", "This 'device_code' has expired.")
    if device.denied:
        return _no("access_denied", "The authorization request was denied.")
    if before is not None and now - before < timedelta(seconds=device.interval):
        device.interval += 5
        told = _no("slow_down", "Too many requests have been made in the same timeframe.")
        return told | {"interval": device.interval}
    return None


def _no(code: str, told: str) -> dict[str, Any]:
    page = f"{PAGE}#error-codes-for-the-device-flow"
    return {"error": code, "error_description": told, "error_uri": page}
