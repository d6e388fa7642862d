"""From losses per token to the loss of an update: the four normalisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

LossType = Literal["grpo", "dr_grpo", "dapo", "bnpo"]


@dataclass(frozen=True)
class Normalisation:
    """`samples` is the size of an update, whatever the batch holds; lengths are in tokens."""

    loss_type: LossType
    samples: int
    max_completion_tokens: int


def update_loss(rule: Normalisation, micro_batches: list[list[Tensor | None]]) -> Tensor:
    """One number with a gradient, from the losses of each sample's tokens; None is a masked sample.

    Only bnpo looks at how samples are spread over micro-batches, which is why we do not offer it.
    """
    per_sample = [losses_T for micro_batch in micro_batches for losses_T in micro_batch]
    kept = [losses_T for losses_T in per_sample if losses_T is not None]
    if rule.loss_type == "grpo":
        return torch.stack([losses_T.mean() for losses_T in kept]).sum() / rule.samples
    if rule.loss_type == "dr_grpo":
        return torch.cat(kept).sum() / (rule.samples * rule.max_completion_tokens)
    if rule.loss_type == "dapo":
        return token_mean(per_sample)
    return torch.stack([token_mean(micro_batch) for micro_batch in micro_batches]).mean()


def token_mean(per_sample: list[Tensor | None]) -> Tensor:
    """The mean over all tokens that are kept; 0 when there are none."""
    kept = [losses_T for losses_T in per_sample if losses_T is not None]
    return torch.cat(kept).mean() if kept else torch.zeros((), dtype=torch.float64)
