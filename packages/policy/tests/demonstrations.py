"""Demonstrations of the shape that the compact template has."""

from __future__ import annotations

import json
import random
from pathlib import Path


def demonstration(rng: random.Random) -> dict[str, str]:
    """One small fix: prompt with issue and file, answer with thought and SEARCH/REPLACE block."""
    name = f"{rng.choice(['add', 'get', 'sum'])}_{rng.choice(['price', 'tax', 'row'])}"
    path = f"{rng.choice(['shop', 'core'])}/{rng.choice(['cart', 'main'])}.py"
    wrong, right = "    return a - b", "    return a + b"
    return {
        "prompt": f"Issue: {name} is wrong\n### {path}\n"
        f"```\ndef {name}(a, b):\n{wrong}\n```\nFix:\n",
        "answer": f"<think>\nfix {name}\n</think>\n<solution>\n```python\n### {path}\n"
        f"<<<<<<< SEARCH\n{wrong}\n=======\n{right}\n>>>>>>> REPLACE\n```\n</solution>",
    }


def write_demonstrations(file: Path, count: int) -> None:
    """`count` demonstrations as JSON lines, always the same."""
    rng = random.Random(0)
    lines = [json.dumps(demonstration(rng)) for _ in range(count)]
    file.write_text("\n".join(lines) + "\n")
