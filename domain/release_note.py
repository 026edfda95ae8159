"""A release note: what the author of a pull request wrote into it for its readers."""

import re

_BLOCK = re.compile(r"```release-notes?[ \t]*\r?\n(.*?)(?:\r?\n)?[ \t]*```", re.DOTALL)
_NONE = re.compile(r"['\"]?(?:none|n/a|na)?['\"]?[.]?", re.IGNORECASE)
_NO_NOTE = "/release-note-none"


def release_note(body: str) -> str | None:
    """The text of all ```` ```release-note ```` blocks; empty where they say that there is none.

    None where nobody spoke of notes. `none`, `n/a`, nothing, or `/release-note-none` anywhere say
    that readers need not know, as Kubernetes has it; where a block has a text as well, that counts.
    """
    if "release-note" not in body:
        return None
    if _NO_NOTE in body:
        return ""
    blocks = [one.replace("\r", "").strip() for one in _BLOCK.findall(body)]
    if not blocks:
        return None
    return "\n\n".join(dict.fromkeys(one for one in blocks if not _NONE.fullmatch(one)))
