"""The environments: what runs where, since when and by whom, what was before, what is coming."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from domain import subject
from domain.deployment import EnvironmentSighted
from domain.version import read
from projections.running import Running, running
from projections.shipments import Shipment, shipments_of
from projections.standing import standing
from projections.view import View


class Cell(Struct, frozen=True):
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


class Environments(Struct, frozen=True):
    """Production first, then by name; `transient` ones come and go, and are only named."""

    cells: tuple[Cell, ...]
    transient: tuple[str, ...]


def environments(view: View) -> Environments:
    """The matrix of one repository, at the view's moment."""
    sighted = (one.fact for one in view.about(subject.ENVIRONMENTS))
    names = sorted({fact.name for fact in sighted if isinstance(fact, EnvironmentSighted)})
    shipments = shipments_of(view.about(*map(subject.environment, names)))
    places = {name: [one for one in shipments if one.environment == name] for name in names}
    transient = tuple(name for name, here in places.items() if here and here[-1].transient)
    parts = components_of(view, shipments)
    courses = {
        (name, part): [one for one in here if parts.get(one.ref, "") == part]
        for name, here in places.items()
        if name not in transient
        for part in sorted({parts.get(one.ref, "") for one in here})
    }
    cells = (_cell(view, *place, course) for place, course in courses.items())
    return Environments(tuple(sorted(cells, key=_place)), transient)


def _place(cell: Cell) -> tuple[bool, str, str]:
    return not cell.production, cell.environment, cell.component


def components_of(view: View, shipments: Iterable[Shipment]) -> dict[str, str]:
    """The component that a deployment's ref names, where the ref is a tag that stands."""
    refs = {one.ref: one.ref.removeprefix("refs/tags/") for one in shipments if one.ref}
    parts = {name: read(name).component for name in refs.values() if read(name).versioned}
    stand = {tag.name for tag in standing(view, sorted(name for name in parts if parts[name]))}
    return {ref: parts[name] for ref, name in refs.items() if name in stand}


def _cell(view: View, environment: str, component: str, course: Sequence[Shipment]) -> Cell:
    ran = sorted(
        (one for one in course if one.state in ("succeeded", "deactivated") and one.succeeded_at),
        key=lambda one: (one.succeeded_at, one.id),
    )
    ended = bool(ran) and ran[-1].state == "deactivated"
    now, before = running(view, ran)
    told = [one.production for one in course if one.production is not None]
    return Cell(
        environment=environment,
        component=component,
        production=told[-1] if told else None,
        running=None if ended else now,
        previous=now if ended else before,
        under_way=_under_way(course, ran),
        last_failure=_last(one for one in course if one.state == "failed"),
        note=_note(ran, ended=ended),
    )


def _under_way(course: Iterable[Shipment], ran: Sequence[Shipment]) -> Shipment | None:
    """An attempt older than what runs now was overtaken, whatever it last said of itself."""
    since = ran[-1].succeeded_at if ran else None
    open_ = (one for one in course if one.state in ("requested", "under_way"))
    return _last(one for one in open_ if since is None or one.at > since)


def _last(shipments: Iterable[Shipment]) -> Shipment | None:
    return max(shipments, key=lambda one: (one.at, one.id), default=None)


def _note(ran: Sequence[Shipment], *, ended: bool) -> str:
    if ended:
        last = ran[-1]
        return (
            f"Deployment {last.id} was deactivated on {last.at:%Y-%m-%d %H:%M} UTC, "
            "and nothing told what runs here since."
        )
    return "" if ran else "Nothing was deployed here with success."
