"""`shipledger incident`: what broke, by which deployment, and to say so where one knows better."""

from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from domain.incident_link import IncidentLink
from projections.incident_cause import CONFIRMED, DENIED
from projections.incidents import Incident, incidents, known_incident
from service.cli.asking import in_json, question
from service.cli.edit_notes import reasoned
from service.cli.ground import console, opened_ledger, view_of
from service.cli.shell import say, signing
from service.deeds import Deeds
from service.incident_linking import step

SEE = "`shipledger incident list` shows what stands."


@click.group()
def incident() -> None:
    """See what broke for users, and say which deployment did it."""


@incident.command("list")
@click.argument("repository")
@question
def list_(repository: str, as_of: Any, as_at: Any, *, as_json: bool) -> None:
    """Every incident of REPOSITORY with what is held to have broken it, the newest first."""
    with view_of(repository, as_of, as_at) as view:
        found = incidents(view)
    if as_json:
        click.echo(in_json(found))
    elif not found:
        console.print("No incident was told: tools tell of them by the event API.")
    else:
        _describe(found)


def _describe(found: tuple[Incident, ...]) -> None:
    table = Table("incident", "title", "reported (UTC)", "over", "broken by", "how we know", "why")
    for one in found:
        cause = one.cause
        release = cause.releases[0] if cause and cause.releases else cause.sha[:10] if cause else ""
        table.add_row(
            escape(one.id),
            escape(one.title),
            f"{one.reported_at:%Y-%m-%d %H:%M}",
            f"{one.resolved_at:%Y-%m-%d %H:%M}" if one.resolved_at else "open",
            escape(f"{release} {cause.deployment}".strip() if cause else ""),
            " ".join(filter(None, (one.basis, one.confidence))),
            escape(one.why),
        )
    console.print(table)


@incident.command()
@click.argument("repository")
@click.argument("incident_id", metavar="INCIDENT")
@click.argument("deployment", default="")
@reasoned
def link(repository: str, incident_id: str, deployment: str, reason: str) -> None:
    """Confirm that DEPLOYMENT of REPOSITORY broke INCIDENT.

    Without DEPLOYMENT the one is meant that is held to have done so.
    """
    _settle(repository, incident_id, CONFIRMED, deployment, reason)


@incident.command()
@click.argument("repository")
@click.argument("incident_id", metavar="INCIDENT")
@click.argument("deployment", default="")
@reasoned
def unlink(repository: str, incident_id: str, deployment: str, reason: str) -> None:
    """Deny that DEPLOYMENT of REPOSITORY broke INCIDENT.

    Without DEPLOYMENT it means that no deployment did.
    """
    _settle(repository, incident_id, DENIED, deployment, reason)


def _settle(repository: str, id_: str, verdict: str, deployment: str, reason: str) -> None:
    with opened_ledger() as ledger:
        with ledger.stand() as stand:
            view = ledger.view(stand, ledger.resolve(stand, repository))
            decide = step(view, known_incident(view, id_), verdict, deployment)
            stream, seen = view.stream, view.position
        key, sign = (str(stream), id_), signing(seen, reason)
        say(Deeds(ledger, IncidentLink).settle(key, sign, decide), SEE)
