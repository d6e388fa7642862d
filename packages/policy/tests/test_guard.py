"""The guard itself needs only the standard library; so do the children here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), grandchild.pid, flush=True)
time.sleep(600)
"""


def guarded(program: str, grace_seconds: float = 0.2) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "evoline_policy.guard", "--grace-seconds", str(grace_seconds)]
    return subprocess.Popen(
        [*command, sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # A killed orphan stays a zombie where the container's first process reaps nobody.
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "Z"


def comes_true(condition: Callable[[], bool], within_seconds: float = 20) -> bool:
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_lines_pass_through_in_both_directions() -> None:
    guard = guarded("import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)")
    assert guard.stdin and guard.stdout
    for word in ("one\n", "two\n"):
        guard.stdin.write(word)
        guard.stdin.flush()
        assert guard.stdout.readline() == word.upper()
    guard.stdin.close()
    assert guard.wait(20) == 0


def test_the_exit_code_of_the_child_is_that_of_the_guard() -> None:
    assert guarded("raise SystemExit(7)").wait(20) == 7
    assert guarded("import os; os.kill(os.getpid(), 11)").wait(20) == 128 + 11


def test_a_program_that_cannot_start_is_told() -> None:
    command = [sys.executable, "-m", "evoline_policy.guard", "/no/such/program"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode == 127
    assert "cannot start /no/such/program" in done.stderr


def test_sigterm_reaches_the_child() -> None:
    guard = guarded(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))\n"
        "print('ready', flush=True)\n"
        "time.sleep(600)"
    )
    assert guard.stdout
    guard.stdout.readline()
    guard.send_signal(signal.SIGTERM)
    assert guard.wait(20) == 3


def test_when_the_worker_goes_a_stubborn_child_and_its_children_go_too() -> None:
    guard = guarded(STUBBORN)
    assert guard.stdin and guard.stdout
    child, grandchild = map(int, guard.stdout.readline().split())
    guard.send_signal(signal.SIGTERM)
    guard.stdin.close()
    assert guard.wait(20) == 128 + 9
    assert comes_true(lambda: is_gone(child) and is_gone(grandchild))


def test_a_grandchild_does_not_outlive_a_crashed_child() -> None:
    guard = guarded(STUBBORN.replace("time.sleep(600)\n", "os.kill(os.getpid(), 11)\n"))
    assert guard.stdout
    _, grandchild = map(int, guard.stdout.readline().split())
    assert guard.wait(20) == 128 + 11
    assert comes_true(lambda: is_gone(grandchild))


def test_a_child_that_reads_nothing_does_not_hide_that_the_worker_has_gone() -> None:
    guard = guarded("import time; print('ready', flush=True); time.sleep(600)")
    assert guard.stdin and guard.stdout
    guard.stdout.readline()
    # More than a pipe holds.
    guard.stdin.write("x" * 300_000)
    guard.stdin.close()
    assert guard.wait(20) == 128 + 9


def test_a_child_sees_the_end_of_input_before_it_is_killed() -> None:
    guard = guarded("import sys; sys.stdin.read(); print('saved', flush=True)", grace_seconds=20)
    assert guard.stdin and guard.stdout
    guard.stdin.close()
    assert guard.stdout.readline() == "saved\n"
    assert guard.wait(20) == 0
