"""The environments: what runs where, since when and by whom, what was before, what is coming."""

from dataclasses import dataclass
from datetime import datetime

from projections.shipments import Shipment
from projections.view import View
from projections.who import Who


@dataclass(frozen=True, slots=True)
class Running:
    """A commit in an environment, from the first of its successes in a row.

    `move`  first, forward, rollback, sideways (to another line, or unknown how) or again.
    `why`   how we know that.
    """

    sha: str
    ref: str
    releases: tuple[str, ...]
    deployment: str
    since: datetime
    by: Who | None
    url: str
    move: str
    why: str
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One environment of one component; `component` is empty for the repository as a whole.

    `running` is None where nothing was deployed yet, or where `note` tells why it is not known.
    """

    environment: str
    component: str
    production: bool | None
    running: Running | None
    previous: Running | None
    under_way: Shipment | None
    last_failure: Shipment | None
    note: str


@dataclass(frozen=True, slots=True)
class Environments:
    """Production first, then by name; `transient` ones come and go, and are only named."""

    cells: tuple[Cell, ...]
    transient: tuple[str, ...]


def environments(view: View) -> Environments:
    """The matrix of one repository, at the view's moment."""
    raise NotImplementedError
