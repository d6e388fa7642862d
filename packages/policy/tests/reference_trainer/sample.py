"""One sample as the reference takes it, and how it is read from a frozen batch file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor


@dataclass(frozen=True)
class Sample:
    """`advantage` is one number for all T tokens; what is not kept is not trained on."""

    prompt_P: Tensor
    completion_T: Tensor
    sampler_log_probs_T: Tensor
    advantage: float
    keep: bool = True
    group: int = 0
    truncated: bool = False
    """Whether the completion ended at the length cap."""
    old_log_probs_T: Tensor | None = None
    """Of the policy before the update, by the trainer's own arithmetic; needed to decouple."""
    reference_log_probs_T: Tensor | None = None
    """Of the policy that KL is measured against."""


def read_samples(batch: Path) -> list[Sample]:
    """The samples of a file in format evoline.batch.v1, in order."""
    tensors = load_file(batch)
    samples, prompt_end, completion_end = [], 0, 0
    for index, keep in enumerate(tensors["keep"].tolist()):
        prompt_start, completion_start = prompt_end, completion_end
        prompt_end += int(tensors["prompt_lengths"][index])
        completion_end += int(tensors["completion_lengths"][index])
        completion = slice(completion_start, completion_end)
        samples.append(
            Sample(
                prompt_P=tensors["prompt_token_ids"][prompt_start:prompt_end].long(),
                completion_T=tensors["completion_token_ids"][completion].long(),
                sampler_log_probs_T=tensors["sampler_log_probs"][completion],
                advantage=float(tensors["advantages"][index]),
                keep=keep == 1,
            )
        )
    return samples


def mask_overlong(samples: list[Sample]) -> list[Sample]:
    """DAPO's overlong filtering (arXiv 2503.14476, 3.4): what was cut off teaches nothing."""
    return [replace(sample, keep=sample.keep and not sample.truncated) for sample in samples]


def mask_zero_variance(samples: list[Sample]) -> list[Sample]:
    """DAPO's dynamic sampling (section 3.2) before the refill: groups without a signal leave."""
    with_signal = {s.group for s in samples if s.keep and s.advantage != 0}
    return [replace(s, keep=s.keep and s.group in with_signal) for s in samples]


def with_advantages(samples: list[Sample], advantages_B: list[float]) -> list[Sample]:
    """The same samples with other advantages."""
    pairs = zip(samples, advantages_B, strict=True)
    return [replace(sample, advantage=advantage) for sample, advantage in pairs]


def kept_tokens(samples: list[Sample]) -> int:
    """Number of completion tokens that are trained on."""
    return sum(len(sample.completion_T) for sample in samples if sample.keep)


def as_double(values_T: Tensor) -> Tensor:
    return values_T.to(torch.float64)
