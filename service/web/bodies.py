"""Bodies out of forms: proved by the schemas of the API, whose complaints become sentences."""

from collections.abc import Mapping
from typing import Any, cast

from marshmallow import Schema, ValidationError

from domain.errors import Refused
from service.api.pointers import in_messages


def proved(schema: Schema, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields of a form mean; refuses what the API would refuse as not valid."""
    try:
        return cast("dict[str, Any]", schema.load(told))
    except ValidationError as error:
        wrong = in_messages({"messages": {"form": error.messages}})
        told_of = "; ".join(f"{one['parameter']}: {one['detail'].rstrip('.')}" for one in wrong)
        raise Refused(f"Not all of the form can be meant so. {told_of}.") from error


def several(text: str) -> list[str]:
    """Names, with blanks or commas between them."""
    return text.replace(",", " ").split()
