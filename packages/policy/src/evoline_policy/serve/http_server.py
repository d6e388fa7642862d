"""HTTP in front of the routes: one thread per connection, JSON in and out, kept-alive."""

from __future__ import annotations

import json
import select
import socket
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from evoline_policy.serve.failure import RequestFailure
from evoline_policy.serve.routes import Answer, Request, Routes
from evoline_policy.strict import FieldError

BODY_LIMIT_BYTES = 64 * 2**20
IDLE_CONNECTION_SECONDS = 300


class PolicyServer(ThreadingHTTPServer):
    """Serves `routes` on an address; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, host: str, port: int, routes: Routes) -> None:
        self.routes = routes
        super().__init__((host, port), RequestHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class RequestHandler(BaseHTTPRequestHandler):
    """One connection."""

    server: PolicyServer
    protocol_version = "HTTP/1.1"
    server_version = "evoline-policy"
    timeout = IDLE_CONNECTION_SECONDS
    # Header and body go out in one write; without this the second of two would wait 40 ms.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        self._respond("GET")

    def do_POST(self) -> None:
        self._respond("POST")

    def _respond(self, method: str) -> None:
        try:
            self._send(200, self._answer(method))
        except RequestFailure as failure:
            self._send(failure.status, failure.body())
        except FieldError as error:
            self._send(400, RequestFailure(400, str(error), error.field or None).body())
        except ConnectionError:
            raise
        except Exception:
            traceback.print_exc()
            message = "The server failed; its standard error says why."
            self._send(500, RequestFailure(500, message).body())

    def _answer(self, method: str) -> Answer:
        request = Request(self._body(), self._client_is_gone)
        handlers = self.server.routes.handlers
        path = self.path.split("?", 1)[0]
        if (method, path) in handlers:
            return handlers[method, path](request)
        known = any(path == other for _, other in handlers)
        status, message = (405, "Method Not Allowed") if known else (404, "Not Found")
        raise RequestFailure(status, message)

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise RequestFailure(400, "A request must have a Content-Length.")
        if int(length) > BODY_LIMIT_BYTES:
            self.close_connection = True
            raise RequestFailure(413, f"A request may have {BODY_LIMIT_BYTES} bytes at most.")
        return self.rfile.read(int(length))

    def _client_is_gone(self) -> bool:
        """Whether the other side has closed the connection."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def _send(self, status: int, answer: Answer) -> None:
        is_text = isinstance(answer, str)
        payload = (answer if is_text else json.dumps(answer, allow_nan=False)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if is_text else "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)
        self.wfile.flush()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Only failures are worth a line."""
        if isinstance(code, int) and code >= 400:
            super().log_request(code, size)
