"""A schema that is shared: nobody changes one that was made, so nobody needs a copy of it."""

from typing import Any, Self

import marshmallow


class Schema(marshmallow.Schema):
    """What ours are made of.

    flask-smorest copies all that an operation says of itself at each of its decorators: half of a
    start went into copies of schemas.
    """

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self
