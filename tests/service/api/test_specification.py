"""The API describes itself: truly, wholly, and as OpenAPI wants it."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import Struct
from openapi_spec_validator import validate
from werkzeug.routing import Rule

from tests.site import Site

METHODS = ("get", "post", "put", "patch", "delete")


def specification(site: Site) -> dict[str, Any]:
    described: dict[str, Any] = site.get("/openapi.json").json
    return described


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in described["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def test_it_is_valid_openapi(site: Site) -> None:
    described = specification(site)

    assert described["openapi"] == "3.1.0"
    validate(described)


def test_every_route_of_the_api_is_described_and_no_other(site: Site) -> None:
    described = {(method, path) for method, path, _ in operations(specification(site))}

    assert described == set(routes(site))


def routes(site: Site) -> Iterator[tuple[str, str]]:
    for rule in site.app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, path_of(rule)


def path_of(rule: Rule) -> str:
    return "".join(f"{{{part}}}" if dynamic else part for dynamic, part in rule._trace).lstrip("|")


def test_paths_are_kebab_and_fields_are_snake(site: Site) -> None:
    described = specification(site)

    for path in described["paths"]:
        fixed = [part for part in path.split("/") if not part.startswith("{")]
        assert all(part == part.lower() and "_" not in part for part in fixed), path
    for name, schema in described["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert field == field.lower(), (name, field)
            assert "-" not in field, (name, field)


def test_every_operation_says_in_a_sentence_what_it_does(site: Site) -> None:
    for method, path, operation in operations(specification(site)):
        assert operation.get("summary", "").endswith("."), (method, path)


def test_every_operation_says_what_it_needs(site: Site) -> None:
    for method, path, operation in operations(specification(site)):
        assert operation.get("security"), (method, path)


def test_every_parameter_of_a_query_is_explained(site: Site) -> None:
    for method, path, operation in operations(specification(site)):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                assert parameter.get("description"), (method, path, parameter["name"])


def test_every_refusal_is_described_as_a_problem(site: Site) -> None:
    responses = specification(site)["components"]["responses"]

    assert "PROBLEM" in responses
    for name, response in responses.items():
        content = response.get("content", {})
        assert list(content) in ([], ["application/problem+json"]), name


# What came in, what went out, how we are connected, and who asks: not what was told.
NOT_OF_FACTS = ("/deliveries", "/publications", "/connection", "/session")


@pytest.mark.parametrize("time", ["as_of", "as_at"])
def test_every_question_about_facts_can_be_asked_of_another_time(site: Site, time: str) -> None:
    for method, path, operation in operations(specification(site)):
        if method == "GET" and not any(one in path for one in NOT_OF_FACTS):
            names = {one.get("name") for one in operation["parameters"]}
            assert time in names, path


def test_every_answer_is_shaped_by_its_class(site: Site) -> None:
    from service.api.shapes import _made

    schemas = specification(site)["components"]["schemas"]
    for answer, schema in _made.items():
        assert issubclass(answer, Struct | tuple)
        assert schema.__name__ in schemas
