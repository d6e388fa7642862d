"""One step of TRL, made by the product's own trainer, up to the gradient."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import torch
from batches import session
from random_policy import LONGEST_COMPLETION
from reference_trainer.objective import completion_log_probs_T
from reference_trainer.sample import Sample
from reference_trainer.trainer import Outcome, gradient_of
from torch import Tensor, nn
from transformers import TrainerCallback
from trl.trainer import grpo_trainer

from evoline_policy.update import make_trainer as product
from evoline_policy.update.batch_file import Row
from evoline_policy.update.frozen_batch_trainer import FrozenBatchTrainer
from evoline_policy.update.padded_batch import padded_batch
from evoline_policy.update.session import Session

PLACES = 12
"""Samples of an update, B. Batches may hold fewer."""


def trl_session(folder: Path, **changes: Any) -> Session:
    fields = session(
        folder,
        samples_per_update=PLACES,
        group_size=2,
        micro_batch=PLACES,
        max_completion_tokens=LONGEST_COMPLETION + 3,
    )
    return Session(**fields | changes)


def trl_batch(
    samples: list[Sample], truncation: float | None = None, places: int = PLACES
) -> dict[str, Tensor]:
    """The product's padded batch, with what TRL would add itself when it generates.

    `truncation` C decouples: the ratio is to the old policy, its own to the sampler is capped at C.
    """
    rows = [
        Row(s.prompt_P, s.completion_T, s.sampler_log_probs_T, s.advantage, s.keep) for s in samples
    ]
    batch = padded_batch(rows, places, pad=0)
    batch["ref_per_token_logps"] = padded(batch, [s.reference_log_probs_T for s in samples])
    if truncation is not None:
        old = padded(batch, [s.old_log_probs_T for s in samples])
        ratio = (old.double() - batch["old_per_token_logps"]).exp().clamp(max=truncation)
        batch |= {"old_per_token_logps": old, "importance_sampling_ratio": ratio}
    return batch


def padded(batch: dict[str, Tensor], values: list[Tensor | None]) -> Tensor:
    """Values per token laid out like the completions."""
    laid_out = torch.zeros_like(batch["old_per_token_logps"])
    for index, values_T in enumerate(values):
        assert values_T is not None
        laid_out[index, : len(values_T)] = values_T
    return laid_out


@contextmanager
def told(**options: Any) -> Iterator[None]:
    """The product tells TRL these options too."""
    ours = product.trl_options
    with mock.patch.object(product, "trl_options", lambda session: ours(session) | options):
        yield


@contextmanager
def unrefused() -> Iterator[None]:
    """TRL is told whatever there is, to see what it does with it."""
    with mock.patch.object(product, "require_heeded", lambda options: None):
        yield


@contextmanager
def unshuffled() -> Iterator[None]:
    """TRL spreads the rows over micro-batches at random; here in their order."""
    with mock.patch.object(grpo_trainer, "shuffle_sequence_dict", lambda rows: rows):
        yield


@contextmanager
def exact_log_probs() -> Iterator[None]:
    """Log-probabilities of 64 bits for TRL's loss: its head and a Llama's norms have 32."""
    method = "_get_per_token_logps_and_entropies"
    with mock.patch.object(FrozenBatchTrainer, method, unpadded_log_probs):
        yield


def unpadded_log_probs(
    trainer: FrozenBatchTrainer,
    policy: nn.Module,
    input_ids: Tensor,
    attention_mask: Tensor,
    logits_to_keep: int,
    **_: Any,
) -> tuple[Tensor, Tensor, None]:
    """What the method that this replaces returns, row by row; its entropies enter no loss here."""
    policy.double()
    rows = []
    for ids, mask in zip(input_ids, attention_mask.bool(), strict=True):
        prompt_P, completion_T = (
            ids[:-logits_to_keep][mask[:-logits_to_keep]],
            ids[-logits_to_keep:][mask[-logits_to_keep:]],
        )
        sample = Sample(prompt_P, completion_T, torch.zeros(0), advantage=0.0)
        log_probs_T = completion_log_probs_T(policy, sample, trainer.temperature)
        rows.append(nn.functional.pad(log_probs_T, (0, logits_to_keep - len(completion_T))))
    log_probs = torch.stack(rows)
    return log_probs, torch.zeros_like(log_probs), None


def trl_trainer(settings: Session, batch: dict[str, Tensor], **options: Any) -> FrozenBatchTrainer:
    with told(**options), unrefused():
        trainer = product.make_trainer(settings, lambda: batch, TrainerCallback())
    # The constructor would look for a vLLM; the loss only asks whether to use the ratio.
    trainer.use_vllm = "importance_sampling_ratio" in batch
    return trainer


def trl_outcome(settings: Session, batch: dict[str, Tensor], **options: Any) -> Outcome:
    """Loss and gradient over all micro-batches, without the optimizer."""
    return outcome_of(trl_trainer(settings, batch, **options), settings)


def outcome_of(trainer: FrozenBatchTrainer, settings: Session) -> Outcome:
    micro_batches = settings.samples_per_update // settings.micro_batch
    trainer.current_gradient_accumulation_steps = micro_batches
    ignored = [{"prompt": ""}] * settings.samples_per_update
    with unshuffled():
        losses = [trainer.training_step(trainer.model, ignored, None) for _ in range(micro_batches)]
    return Outcome(float(sum(losses)), gradient_of(trainer.model))
