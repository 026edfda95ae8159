"""The question how GitHub knows us: as an App or by a token, and what we ask it for."""

from typing import Any, Literal, NamedTuple

from service.api.asked import Nothing
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.shapes import shape
from service.api.sight import prove_sees_all
from service.catching_up import CatchingUp, catching_up
from service.config import Config
from service.connecting import DONE, Conversion, conversion
from service.github.wanted import Event, Permission, events, permissions
from service.ledger import Ledger


class Connected(NamedTuple):
    """How GitHub knows us, and all that an App of ours asks it for, with the reasons.

    `how`         as an App, by a person's token (for a trial), or not at all;
    `public_url`  where GitHub's webhooks reach us; empty where nobody said;
    `conversion`  what became of the last App that was made by a click.
    """

    how: Literal["app", "token", "nothing"]
    app: int | None
    github: str
    public_url: str
    permissions: tuple[Permission, ...]
    events: tuple[Event, ...]
    conversion: Conversion | None


def connected(config: Config, ledger: Ledger) -> Connected:
    """As this process knows it; what the worker converted since is known too."""
    made = conversion(ledger)
    app = config.github_app_id or (made.app if made and made.state == DONE else None)
    how: Literal["app", "token", "nothing"] = "nothing"
    if app is not None:
        how = "app"
    elif config.github_token:
        how = "token"
    address = (config.github_url, config.public_url)
    return Connected(how, app, *address, permissions(), events(), made)


def blueprint(config: Config, ledger: Ledger, guard: Guard) -> Questions:
    questions = Questions("connection", guard, description="How GitHub knows us.")

    @questions.ask("/connection", Nothing, shape(Connected))
    def the_connection(_: Any) -> Connected:
        """How GitHub knows us, what we ask it for, and why."""
        return connected(config, ledger)

    @questions.ask("/connection/catching-up", Nothing, shape(CatchingUp))
    def the_catching_up(_: Any) -> CatchingUp:
        """How far the worker is, what it found unheard, and what we still may lack."""
        prove_sees_all(ledger)
        return catching_up(ledger)

    return questions
