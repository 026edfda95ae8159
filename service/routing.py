"""Rules of addresses that learn to spell one when it is first asked for."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import werkzeug.routing


class Rule(werkzeug.routing.Rule):
    """Werkzeug writes and compiles two functions for each rule, and few of them are ever called.

    To compile them all took a third of a start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(partial(super()._compile_builder, append_unknown))

        def spell(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return compiled()(rule, **values)

        return spell
