"""`shipledger release plan`: what a release is to hold, when, and by whom, on the command line."""

from datetime import UTC, date, datetime
from typing import Any, Final

import click
from rich.markup import escape
from rich.table import Table

from domain.errors import NotFound
from domain.plan import DATES, DONE, Plan
from projections.case import case_of
from projections.plan import plan_of, plans
from projections.planned import Planned, planned
from service.cli.asking import in_json, question
from service.cli.ground import console, opened_ledger, view_of
from service.cli.shell import say, signing
from service.deeds import Deeds
from service.moment import moment_of
from service.planning import by_train, steps_of


@click.command()
@click.argument("repository")
@click.argument("tag")
@click.option("--type", "type_", help="regular, hotfix, emergency, or one of the policy's own.")
@click.option("--branch", default="", help="Where the tag will be cut; else the default branch.")
@click.option("--about", default="", help="What it is for, in a sentence.")
@click.option(
    "--date",
    "dates",
    multiple=True,
    type=(click.Choice(DATES), click.DateTime(["%Y-%m-%d"])),
    help="When it freezes, has a candidate, is available: --date available 2026-07-01.",
)
@click.option("--train", default="", help="Take the dates of its next free departure.")
@click.option("--role", "roles", multiple=True, type=(str, str), help="As --role owner mira.")
@click.option("--add", multiple=True, help="pull:12, issue:7 or milestone:3.")
@click.option("--remove", multiple=True, help="What is planned for it no more.")
@click.option("--task", "tasks", multiple=True, help="Something for the checklist.")
@click.option("--done", multiple=True, type=int, help="The number of a task that is done.")
@click.option("--cancel", is_flag=True, help="Plan it no more.")
@click.option(
    "--reason", default="", help="Why: to move a date, to take out and to cancel need it."
)
def plan(  # noqa: PLR0913, PLR0917 - what a plan says
    repository: str,
    tag: str,
    type_: str | None,
    branch: str,
    about: str,
    dates: tuple[tuple[str, datetime], ...],
    train: str,
    roles: tuple[tuple[str, str], ...],
    add: tuple[str, ...],
    remove: tuple[str, ...],
    tasks: tuple[str, ...],
    done: tuple[int, ...],
    reason: str,
    *,
    cancel: bool,
) -> None:
    """Plan release TAG of REPOSITORY before it is cut, or change its plan.

    \b
    shipledger release plan octo/shop v2.0.0 --date available 2026-07-01 --role owner mira \\
        --add milestone:3 --task "Tell support"
    """
    with opened_ledger() as ledger:
        with ledger.stand() as stand:
            view = ledger.view(stand, ledger.resolve(stand, repository))
            known = plan_of(view, tag)
            held = {one.number: one.assignee for one in known.tasks} if known else {}
            stream, sign = view.stream, signing(view.position, reason)
            boarded = by_train(view, train, tag, sign.at.date()) if train else []
        body: dict[str, Any] = {
            **({"type": type_} if type_ else {}),
            "branch": branch,
            "about": about,
            "dates": [*boarded, *({"which": one, "day": day.date()} for one, day in dates)],
            "roles": [{"role": role, "to": to} for role, to in roles],
            "add": add,
            "remove": remove,
            "new_tasks": [{"title": title, "assignee": ""} for title in tasks],
            "tasks": [
                {"number": one, "assignee": held.get(one, ""), "state": DONE} for one in done
            ],
            "cancelled": cancel,
        }
        steps = steps_of(body, fresh=known is None)
        settled = Deeds(ledger, Plan).settle((str(stream), tag), sign, *steps)
    say(settled, "`shipledger release plans` shows it.")


@click.command("plans")
@click.argument("repository")
@click.argument("tag", required=False)
@question
def plans_(repository: str, tag: str | None, as_of: Any, as_at: Any, *, as_json: bool) -> None:
    """The plans of REPOSITORY, or that of release TAG beside what it holds."""
    with view_of(repository, as_of, as_at) as view:
        if tag is None:
            every = plans(view)
            click.echo(in_json(every)) if as_json else _list(every)
            return
        known = plan_of(view, tag)
        if known is None:
            raise NotFound(f"{tag} is not planned: `shipledger release plan` plans it.")
        now = moment_of(view, as_of, as_at, datetime.now(UTC))
        found = planned(case_of(view, tag, "", now), known)
    click.echo(in_json(found)) if as_json else _describe(found)


def _list(every: Any) -> None:
    if not every:
        console.print("Nothing is planned: `shipledger release plan --help` says how to.")
        return
    table = Table("release", "type", "available", "owner", "tag")
    for one in every:
        day: date | None = one.day("available")
        table.add_row(*map(escape, (one.name, one.type, str(day or ""), one.owner, one.tag)))
    console.print(table)


def _describe(found: Planned) -> None:
    it = found.plan
    who = f", owned by {it.owner}" if it.owner else ""
    console.print(f"{it.name}: a {it.type} release{who}. {it.about}".rstrip(), markup=False)
    for one in it.dates:
        slip = f" ({one.slipped:+d} days)" if one.slipped else ""
        console.print(f"{one.which}: {one.day or 'none'}{slip}", markup=False)
    for item in found.items:
        late = ", planned late" if item.late else ""
        console.print(f"{item.item} is {item.state}{late} {item.title}".rstrip(), markup=False)
    if found.unplanned:
        console.print(f"{found.unplanned} changes of it were not planned.", markup=False)
    for task in it.tasks:
        who = f" ({task.assignee})" if task.assignee else ""
        why = f": {task.why}" if task.state == "blocked" else ""
        console.print(f"{task.number}. {task.title}{who}: {task.state}{why}", markup=False)


COMMANDS: Final = (plan, plans_)
