"""What goes wrong in a request, in vLLM's error shape."""

from __future__ import annotations

from typing import Any

KINDS = {
    400: "BadRequestError",
    404: "NotFoundError",
    409: "ConflictError",
    500: "InternalServerError",
    503: "ServiceUnavailableError",
}


class RequestFailure(Exception):
    """An answer other than 200; `field` names the part of the request that is at fault."""

    def __init__(self, status: int, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.field = field

    def body(self) -> dict[str, Any]:
        """vLLM's ErrorResponse."""
        kind = KINDS.get(self.status, "Error")
        error = {"message": str(self), "type": kind, "param": self.field, "code": self.status}
        return {"error": error}


def unknown_model(name: str) -> RequestFailure:
    """vLLM's answer to a model that is not served."""
    return RequestFailure(404, f"The model `{name}` does not exist.", "model")
