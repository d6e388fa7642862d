"""What the programs read is what the contract says: its JSON Schemas against our own shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evoline_policy.failure_code import failure_code
from evoline_policy.strict import Strict
from evoline_policy.update.commands import CloseCommand, UpdateCommand
from evoline_policy.update.session import Session
from evoline_policy.warm_start.request import WarmStartRequest

ROOM = Path(__file__).parents[1]
LARGEST_INTEGER_OF_JSON = 2**53 - 1

Schema = dict[str, Any]


def contract(name: str, **constants: str) -> Schema:
    """A schema of the contract; of a union the member whose fields hold these constants."""
    text = (ROOM.parent / "contract/json" / f"{name}.schema.json").read_text()
    schema: Schema = json.loads(text)
    for member in schema.get("oneOf", [schema]):
        fields = member["properties"]
        if all(fields[field].get("const") == value for field, value in constants.items()):
            return member
    raise LookupError(f"{name} has no member with {constants}")


READ = [
    pytest.param(contract("trainer-session"), Session, id="trainer-session"),
    pytest.param(contract("trainer-command", op="update"), UpdateCommand, id="update"),
    pytest.param(contract("trainer-command", op="close"), CloseCommand, id="close"),
    pytest.param(contract("warm-start-request"), WarmStartRequest, id="warm-start-request"),
]


@pytest.mark.parametrize(("theirs", "shape"), READ)
def test_every_field_of_the_contract_is_read_with_the_same_bounds(
    theirs: Schema, shape: type[Strict]
) -> None:
    ours = shape.model_json_schema()
    expected, read = dict(fields(theirs, theirs)), dict(fields(ours, ours))
    assert {name: read.get(name) for name in expected} == expected


@pytest.mark.parametrize(("theirs", "shape"), READ)
def test_nothing_is_required_that_the_contract_does_not_send(
    theirs: Schema, shape: type[Strict]
) -> None:
    assert set(shape.model_json_schema()["required"]) <= set(theirs["required"])
    assert theirs["additionalProperties"] is False


@pytest.mark.parametrize("name", ["trainer-event", "warm-start-event"])
def test_every_failure_code_is_in_the_contract(name: str) -> None:
    codes = contract(name, event="failed")["properties"]["code"]["enum"]
    sources = [path.read_text() for path in ROOM.glob("src/evoline_policy/[!s]*/*.py")]
    raised = re.findall(r'ChildFailure\(\s*"(\w+)"', "\n".join(sources))
    assert len(raised) > 3
    assert {*raised, failure_code(MemoryError()), failure_code(ValueError())} <= set(codes)


def fields(schema: Schema, document: Schema, before: str = "") -> Iterator[tuple[str, Schema]]:
    """Every field by dotted name, with what it accepts."""
    for name, field in schema["properties"].items():
        options = [resolved(option, document) for option in field.get("anyOf", [field])]
        for option in options:
            if option.get("type") == "object":
                yield from fields(option, document, f"{before}{name}.")
            elif option.get("type") != "null":
                yield f"{before}{name}", accepted(option)


def resolved(option: Schema, document: Schema) -> Schema:
    reference = option.get("$ref")
    return document["$defs"][reference.split("/")[-1]] if reference else option


def accepted(field: Schema) -> Schema:
    """The field's rule in one spelling: both sides have their own for the same bounds."""
    if "const" in field:
        return {"const": field["const"]}
    if "enum" in field:
        return {"enum": sorted(field["enum"])}
    if field["type"] == "integer":
        return {"type": "integer", "from": lowest(field), "to": highest(field)}
    kept = ("type", "pattern", "minLength", "minimum", "exclusiveMinimum", "exclusiveMaximum")
    return {key: field[key] for key in kept if key in field}


def lowest(field: Schema) -> int | None:
    bounds = [field.get("minimum"), field.get("exclusiveMinimum", -(2**60)) + 1]
    least = max(bound for bound in bounds if bound is not None)
    return None if least <= -LARGEST_INTEGER_OF_JSON else least


def highest(field: Schema) -> int | None:
    bounds = [field.get("maximum"), field.get("exclusiveMaximum", 2**60) - 1]
    most = min(bound for bound in bounds if bound is not None)
    return None if most >= LARGEST_INTEGER_OF_JSON else most
