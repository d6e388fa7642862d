"""python -m reference_trainer --session FILE: the trainer protocol on standard input and output."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from reference_trainer.run_session import run_session

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m reference_trainer")
    parser.add_argument("--session", type=Path, required=True)
    fields = json.loads(parser.parse_args().session.read_text())
    sys.exit(run_session(fields, sys.stdin, sys.stdout))
