"""A machine reads the description, asks what nobody would, and gets what is described."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from domain.token import ADMIN
from tests.site import Site

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# What the demonstration has, so that not every question is about what is not there.
KNOWN: Final = {
    "owner": st.just("harbour"),
    "name": st.sampled_from(["checkout", "design-tokens", "docs", "ledger-api"]),
    "tag": st.sampled_from(["v2.4.0", "v2.4.0-rc.1", "icons@3.0.0", "2026.11.1", "v1.8.0"]),
    "position": st.integers(1, 2600),
    "seq": st.integers(1, 2000),
}


def operations(site: Site) -> Iterator[Any]:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", site.app)
    for found in schema.get_all_operations():
        yield found.ok()


def ask_much(site: Site, mode: GenerationMode, examples: int) -> None:
    headers = {"Authorization": f"Bearer {site.token(ADMIN)}"}
    for operation in operations(site):
        known = st.fixed_dictionaries(
            {name: one for name, one in KNOWN.items() if f"{{{name}}}" in operation.path}
        )

        @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode), path=st.none() | known)
        def ask(case: Any, path: dict[str, Any] | None) -> None:
            if path:
                case.path_parameters = {**(case.path_parameters or {}), **path}
            case.validate_response(case.call(headers=headers), checks=CHECKS)

        ask()


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_described(playground: Site, mode: GenerationMode) -> None:
    ask_much(playground, mode, 5)


@pytest.mark.slow
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_described_however_long_one_asks(
    playground: Site, mode: GenerationMode
) -> None:
    ask_much(playground, mode, 1000)
