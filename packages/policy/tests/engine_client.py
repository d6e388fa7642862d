"""A policy server as a process, and the few calls the tests make."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 60


class Refused(Exception):
    """The server answered with an error; `error` is what vLLM's shape carries."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(f"{status} {error}")
        self.status = status
        self.error = error


class Engine:
    """Calls to a server at `base`."""

    def __init__(self, base: str) -> None:
        self.base = base

    def get(self, path: str) -> Any:
        return self._answer(urllib.request.Request(self.base + path))

    def post(self, route: str, /, **body: Any) -> Any:
        return self.post_bytes(route, json.dumps(body).encode())

    def post_bytes(self, path: str, body: bytes) -> Any:
        return self._answer(urllib.request.Request(self.base + path, body))

    def load(self, name: str, folder: Path, digest: str) -> Any:
        fields = {"name": name, "path": str(folder), "weights_digest": digest}
        return self.post("/evoline/v1/load_policy", **fields)

    def names(self) -> list[str]:
        return [policy["name"] for policy in self.get("/evoline/v1/policies")]

    def _answer(self, request: urllib.request.Request) -> Any:
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                body = response.read()
                is_json = response.headers["Content-Type"] == "application/json"
                return json.loads(body) if is_json else body.decode()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.loads(error.read())["error"]) from None


@contextmanager
def running_engine(*options: str) -> Iterator[Engine]:
    """A server on a free port; it must end by itself when told to."""
    command = [sys.executable, "-m", "evoline_policy.serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield Engine(process.stdout.readline().split()[-1])
        process.terminate()
        assert process.wait(TIMEOUT_SECONDS) == 0
    finally:
        process.kill()
        process.wait()
