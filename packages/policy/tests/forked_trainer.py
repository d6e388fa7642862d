"""Update sessions in processes of their own, forked after the costly imports.

A fork shares nothing but loaded code with its parent: each is a trainer as cold as one started by
the command line, without the seconds that importing TRL takes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from evoline_policy.json_lines import JsonLines
from evoline_policy.strict import FieldError
from evoline_policy.update.run_session import run_session
from evoline_policy.update.session import read_session

Event = dict[str, Any]


class Trainer:
    """The supervisor's end of a forked session."""

    def __init__(self, pid: int, commands: int, events: int) -> None:
        self.pid = pid
        self.progress: list[Event] = []
        self._commands = os.fdopen(commands, "w")
        self._events = os.fdopen(events)

    def answer(self) -> Event | None:
        """The next event that is no progress; None when the process has ended."""
        for line in self._events:
            event = json.loads(line)
            if event["event"] != "progress":
                return event
            self.progress.append(event)
        return None

    def ask(self, **command: Any) -> Event | None:
        """The answer to a command."""
        self.send(json.dumps(command))
        return self.answer()

    def send(self, line: str) -> None:
        self._commands.write(line + "\n")
        self._commands.flush()

    def update(self, batch: Path, out: Path, digest: str, save_recovery: bool = True) -> Event:
        answer = self.ask(
            id=out.name,
            op="update",
            batch=str(batch),
            out=str(out),
            save_recovery=save_recovery,
            expect_from_digest=digest,
        )
        assert answer is not None, "the trainer died"
        return answer

    def wait(self) -> int:
        """End its input; the exit code, or minus the signal that ended it."""
        try:
            self._commands.close()
        except BrokenPipeError:
            pass
        self._events.close()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


RunSession = Callable[[dict[str, Any], TextIO, TextIO], int]
"""Serves a session's fields from commands to events; the exit code."""


def run_product(fields: dict[str, Any], source: TextIO, target: TextIO) -> int:
    """What `python -m evoline_policy.update` does, its imports being done."""
    lines = JsonLines(target)
    try:
        session = read_session(json.dumps(fields))
    except FieldError as error:
        lines.emit("failed", code="internal", message=str(error))
        return 2
    return run_session(session, source, lines)


@contextmanager
def forked_trainer(
    session: dict[str, Any],
    sabotage: Callable[[], None] = lambda: None,
    run: RunSession = run_product,
) -> Iterator[Trainer]:
    """A session under way; `sabotage` runs in its process before it begins."""
    commands_read, commands_write = os.pipe()
    events_read, events_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        for end in (commands_write, events_read):
            os.close(end)
        _run(session, sabotage, run, commands_read, events_write)
    for end in (commands_read, events_write):
        os.close(end)
    trainer = Trainer(pid, commands_write, events_read)
    try:
        yield trainer
    finally:
        _end(pid)


def _run(
    session: dict[str, Any],
    sabotage: Callable[[], None],
    run: RunSession,
    source: int,
    target: int,
) -> None:
    code = 70
    try:
        sabotage()
        code = run(session, os.fdopen(source), os.fdopen(target, "w"))
    finally:
        os._exit(code)


def _end(pid: int) -> None:
    """Kill and reap what a failed test has left."""
    try:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
