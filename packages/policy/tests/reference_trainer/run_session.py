"""The trainer protocol spoken by the reference: a session, updates on batch files, close."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import torch
from transformers import AutoModelForCausalLM

from reference_trainer.aggregate import Normalisation
from reference_trainer.folders import Missing, read_state, save_step, weights_digest
from reference_trainer.objective import Objective
from reference_trainer.sample import Sample, kept_tokens, read_samples
from reference_trainer.trainer import OptimizerSettings, Outcome, ReferenceTrainer

Fields = dict[str, Any]
Emit = Callable[..., None]
FIELDS = {
    *("protocol", "run", "base_policy", "resume", "adaptation", "lora", "total_updates"),
    *("samples_per_update", "group_size", "micro_batch", "max_completion_tokens", "temperature"),
    *("learning_rate", "warmup_updates", "adam_beta1", "adam_beta2", "adam_epsilon"),
    *("weight_decay", "max_grad_norm", "epsilon_low", "epsilon_high", "loss_type", "seed"),
    "torch_threads",
}


class Refused(Exception):
    """A command that changes nothing; `code` is one of the protocol's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def run_session(fields: Fields, source: TextIO, target: TextIO) -> int:
    """The exit code: 0 after `close` or the end of input, 1 when it cannot begin, 2 for a session
    that it does not understand."""

    def emit(event: str, **values: Any) -> None:
        target.write(json.dumps({"event": event, **values}) + "\n")
        target.flush()

    wrong = next(refused_fields(fields), None)
    if wrong:
        emit("failed", code="internal", message=wrong)
        return 2
    torch.set_num_threads(fields["torch_threads"])
    try:
        session = ReferenceSession(fields)
    except Missing as missing:
        emit("failed", code="save_failed", message=str(missing))
        return 1
    emit("ready", **session.state())
    for line in source:
        command = json.loads(line)
        if command["op"] == "close":
            break
        serve(session, command, emit)
    return 0


def refused_fields(fields: Fields) -> Iterator[str]:
    """What this implementation would ignore."""
    for name in sorted(fields.keys() ^ FIELDS):
        yield f"{name}: " + ("unknown field" if name in fields else "Field required")
    if fields.get("adaptation") != "full":
        yield "adaptation: the reference trains whole policies"


def serve(session: ReferenceSession, command: Fields, emit: Emit) -> None:
    emit("progress", id=command["id"], phase="forward")
    try:
        emit("done", id=command["id"], **session.update(command))
    except Refused as refused:
        emit("failed", id=command["id"], code=refused.code, message=str(refused))


class ReferenceSession:
    """A policy in 32-bit floats, and what was done to it."""

    def __init__(self, fields: Fields) -> None:
        self._fields, self._base = fields, Path(fields["base_policy"])
        resume = fields["resume"]
        recovery = Path(resume["recovery_dir"]) if resume else None
        state = read_state(recovery) if recovery else None
        start = recovery or self._base
        policy = AutoModelForCausalLM.from_pretrained(start, dtype=torch.float32)
        self._trainer = ReferenceTrainer(policy, objective(fields), rule(fields), optimizer(fields))
        if state:
            self._trainer.load_state(state)
        self._digest = weights_digest(start)

    def state(self) -> Fields:
        return {
            "weights_digest": self._digest,
            "updates_done": self._trainer.updates_done,
            "versions": {"torch": torch.__version__},
            "torch_threads": torch.get_num_threads(),
        }

    def update(self, command: Fields) -> Fields:
        """What the `done` event says of it; Refused when nothing was done."""
        began, held = time.monotonic(), self._digest
        if command["expect_from_digest"] != held:
            raise Refused("digest_mismatch", f"the weights are {held}")
        samples = self._checked(Path(command["batch"]))
        outcome = self._trainer.update(samples)
        state = self._trainer.saved_state() if command["save_recovery"] else None
        out = Path(command["out"])
        policy, recovery = save_step(out, self._base, self._trainer.policy, state)
        self._digest = weights_digest(policy)
        return {
            "from_digest": held,
            "weights_digest": self._digest,
            "updates_done": self._trainer.updates_done,
            "metrics": metrics(outcome, samples) | {"seconds": time.monotonic() - began},
            "policy_dir": str(policy),
            "recovery_dir": str(recovery) if recovery else None,
        }

    def _checked(self, batch: Path) -> list[Sample]:
        if not batch.is_file():
            raise Refused("batch_invalid", f"{batch} does not exist")
        if self._trainer.updates_done >= self._fields["total_updates"]:
            raise Refused("internal", "all updates of the session are done")
        samples = read_samples(batch)
        if not any(sample.keep and sample.advantage != 0 for sample in samples):
            raise Refused("batch_invalid", "the batch has no signal")
        return samples


def metrics(outcome: Outcome, samples: list[Sample]) -> Fields:
    return {
        "loss": outcome.loss,
        "grad_norm": float(outcome.gradient.norm()),
        "completion_tokens": kept_tokens(samples),
        "masked_samples": sum(not sample.keep for sample in samples),
    }


def objective(fields: Fields) -> Objective:
    return Objective(fields["epsilon_low"], fields["epsilon_high"], fields["temperature"])


def rule(fields: Fields) -> Normalisation:
    return Normalisation(
        fields["loss_type"], fields["samples_per_update"], fields["max_completion_tokens"]
    )


def optimizer(fields: Fields) -> OptimizerSettings:
    return OptimizerSettings(
        learning_rate=fields["learning_rate"],
        warmup_updates=fields["warmup_updates"],
        beta1=fields["adam_beta1"],
        beta2=fields["adam_beta2"],
        epsilon=fields["adam_epsilon"],
        weight_decay=fields["weight_decay"],
        max_grad_norm=fields["max_grad_norm"],
    )
