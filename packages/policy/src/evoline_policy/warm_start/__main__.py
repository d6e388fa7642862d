"""python -m evoline_policy.warm_start --request FILE.json: make or register policy version 0."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from pathlib import Path

from evoline_policy.failure_code import failure_code, failure_message
from evoline_policy.json_lines import JsonLines, rounded
from evoline_policy.strict import parse
from evoline_policy.warm_start.request import WarmStartRequest

REPORT_EVERY_STEPS = 5


def main() -> int:
    """Exit code 1, after a `failed` event, when nothing was written."""
    parser = argparse.ArgumentParser(prog="python -m evoline_policy.warm_start")
    parser.add_argument("--request", type=Path, required=True, help="a JSON file; see README.md")
    options = parser.parse_args()
    lines = JsonLines.take_stdout()
    try:
        _warm_start(parse(WarmStartRequest, options.request.read_bytes()), lines)
    except Exception as error:
        lines.emit("failed", code=failure_code(error), message=failure_message(error))
        return 1
    return 0


def _warm_start(request: WarmStartRequest, lines: JsonLines) -> None:
    lines.emit("progress", phase="load")
    # The children must never wait for a network, and this import takes seconds.
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
    from evoline_policy.warm_start.make_policy import make_policy

    def report(step: int, loss: float) -> None:
        if step % REPORT_EVERY_STEPS == 0 or step in (1, request.steps):
            done = {"step": step, "steps": request.steps, "loss": rounded(loss)}
            lines.emit("progress", phase="imitate", **done)

    made = make_policy(request, report)
    loss = None if made.loss is None else rounded(made.loss)
    lines.emit_exactly("done", **(dataclasses.asdict(made) | {"loss": loss}))


if __name__ == "__main__":
    sys.exit(main())
