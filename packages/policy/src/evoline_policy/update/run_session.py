"""One session: load or resume the policy, then update it until the supervisor has enough."""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import TextIO

import peft
import torch
import transformers
import trl

from evoline_policy import __version__
from evoline_policy.failure_code import ChildFailure, failure_code, failure_message
from evoline_policy.json_lines import JsonLines
from evoline_policy.update.batch_file import BatchLimits
from evoline_policy.update.commands import update_commands
from evoline_policy.update.make_trainer import make_trainer
from evoline_policy.update.saved_step import recorded_updates, require_recovery
from evoline_policy.update.session import Session
from evoline_policy.update.update_loop import NoMoreCommands, UpdateLoop
from evoline_policy.weights import folder_digest


def run_session(session: Session, source: TextIO, lines: JsonLines) -> int:
    """Serve commands from `source`. Exit code 0 after `close`, 1 after a failure that ends it."""
    torch.set_num_threads(session.torch_threads)
    loop: UpdateLoop | None = None
    try:
        _require_resumable(session)
        loop = _make_loop(session, source, lines)
        recovery = session.resume.recovery_dir if session.resume else None
        loop.trainer.train(resume_from_checkpoint=recovery)
        loop.finish_step()
        loop.refuse_rest(f"all {session.total_updates} updates of the session are done")
    except NoMoreCommands:
        return 0
    except Exception as error:
        _report(error, loop, lines)
        return 1
    finally:
        if loop:
            loop.abandon_step()
    return 0


def _require_resumable(session: Session) -> None:
    if session.resume is None:
        return
    folder, claimed = Path(session.resume.recovery_dir), session.resume.updates_done
    require_recovery(folder)
    recorded = recorded_updates(folder)
    if recorded != claimed:
        message = f"resume: {folder} stands for {recorded} updates, not {claimed}"
        raise ChildFailure("internal", message)


def _make_loop(session: Session, source: TextIO, lines: JsonLines) -> UpdateLoop:
    base_digest = folder_digest(session.base_folder)
    resumed = session.resume
    held = folder_digest(Path(resumed.recovery_dir)) if resumed else base_digest
    loop = UpdateLoop(lines, _limits(session), base_digest, held)
    loop.commands = update_commands(source, loop.refuse)
    loop.ready = {
        "weights_digest": held,
        "updates_done": resumed.updates_done if resumed else 0,
        "versions": _versions(),
        "torch_threads": torch.get_num_threads(),
    }
    loop.trainer = make_trainer(session, loop.next_batch, loop)
    return loop


def _limits(session: Session) -> BatchLimits:
    config = json.loads((session.base_folder / "config.json").read_text())
    return BatchLimits(
        run=session.run,
        temperature=session.temperature,
        samples=session.samples_per_update,
        completion_tokens=session.max_completion_tokens,
        positions=config["max_position_embeddings"],
        vocabulary=config["vocab_size"],
    )


def _versions() -> dict[str, str]:
    return {
        "evoline_policy": __version__,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "trl": trl.__version__,
        "peft": peft.__version__,
    }


def _report(error: Exception, loop: UpdateLoop | None, lines: JsonLines) -> None:
    """The end of the session, with the command it ended in, if any."""
    step = loop.step if loop else None
    code = failure_code(error)
    if step and step.is_saving and code == "internal":
        code = "save_failed"
    identity = step.command.id if step else None
    lines.emit("failed", id=identity, code=code, message=failure_message(error))
