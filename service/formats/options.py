"""Options: for whom notes are printed, how long they may be, and with which templates."""

from typing import Final

from msgspec import Struct, field

from projections.notes.settings import Settings

PUBLIC: Final = "public"
INTERNAL: Final = "internal"


class Options(Struct, frozen=True):
    """What does not change the notes, but how they are printed.

    `audience`  public, internal, or one of the team's own; who is not internal is not told of
                what is internal or hidden, and not what editors said of it.
    `limit`     the most characters that the text may have; 0: any number.
    `full_url`  where the whole text is, linked where something was left out.
    `heading`   whether the notes of one release open with its name.
    `template`  the name of a Liquid template, among those of `settings`.
    `settings`  the team's own templates and audiences.
    `left_out`  how many changes were left out for want of room; the guard of the size sets it.
    """

    audience: str = PUBLIC
    limit: int = 0
    full_url: str = ""
    heading: bool = True
    template: str = ""
    settings: Settings = field(default_factory=Settings)
    left_out: int = 0
