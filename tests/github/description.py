"""GitHub's own description of its REST API and its webhooks, as something to validate against.

The REST file is OpenAPI 3.0, whose schemas are JSON Schema draft 4 but for `nullable`; the
webhooks' file is OpenAPI 3.1, whose schemas are JSON Schema. Only what a schema refers to is
compiled with it.
"""

import json
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.github.answers import Answer, Ask
from tests.github.deliveries import Delivery

WHERE = "@octokit/{}/generated/api.github.com.json"
REFERENCE = "#/components/schemas/"
Validator = Any


class Schemas:
    """The named schemas of one file, and validators of any schema that refers to them."""

    def __init__(self, document: dict[str, Any], *, draft: Any, nullable: bool) -> None:
        self.document, self.draft, self.nullable = document, draft, nullable
        self.named: dict[str, Any] = document["components"]["schemas"]
        self._plain: dict[str, Any] = {}

    def validator(self, schema: dict[str, Any]) -> Validator:
        told = self._told(schema)
        needed = self._closure(told)
        return self.draft(
            {"allOf": [told], "components": {"schemas": needed}}, validate_formats=True
        )

    def _closure(self, schema: Any) -> dict[str, Any]:
        needed: dict[str, Any] = {}
        waiting = list(references(schema))
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed[name] = self._schema(name)
                waiting += references(needed[name])
        return needed

    def _schema(self, name: str) -> Any:
        if name not in self._plain:
            self._plain[name] = self._told(self.named[name])
        return self._plain[name]

    def _told(self, schema: Any) -> Any:
        return without_nullable(schema) if self.nullable else schema


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(found := schema.get("$ref"), str):
            yield found.removeprefix(REFERENCE)
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def without_nullable(schema: Any) -> Any:
    """Say `nullable: true` in the words of JSON Schema."""
    if isinstance(schema, list):
        return [without_nullable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: without_nullable(value) for name, value in schema.items() if name != "example"}
    if told.pop("nullable", None) is not True:
        return told
    if isinstance(kind := told.get("type"), str):
        # Said so, rather than as a choice, what does not fit is told by its own name.
        choices = {"enum": [*told["enum"], None]} if "enum" in told else {}
        return told | {"type": [kind, "null"]} | choices
    return {"anyOf": [{"type": "null"}, told]}


class Description:
    """What an exchange, or a delivery, should look like; each fault is a sentence."""

    def __init__(self, packages: Path) -> None:
        self.packages = packages

    @cached_property
    def rest(self) -> Schemas:
        document = json.loads((self.packages / WHERE.format("openapi")).read_bytes())
        return Schemas(document, draft=jsonschema_rs.Draft4Validator, nullable=True)

    @cached_property
    def webhooks(self) -> Schemas:
        document = json.loads((self.packages / WHERE.format("openapi-webhooks")).read_bytes())
        return Schemas(document, draft=jsonschema_rs.Draft202012Validator, nullable=False)

    # --- REST ---

    def faults_of(self, ask: Ask, answer: Answer) -> list[str]:
        """What GitHub's file has against this request, or against this answer to it."""
        if ask.route is None:
            return []
        operation = self._operation(ask.route.method, ask.route.template)
        if operation is None:
            return [f"{ask.route.name}: GitHub describes no such operation"]
        faults = []
        if answer.status < 400 and "requestBody" in operation and ask.body:
            validator = self._request(ask.route.method, ask.route.template)
            faults = list(complaints(validator, ask.body, f"{ask.route.name} request"))
        return faults + self._answer(ask, answer, operation)

    def _answer(self, ask: Ask, answer: Answer, operation: dict[str, Any]) -> list[str]:
        assert ask.route is not None
        name, status = ask.route.name, str(answer.status)
        if (
            isinstance(answer.body, str)
            or answer.status >= 400
            or answer.status in (301, 302, 304, 307)
        ):
            return []  # GitHub describes few of its refusals, and a fault may answer anything.
        if status not in operation["responses"]:
            return [f"{name}: status {status} is not described"]
        validator = self._response(ask.route.method, ask.route.template, status)
        if validator is None:
            return [] if answer.body is None else [f"{name} {status}: a body is not described"]
        return list(complaints(validator, answer.body, f"{name} {status}"))

    @cache  # noqa: B019 - one description lives as long as the test run
    def _operation(self, method: str, template: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = (
            self.rest.document["paths"].get(template, {}).get(method.lower())
        )
        return found

    @cache  # noqa: B019
    def _request(self, method: str, template: str) -> Validator:
        operation = self._operation(method, template) or {}
        return self.rest.validator(
            operation["requestBody"]["content"]["application/json"]["schema"]
        )

    @cache  # noqa: B019
    def _response(self, method: str, template: str, status: str) -> Validator:
        operation = self._operation(method, template) or {}
        told = operation["responses"][status]
        if "$ref" in told:
            told = self.rest.document["components"]["responses"][told["$ref"].rpartition("/")[2]]
        content = told.get("content", {}).get("application/json")
        return content and self.rest.validator(content["schema"])

    # --- webhooks ---

    def faults_in(self, delivery: Delivery) -> list[str]:
        """What GitHub's schemas have against a payload."""
        name = delivery.event.replace("_", "-")
        name += f"-{delivery.action.replace('_', '-')}" if delivery.action else ""
        if name not in self.webhooks.document["webhooks"]:
            return [f"{name}: GitHub describes no such event"]
        return list(complaints(self._event(name), delivery.payload, name))

    @cache  # noqa: B019
    def _event(self, name: str) -> Validator:
        told = self.webhooks.document["webhooks"][name]["post"]["requestBody"]
        return self.webhooks.validator(told["content"]["application/json"]["schema"])


def complaints(validator: Validator, told: Any, where: str) -> Iterator[str]:
    for error in validator.iter_errors(told):
        place = "/".join(map(str, error.instance_path))
        yield f"{where} at {place or 'its root'}: {error.message[:300]}"
