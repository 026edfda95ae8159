"""One schema serves all that is said of an operation."""

from copy import deepcopy

from service.api.bodies import PreviewBody
from service.api.shapes import shape
from service.delivery import Receipt


def test_a_schema_is_not_copied_with_what_names_it() -> None:
    for schema in (PreviewBody(), shape(Receipt)()):
        assert deepcopy({"schema": [schema]})["schema"][0] is schema
