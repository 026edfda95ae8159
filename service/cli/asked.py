"""What the words and options of a command ask notes of."""

from msgspec import Struct


class Asked(Struct, frozen=True):
    """What the words and options say; what they do not say is empty.

    `component` is None where nobody named one: then `all` means the releases of every component.
    """

    tag: str = ""
    from_: str = ""
    to: str = ""
    component: str | None = None
    environment: str = ""
    unreleased: bool = False
    all: bool = False
