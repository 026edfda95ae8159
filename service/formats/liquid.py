"""Templates of a team's own, in Liquid, that cannot run for ever or grow without end.

A template sees the document of the JSON format: `releases`, `left_out` and `full_url`, and
`release`, the first of the releases. What it names and does not exist is a fault. It reads no
files; `include` and `render` find the team's other templates. Values are strangers' text as it
came: a template for Markdown writes `{{ change.title | markdown }}`, one for HTML `| escape`.
"""

from collections.abc import Callable, Sequence

import msgspec

from domain.errors import Malformed, NotFound
from projections.notes.answer import Notes
from service.formats.json import document
from service.formats.options import Options

Clock = Callable[[], float]


def many(releases: Sequence[Notes], options: Options) -> str:
    """The text of the template that the options name."""
    # Imported where a template is asked for: Liquid takes longer to load than all else here.
    from liquid.exceptions import LiquidError  # noqa: PLC0415

    from service.formats.liquid_bounds import stopped, workshop  # noqa: PLC0415

    name, templates = options.template, options.settings.templates
    if name not in templates:
        raise NotFound(_unknown(name, sorted(templates)))
    told = msgspec.to_builtins(document(releases, options))
    values = {**told, "release": told["releases"][0] if told["releases"] else None}
    try:
        return workshop(templates).get_template(name).render(values)
    except LiquidError as error:
        raise Malformed(f"template {name} {stopped(error)}") from error
    except RecursionError as error:
        raise Malformed(f"template {name} was stopped: it is nested too deeply") from error
    except (ArithmeticError, ValueError) as error:
        raise Malformed(f"template {name} cannot be printed: {error}") from error


def _unknown(name: str, known: Sequence[str]) -> str:
    there_are = f"there are {', '.join(known)}" if known else "the settings have none"
    return f"no template {name or 'was named'}: {there_are}"
