"""A child's protocol: one JSON object a line on standard output, which nothing else may touch."""

from __future__ import annotations

import json
import math
import os
import sys
from typing import Any, TextIO


class JsonLines:
    """The protocol's output. Whatever else is printed, by us or a library, goes to stderr."""

    def __init__(self, output: TextIO) -> None:
        self._output = output

    @classmethod
    def take_stdout(cls) -> JsonLines:
        """Keep standard output for the protocol and point descriptor 1 at standard error."""
        output = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return cls(output)

    def emit(self, event: str, **fields: Any) -> None:
        """Write one event; fields that are None are left out."""
        present = {name: value for name, value in fields.items() if value is not None}
        self.emit_exactly(event, **present)

    def emit_exactly(self, event: str, **fields: Any) -> None:
        """Write one event with every field, None as null."""
        self._output.write(json.dumps({"event": event, **fields}, allow_nan=False) + "\n")
        self._output.flush()


def rounded(value: float, digits: int = 9) -> float:
    """`value` with so many significant digits; ArithmeticError when it is not finite."""
    if not math.isfinite(value):
        raise ArithmeticError(f"{value} is not a finite number")
    return float(f"{value:.{digits}g}")
