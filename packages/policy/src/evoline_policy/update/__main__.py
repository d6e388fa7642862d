"""python -m evoline_policy.update --session FILE.json: GRPO updates on frozen batches, by TRL."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from pathlib import Path

from evoline_policy.failure_code import failure_code, failure_message
from evoline_policy.json_lines import JsonLines
from evoline_policy.strict import FieldError
from evoline_policy.update.session import read_session

HEAVY_MODULES = ("torch", "transformers", "trl.trainer.grpo_trainer")


def main() -> int:
    """Exit code 0 after `close`, 1 after a failure, 2 for a session file that is wrong."""
    parser = argparse.ArgumentParser(prog="python -m evoline_policy.update")
    parser.add_argument("--session", type=Path, required=True, help="a JSON file; see README.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    lines = JsonLines.take_stdout()
    try:
        session = read_session(options.session.read_bytes())
    except (FieldError, OSError) as error:
        message = f"session file {options.session}: {failure_message(error)}"
        lines.emit("failed", code=failure_code(error), message=message)
        return 2
    # The children must never wait for a network.
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
    # Imported late and one by one: on a busy machine this takes a minute, with signs of life.
    for module in HEAVY_MODULES:
        lines.emit("progress", phase="load")
        importlib.import_module(module)
    from evoline_policy.update.run_session import run_session

    return run_session(session, sys.stdin, lines)


if __name__ == "__main__":
    sys.exit(main())
