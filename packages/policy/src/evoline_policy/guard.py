"""python -m evoline_policy.guard [--grace-seconds 30] COMMAND...: a child that never outlives us.

Stands between a worker and its trainer. Standard input is copied through; when it ends, because
the worker closed it or is gone, the child's standard input is closed, and after the grace period
everything in the child's session is killed. SIGTERM is passed on. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import subprocess
import sys
import threading
import time
from typing import BinaryIO

CHUNK_BYTES = 65_536
NOT_STARTED = 127


def main() -> int:
    """The child's exit code; 128 + N when signal N ended it, as a shell says it."""
    options = _options()
    try:
        child = subprocess.Popen(
            options.command, stdin=subprocess.PIPE, start_new_session=True, bufsize=0
        )
    except OSError as error:
        print(f"guard: cannot start {options.command[0]}: {error.strerror}", file=sys.stderr)
        return NOT_STARTED
    signal.signal(signal.SIGTERM, lambda *_: _signal_session(child, signal.SIGTERM))
    watch = threading.Thread(target=_watch, args=(child, options.grace_seconds), daemon=True)
    watch.start()
    code = child.wait()
    # A grandchild, say a data loader, may still be there and hold the standard output.
    _signal_session(child, signal.SIGKILL)
    return code if code >= 0 else 128 - code


def _watch(child: subprocess.Popen[bytes], grace_seconds: float) -> None:
    assert child.stdin is not None
    rest = _copy_until_end(child.stdin)
    deadline = time.monotonic() + grace_seconds
    if rest:
        _write_until(deadline, child.stdin, rest)
    child.stdin.close()
    try:
        child.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        _signal_session(child, signal.SIGKILL)


def _copy_until_end(target: BinaryIO) -> bytearray:
    """Copy standard input to its end; what the child had not taken by then.

    Never blocks in a write: a child that does not read must not hide the end of our input.
    """
    os.set_blocking(target.fileno(), False)
    waiting = bytearray()
    while True:
        readable, writable, _ = select.select([0], [target] if waiting else [], [])
        if readable:
            chunk = os.read(0, CHUNK_BYTES)
            if not chunk:
                return waiting
            waiting += chunk
        if writable:
            _write(target, waiting)


def _write_until(deadline: float, target: BinaryIO, waiting: bytearray) -> None:
    while waiting and (left := deadline - time.monotonic()) > 0:
        _, writable, _ = select.select([], [target], [], left)
        if writable:
            _write(target, waiting)


def _write(target: BinaryIO, waiting: bytearray) -> None:
    """Write what fits and drop it from `waiting`; to a child that has gone, drop everything."""
    try:
        del waiting[: os.write(target.fileno(), waiting)]
    except BrokenPipeError:
        waiting.clear()


def _signal_session(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        pass


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evoline_policy.guard", description=__doc__)
    parser.add_argument("--grace-seconds", type=float, default=30.0)
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    options = parser.parse_args()
    if options.command[:1] == ["--"]:
        del options.command[0]
    if not options.command:
        parser.error("COMMAND is missing")
    return options


if __name__ == "__main__":
    # Not sys.exit: the thread that reads standard input may still be in a read.
    exit_code = main()
    sys.stderr.flush()
    os._exit(exit_code)
