"""Between the supervisor and TRL: hands over one batch per step and answers when it is saved.

`Trainer.train()` runs once for the whole session. It asks for a batch, which blocks until the next
command; when it asks again, the step before is complete and is saved and answered first.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from torch import Tensor
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from evoline_policy.failure_code import ChildFailure
from evoline_policy.json_lines import JsonLines
from evoline_policy.update.batch_file import BatchLimits, read_batch
from evoline_policy.update.commands import UpdateCommand
from evoline_policy.update.frozen_batch_trainer import FrozenBatchTrainer
from evoline_policy.update.padded_batch import padded_batch
from evoline_policy.update.saved_step import (
    POLICY,
    RECOVERY,
    is_step_entry,
    keep_recovery,
    save_policy,
)
from evoline_policy.update.step import Step, require_gradient
from evoline_policy.weights import folder_digest
from evoline_policy.whole_folder import WholeFolder

CHECKPOINTS = "trainer"
"""Where TRL writes inside the scratch folder; only its checkpoint is kept."""


class NoMoreCommands(Exception):
    """The supervisor has closed, or has gone."""


class UpdateLoop(TrainerCallback):
    """Feeds `trainer` from `commands`; `ready` is what it tells once it can begin."""

    trainer: FrozenBatchTrainer
    commands: Iterator[UpdateCommand]
    ready: dict[str, Any] | None = None
    step: Step | None = None

    def __init__(
        self, lines: JsonLines, limits: BatchLimits, base_digest: str, weights_digest: str
    ) -> None:
        self._lines = lines
        self._limits = limits
        self._base_digest = base_digest
        self._weights_digest = weights_digest

    def next_batch(self) -> dict[str, Tensor]:
        """The batch of the next acceptable command. NoMoreCommands when there will be none."""
        self.finish_step()
        self._announce()
        for command in self.commands:
            try:
                self.step = self._begin(command)
            except ChildFailure as failure:
                self.refuse(command.id, str(failure), failure.code)
                continue
            self._progress("forward", 0.0)
            pad = self.trainer.processing_class.pad_token_id
            return padded_batch(self.step.rows, self._limits.samples, pad)
        raise NoMoreCommands

    def refuse_rest(self, message: str) -> None:
        """Say no to every further command until there are none."""
        for command in self.commands:
            self.refuse(command.id, message)

    def refuse(self, identity: str | None, message: str, code: str = "internal") -> None:
        """Say no to a command that has changed nothing."""
        self._lines.emit("failed", id=identity, code=code, message=message)

    def on_substep_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        step = self._running_step()
        step.micro_batches_done += 1
        self._progress("backward", step.micro_batches_done / args.gradient_accumulation_steps)

    def on_pre_optimizer_step(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """The last moment to keep a broken gradient out of the weights."""
        require_gradient(self.trainer.model)
        self._progress("optimizer")

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any
    ) -> None:
        """Open the folder of the results; the trainer writes its checkpoint into it if asked."""
        step = self._running_step()
        self._progress("save")
        step.is_saving = True
        step.folder = WholeFolder(step.command.out_folder, is_step_entry)
        args.output_dir = str(step.folder.scratch / CHECKPOINTS)
        control.should_save = step.command.save_recovery

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_: Any,
    ) -> None:
        if self.step is not None and logs and "loss" in logs:
            self.step.logged = dict(logs)

    def finish_step(self) -> None:
        """Complete and answer the step under way, if any."""
        step = self.step
        if step is None or step.folder is None:
            return
        metrics = step.metrics()
        digest = self._save(step.command.save_recovery, step.folder.scratch)
        step.folder.commit()
        out, keeps_recovery = step.command.out_folder, step.command.save_recovery
        self._lines.emit_exactly(
            "done",
            id=step.command.id,
            from_digest=self._weights_digest,
            weights_digest=digest,
            updates_done=self.trainer.state.global_step,
            metrics=metrics | {"seconds": step.seconds()},
            policy_dir=str(out / POLICY),
            recovery_dir=str(out / RECOVERY) if keeps_recovery else None,
        )
        self._weights_digest = digest
        self.step = None

    def abandon_step(self) -> None:
        """Leave nothing half-written of the step under way."""
        if self.step and self.step.folder:
            self.step.folder.discard()

    def _announce(self) -> None:
        if self.ready:
            self._lines.emit("ready", **self.ready)
            self.ready = None

    def _begin(self, command: UpdateCommand) -> Step:
        expected, held = command.expect_from_digest, self._weights_digest
        if expected != held:
            raise ChildFailure("digest_mismatch", f"the weights are {held}, not {expected}")
        self._lines.emit("progress", id=command.id, phase="load")
        return Step(command, read_batch(Path(command.batch), self._limits))

    def _save(self, with_recovery: bool, scratch: Path) -> str:
        checkpoints = scratch / CHECKPOINTS
        if with_recovery:
            written = checkpoints / f"checkpoint-{self.trainer.state.global_step}"
            keep_recovery(written, scratch / RECOVERY, self._base_digest)
        shutil.rmtree(checkpoints, ignore_errors=True)
        policy = scratch / POLICY
        save_policy(self.trainer.model, self.trainer.processing_class, policy, self._base_digest)
        return folder_digest(policy)

    def _progress(self, phase: str, fraction: float | None = None) -> None:
        command = self._running_step().command
        self._lines.emit("progress", id=command.id, phase=phase, fraction=fraction)

    def _running_step(self) -> Step:
        if self.step is None:
            raise RuntimeError("the trainer steps without a command")
        return self.step
