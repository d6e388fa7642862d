"""The programs as a supervisor starts them, and what keeps this room tidy."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from batches import sampled_batch, session, write_batch

from evoline_policy.weights import folder_digest

ROOM = Path(__file__).parents[1]
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION = 300, 60
SOURCES = sorted([*ROOM.glob("src/**/*.py"), *ROOM.glob("tests/*.py")])


def test_a_guarded_trainer_speaks_only_json_and_ends_when_closed(
    policy_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "session.json"
    file.write_text(json.dumps(session(policy_folder)))
    batch = write_batch(tmp_path / "batch", sampled_batch(policy_folder, seed=0))
    digest = folder_digest(policy_folder)
    update = {
        "id": "1",
        "op": "update",
        "batch": str(batch),
        "out": str(tmp_path / "out"),
        "save_recovery": False,
        "expect_from_digest": digest,
    }
    commands = [update, {"id": "2", "op": "close"}]
    python = [sys.executable, "-m"]
    # The input ends at once; on a busy machine the trainer is still loading half a minute later.
    guard = [*python, "evoline_policy.guard", "--grace-seconds", "240"]
    guarded = [*guard, *python, "evoline_policy.update"]
    done = subprocess.run(
        [*guarded, "--session", str(file)],
        input="".join(json.dumps(command) + "\n" for command in commands),
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
    )
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [e["event"] for e in events if e["event"] != "progress"] == ["ready", "done"]
    assert events[-1]["weights_digest"] == folder_digest(tmp_path / "out" / "policy")


def test_a_wrong_session_file_ends_with_code_2_and_names_the_field(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    fields: dict[str, Any] = session(tmp_path, learning_rates=1)
    file.write_text(json.dumps(fields))
    command = [sys.executable, "-m", "evoline_policy.update", "--session", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "learning_rates: unknown field" in json.loads(done.stdout)["message"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_file_and_no_function_is_too_long(source: Path) -> None:
    text = source.read_text()
    assert len(text.splitlines()) <= MOST_LINES_OF_A_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= MOST_LINES_OF_A_FUNCTION, f"{source.name}: {node.name}"


@pytest.mark.parametrize("command", [["format", "--check"], ["check"]], ids=["format", "lint"])
def test_sources_are_formatted_and_without_warnings(command: list[str]) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([str(ruff), *command, "--no-cache", str(ROOM)], capture_output=True)
    assert done.returncode == 0, done.stdout.decode()
