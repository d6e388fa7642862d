"""What a child says went wrong; the codes are those of the contract's trainer protocol."""

from __future__ import annotations


class ChildFailure(Exception):
    """A failure whose code is known where it happens."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def failure_code(error: BaseException) -> str:
    """The code of any error: its own, or what its kind tells."""
    if isinstance(error, ChildFailure):
        return error.code
    # torch says this in a plain RuntimeError on a CPU.
    if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        return "out_of_memory"
    if "can't allocate memory" in str(error).lower():
        return "out_of_memory"
    return "internal"


def failure_message(error: BaseException) -> str:
    """One line for a person."""
    if isinstance(error, ChildFailure):
        return str(error)
    return f"{type(error).__name__}: {error}".splitlines()[0]
