"""The part `trains:` of the file: releases that leave by a timetable, with whoever is ready."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.errors import Refused
from domain.train import Train, proved
from projections.notes.shape import Many, Number, Part, Text
from projections.policy.shapes import Day

SHAPE: Final = Many(
    Part(
        {
            "name": Text("what it is called"),
            "first": Day("the day on which it first leaves"),
            "every": Text("a recurrence rule (RFC 5545), as FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
            "freeze": Number("how many days before it leaves nothing may change any more", 0),
            "candidate": Number("how many days before it leaves there is something to try", 0),
            "component": Text("whose releases it takes; else the repository's"),
            "type": Text("the type of its releases", "regular"),
            "about": Text("what it is for, as people read it"),
        },
        required=("name", "first", "every"),
        about="a train",
    ),
    "when releases leave, whatever is ready by then",
)


def meaning(told: Sequence[Mapping[str, Any]], problems: list[str]) -> tuple[Train, ...]:
    """The trains; one that could not be meant goes into `problems`, and does not leave."""
    found: dict[str, Train] = {}
    for one in told:
        if one["first"] is None:
            continue  # that is a problem already
        try:
            train = proved(_train(one))
        except Refused as wrong:
            problems.append(f"the train «{one['name']}»: {wrong}")
            continue
        if train.name in found:
            problems.append(
                f"two trains are called «{train.name}»: skips could not tell them apart"
            )
        found.setdefault(train.name, train)
    return tuple(found.values())


def _train(one: Mapping[str, Any]) -> Train:
    return Train(
        name=one["name"],
        first=one["first"],
        every=one["every"],
        freeze=max(one["freeze"], 0),
        candidate=max(one["candidate"], 0),
        component=one["component"],
        type_=one["type"],
        about=one["about"],
    )
