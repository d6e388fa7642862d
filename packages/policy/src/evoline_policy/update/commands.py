"""What the supervisor asks for, one JSON object a line on standard input."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Literal, TextIO

from pydantic import Field

from evoline_policy.strict import FieldError, Strict, parse

Text = Annotated[str, Field(min_length=1)]


class UpdateCommand(Strict):
    """One optimizer step on the batch file `batch`; its results go to the folder `out`."""

    id: Text
    op: Literal["update"]
    batch: Text
    out: Text
    save_recovery: bool
    expect_from_digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

    @property
    def out_folder(self) -> Path:
        """Becomes a folder with `policy`, and `recovery` when asked for."""
        return Path(self.out)


class CloseCommand(Strict):
    """End politely."""

    id: Text
    op: Literal["close"]


Refuse = Callable[[str | None, str], None]


def update_commands(source: TextIO, refuse: Refuse) -> Iterator[UpdateCommand]:
    """Update commands until `close` or the end of input; `refuse(id, why)` for anything else."""
    for line in source:
        if not line.strip():
            continue
        identity, operation = _addressed(line)
        try:
            if operation == "close":
                parse(CloseCommand, line)
                return
            yield parse(UpdateCommand, line)
        except FieldError as error:
            refuse(identity, f"command refused: {error}")


def _addressed(line: str) -> tuple[str | None, str | None]:
    """The command's id and operation, as far as they can be read."""
    try:
        command = json.loads(line)
    except ValueError:
        return None, None
    if not isinstance(command, dict):
        return None, None
    values = [command.get(name) for name in ("id", "op")]
    identity, operation = (value if isinstance(value, str) else None for value in values)
    return identity, operation
