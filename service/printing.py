"""Printing: in which form an answer's reader wants notes, and the notes in that form."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from werkzeug.datastructures import MIMEAccept

from domain.errors import ShipledgerError
from projections.notes.asked import Noted
from service.formats.options import PUBLIC, Options
from service.formats.table import FORMATS, Format, render

DEFAULT: Final = "json"


class NotAcceptable(ShipledgerError):
    """A form of answer that we do not print."""


class Form(NamedTuple):
    """What a reader wants: a format by its name, for whom, and with which template of the team."""

    format: str = DEFAULT
    audience: str = PUBLIC
    template: str = ""


class Printed(NamedTuple):
    """Notes as text, and what kind of text that is."""

    text: str
    format: Format


def printed(noted: Noted, form: Form) -> Printed:
    """The notes in the form."""
    options = Options(audience=form.audience, template=form.template, settings=noted.settings)
    told = noted.notes if noted.several else noted.notes[0]
    return Printed(render(form.format, told, options), FORMATS[form.format])


def chosen(name: str, accepted: MIMEAccept | None = None) -> str:
    """The name of the format that is asked for, else of the first of the best media type.

    Raises `NotAcceptable` where nothing of the kind is printed here.
    """
    if name:
        if name not in FORMATS:
            raise NotAcceptable(f"There is no format {name}. There are {', '.join(FORMATS)}.")
        return name
    if not accepted:
        return DEFAULT
    first = by_media_type()
    best = accepted.best_match(list(first))
    if best is None:
        known = ", ".join(first)
        raise NotAcceptable(f"None of {accepted.to_header()} is printed here. There are {known}.")
    return first[best]


def by_media_type() -> Mapping[str, str]:
    """The first format of each media type; JSON comes first, for whoever takes anything."""
    names: Iterable[str] = (DEFAULT, *FORMATS)
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(FORMATS[name].media_type, name)
    return found
