"""The loss of one sample's tokens: clipped surrogate, truncated importance sampling, KL."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from reference_trainer.divergence import Estimator, token_kl_T
from reference_trainer.sample import Sample, as_double


@dataclass(frozen=True)
class KlInLoss:
    """`coefficient` is beta; `is_weighted` multiplies by the ratio, as DeepSeek-V3.2 and TRL do."""

    coefficient: float
    estimator: Estimator = "k3"
    is_weighted: bool = True


@dataclass(frozen=True)
class Objective:
    """`truncation` C: ratios to the sampler are decoupled and capped at C; None: clipped alone."""

    epsilon_low: float = 0.2
    epsilon_high: float = 0.2
    temperature: float = 1.0
    kl: KlInLoss | None = None
    truncation: float | None = None


def completion_log_probs_T(policy: nn.Module, sample: Sample, temperature: float) -> Tensor:
    """log softmax(logits / temperature) of the completion's tokens, each after all before it."""
    tokens = torch.cat([sample.prompt_P, sample.completion_T])
    logits_TV = policy(tokens[None]).logits[0, len(sample.prompt_P) - 1 : -1]
    log_probs_TV = torch.log_softmax(logits_TV / temperature, dim=-1)
    return log_probs_TV.gather(1, sample.completion_T[:, None])[:, 0]


def token_losses_T(objective: Objective, sample: Sample, log_probs_T: Tensor) -> Tensor:
    """What is averaged, per token: -(weight x min(r A, clip(r) A)) + beta x KL."""
    old_T = behaviour_log_probs_T(objective, sample)
    ratio_T = (log_probs_T - old_T).exp()
    loss_T = -clipped_surrogate_T(objective, ratio_T, sample.advantage)
    if objective.truncation is not None:
        loss_T = truncated_weights_T(sample, objective.truncation) * loss_T
    if objective.kl is not None:
        loss_T = loss_T + kl_penalty_T(objective.kl, sample, log_probs_T, ratio_T)
    return loss_T


def behaviour_log_probs_T(objective: Objective, sample: Sample) -> Tensor:
    """What the ratio is to: the policy before the update when decoupled, else the sampler."""
    if objective.truncation is None:
        return as_double(sample.sampler_log_probs_T)
    if sample.old_log_probs_T is None:
        raise ValueError("truncated importance sampling needs old_log_probs_T")
    return as_double(sample.old_log_probs_T)


def clipped_surrogate_T(objective: Objective, ratio_T: Tensor, advantage: float) -> Tensor:
    """PPO's pessimistic bound; DAPO's clip-higher is an epsilon_high above epsilon_low."""
    clipped_T = ratio_T.clamp(1 - objective.epsilon_low, 1 + objective.epsilon_high)
    return torch.minimum(ratio_T * advantage, clipped_T * advantage)


def truncated_weights_T(sample: Sample, cap: float) -> Tensor:
    """min(policy before the update / sampler, cap), a constant per token."""
    if sample.old_log_probs_T is None:
        raise ValueError("truncated importance sampling needs old_log_probs_T")
    log_ratio_T = as_double(sample.old_log_probs_T) - as_double(sample.sampler_log_probs_T)
    return log_ratio_T.exp().clamp(max=cap).detach()


def kl_penalty_T(kl: KlInLoss, sample: Sample, log_probs_T: Tensor, ratio_T: Tensor) -> Tensor:
    """beta x KL per token, with a gradient."""
    if sample.reference_log_probs_T is None:
        raise ValueError("KL in the loss needs reference_log_probs_T")
    kl_T = token_kl_T(log_probs_T, as_double(sample.reference_log_probs_T), kl.estimator)
    return kl.coefficient * (kl_T * ratio_T if kl.is_weighted else kl_T)
