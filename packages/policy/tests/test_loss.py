"""TRL's loss and gradient against the formulas written out, one unpadded sequence at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
import trl
from batches import MAX_TOKENS, RUN, SAMPLES, sampled_batch, session, write_batch
from torch import Tensor
from transformers import AutoModelForCausalLM, TrainerCallback

from evoline_policy.strict import FieldError, parse
from evoline_policy.update.batch_file import BatchLimits, Row, read_batch
from evoline_policy.update.frozen_batch_trainer import FrozenBatchTrainer, require_known_trl
from evoline_policy.update.make_trainer import make_trainer
from evoline_policy.update.padded_batch import padded_batch
from evoline_policy.update.session import Session

LOW, HIGH, TEMPERATURE = 0.2, 0.3, 0.9


@pytest.fixture(scope="module")
def rows(policy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """Samples of a somewhat other policy, so that clipping acts; one of them is masked."""
    tensors = sampled_batch(policy_folder, seed=3)
    noise = torch.Generator().manual_seed(1)
    shift = 0.3 * torch.randn(tensors["sampler_log_probs"].shape, generator=noise)
    tensors["sampler_log_probs"] = (tensors["sampler_log_probs"] + shift).clamp(max=0)
    tensors["keep"][5] = 0
    file = tmp_path_factory.mktemp("batch") / "batch.safetensors"
    write_batch(file, tensors, temperature=str(TEMPERATURE))
    limits = BatchLimits(RUN, TEMPERATURE, SAMPLES, MAX_TOKENS, 256, 400)
    return read_batch(file, limits)


@dataclass
class Outcome:
    """A loss, and its gradient over all parameters in one vector."""

    loss: float
    gradient: Tensor


def of_trl(policy_folder: Path, rows: list[Row], loss_type: str, micro_batch: int) -> Outcome:
    """The trainer's own step over all micro-batches, without the optimizer."""
    fields = session(
        policy_folder,
        loss_type=loss_type,
        micro_batch=micro_batch,
        epsilon_low=LOW,
        epsilon_high=HIGH,
        temperature=TEMPERATURE,
    )
    trainer = make_trainer(
        Session(**fields), lambda: padded_batch(rows, SAMPLES, pad=0), TrainerCallback()
    )
    micro_batches = SAMPLES // micro_batch
    trainer.current_gradient_accumulation_steps = micro_batches
    ignored = [{"prompt": ""}] * SAMPLES
    losses = [trainer.training_step(trainer.model, ignored, None) for _ in range(micro_batches)]
    gradients = [parameter.grad.flatten() for parameter in trainer.model.parameters()]
    return Outcome(float(sum(losses)), torch.cat(gradients))


def of_formula(policy_folder: Path, rows: list[Row], loss_type: str) -> Outcome:
    """DeepSeekMath's clipped objective per token, averaged as each loss type says."""
    model = AutoModelForCausalLM.from_pretrained(policy_folder, dtype=torch.float32)
    per_row = [_clipped(model, row) for row in rows if row.keep]
    tokens = sum(len(losses) for losses in per_row)
    total = torch.cat(per_row).sum()
    if loss_type == "grpo":
        loss = torch.stack([losses.mean() for losses in per_row]).sum() / SAMPLES
    elif loss_type == "dr_grpo":
        loss = total / (SAMPLES * MAX_TOKENS)
    else:
        loss = total / tokens
    loss.backward()
    gradients = [parameter.grad.flatten() for parameter in model.parameters()]
    return Outcome(loss.item(), torch.cat(gradients))


def _clipped(model: torch.nn.Module, row: Row) -> Tensor:
    logits = model(torch.cat([row.prompt, row.completion])[None]).logits[
        0, len(row.prompt) - 1 : -1
    ]
    log_probs = torch.log_softmax(logits / TEMPERATURE, -1)
    ratio = (log_probs.gather(1, row.completion[:, None])[:, 0] - row.log_probs).exp()
    clipped = ratio.clamp(1 - LOW, 1 + HIGH)
    return -torch.minimum(ratio * row.advantage, clipped * row.advantage)


@pytest.mark.parametrize("loss_type", ["dapo", "grpo", "dr_grpo"])
@pytest.mark.parametrize("micro_batch", [SAMPLES, SAMPLES // 4])
def test_loss_and_gradient_of_trl_are_those_of_the_formula(
    policy_folder: Path, rows: list[Row], loss_type: str, micro_batch: int
) -> None:
    found = of_trl(policy_folder, rows, loss_type, micro_batch)
    expected = of_formula(policy_folder, rows, loss_type)
    assert found.loss == pytest.approx(expected.loss, abs=1e-6)
    largest = expected.gradient.abs().max()
    assert largest > 1e-3
    assert (found.gradient - expected.gradient).abs().max() < 1e-4 * largest


def test_another_trl_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    require_known_trl()
    monkeypatch.setattr(trl, "__version__", "9.9.9")
    with pytest.raises(RuntimeError, match=r"TRL 9\.9\.9 is installed"):
        require_known_trl()


def test_a_changed_hook_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(self: object, prompts: list[str]) -> None: ...

    parent = FrozenBatchTrainer.__mro__[1]
    monkeypatch.setattr(parent, "_generate_and_score_completions", changed)
    with pytest.raises(RuntimeError, match="not self and inputs"):
        require_known_trl()


def test_a_session_that_is_wrong_names_its_field(policy_folder: Path) -> None:
    for changes, message in (
        ({"temperatur": 1}, "temperatur: unknown field"),
        ({"micro_batch": 3}, "samples_per_update must be a multiple of micro_batch"),
        ({"adaptation": "lora"}, "lora must be given"),
        ({"loss_type": "bnpo"}, "loss_type: Input should be"),
        ({"learning_rate": "1e-4"}, "learning_rate: Input should be a valid number"),
    ):
        with pytest.raises(FieldError, match=message):
            parse(Session, json.dumps(session(policy_folder, **changes)))
