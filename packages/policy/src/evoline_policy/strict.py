"""Strict reading of JSON: unknown and ill-typed fields are errors that name the field."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Strict(BaseModel):
    """A JSON object with exactly these fields; no text is read as a number, nor 1 as true."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


Shape = TypeVar("Shape", bound=Strict)


class FieldError(ValueError):
    """A value that does not fit; `field` is its dotted path, "" for the whole document."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field


def parse(shape: type[Shape], document: str | bytes) -> Shape:
    """`document` read as JSON of this shape; FieldError tells the first thing that is wrong."""
    try:
        return shape.model_validate_json(document)
    except ValidationError as error:
        first = error.errors()[0]
        message = "unknown field" if first["type"] == "extra_forbidden" else first["msg"]
        raise FieldError(".".join(map(str, first["loc"])), message) from error
