"""The request file of `python -m evoline_policy.warm_start` and the demonstrations it names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from evoline_policy.strict import FieldError, Strict, parse

Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0)]
Text = Annotated[str, Field(min_length=1)]


class TinySettings(Strict):
    """Sizes of a Llama made from scratch; `initializer_range` is a standard deviation."""

    hidden: Count
    layers: Count
    heads: Count
    mlp: Count
    vocabulary_limit: Annotated[int, Field(ge=300)]
    initializer_range: Positive
    rope_theta: Positive
    max_positions: Count

    @model_validator(mode="after")
    def _heads_divide_hidden(self) -> TinySettings:
        if self.hidden % (2 * self.heads):
            raise ValueError("hidden must be a multiple of twice the heads")
        return self


class WarmStartRequest(Strict):
    """What to imitate, from which base, for how many steps; `steps` 0 only registers the base."""

    protocol: Literal[1]
    base: Text
    tiny: TinySettings | None = None
    demonstrations: Text
    steps: Annotated[int, Field(ge=0)]
    batch_size: Count
    learning_rate: Positive
    seed: Annotated[int, Field(ge=0, lt=2**63)]
    torch_threads: Count
    out: Text

    @model_validator(mode="after")
    def _tiny_has_sizes(self) -> WarmStartRequest:
        if (self.base == "tiny") != (self.tiny is not None):
            raise ValueError("tiny must be given for the base 'tiny' and for no other")
        return self


class Demonstration(Strict):
    """One text to imitate: the answer follows the prompt directly."""

    prompt: Text
    answer: Text


def read_demonstrations(file: Path) -> list[Demonstration]:
    """The JSON lines of `file`; FieldError names the first line that is no demonstration."""
    demonstrations = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            demonstrations.append(parse(Demonstration, line))
        except FieldError as error:
            raise FieldError(f"{file}:{number}", str(error)) from error
    return demonstrations
