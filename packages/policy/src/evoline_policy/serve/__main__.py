"""python -m evoline_policy.serve --host 127.0.0.1 --port 8000 [--threads 1] [--policies 8]"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading

from evoline_policy.serve.compute_thread import ComputeThread
from evoline_policy.serve.http_server import PolicyServer
from evoline_policy.serve.policy_store import PolicyStore
from evoline_policy.serve.routes import Routes


def main() -> int:
    """Serve until SIGTERM or SIGINT; exit code 1 when the address is taken."""
    options = _options()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    routes = Routes(PolicyStore(options.policies), ComputeThread(options.threads))
    try:
        server = PolicyServer(options.host, options.port, routes)
    except OSError as error:
        print(f"cannot listen on {options.host}:{options.port}: {error.strerror}", file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        # shutdown() waits for the loop that this very thread is in.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"listening on http://{options.host}:{server.server_port}", flush=True)
    server.serve_forever(poll_interval=0.1)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evoline_policy.serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--threads", type=int, default=1, help="torch threads; part of a digest")
    parser.add_argument("--policies", type=int, default=8, help="policies kept at most")
    return parser.parse_args()


if __name__ == "__main__":
    exit_code = main()
    sys.stderr.flush()
    # Not sys.exit: a group that nobody will read may still be decoding on its thread.
    os._exit(exit_code)
