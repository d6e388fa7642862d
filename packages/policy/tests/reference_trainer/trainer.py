"""Updates of a policy on samples: forward, loss, gradient, clipping, AdamW, schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from reference_trainer.aggregate import Normalisation, update_loss
from reference_trainer.objective import Objective, completion_log_probs_T, token_losses_T
from reference_trainer.sample import Sample


@dataclass(frozen=True)
class Outcome:
    """A loss, and its gradient over all trained parameters in one vector."""

    loss: float
    gradient: Tensor


@dataclass(frozen=True)
class OptimizerSettings:
    """AdamW with a linear warm-up that does not begin at zero, then a constant learning rate."""

    learning_rate: float
    warmup_updates: int
    beta1: float
    beta2: float
    epsilon: float
    weight_decay: float
    max_grad_norm: float

    def learning_rate_after(self, updates_done: int) -> float:
        return self.learning_rate * min(1.0, (updates_done + 1) / (self.warmup_updates + 1))


def loss_and_gradient(
    policy: nn.Module,
    objective: Objective,
    rule: Normalisation,
    micro_batches: list[list[Sample]],
) -> Outcome:
    """In the policy's precision; its parameters' `grad` is left set."""
    policy.zero_grad()
    losses = [
        [sample_losses_T(policy, objective, sample) for sample in micro_batch]
        for micro_batch in micro_batches
    ]
    loss = update_loss(rule, losses)
    loss.backward()
    return Outcome(loss.item(), gradient_of(policy))


def sample_losses_T(policy: nn.Module, objective: Objective, sample: Sample) -> Tensor | None:
    if not sample.keep:
        return None
    log_probs_T = completion_log_probs_T(policy, sample, objective.temperature)
    return token_losses_T(objective, sample, log_probs_T)


def gradient_of(policy: nn.Module) -> Tensor:
    """All gradients in the order of the parameters; zeros where none arrived."""
    return torch.cat(
        [
            (torch.zeros_like(p) if p.grad is None else p.grad).flatten().clone()
            for p in policy.parameters()
            if p.requires_grad
        ]
    )


class ReferenceTrainer:
    """A policy under training; each `update` is one optimizer step."""

    def __init__(
        self,
        policy: nn.Module,
        objective: Objective,
        rule: Normalisation,
        settings: OptimizerSettings,
    ) -> None:
        self.policy = policy
        self._objective, self._rule, self._settings = objective, rule, settings
        self.updates_done = 0
        self._optimizer = torch.optim.AdamW(
            decayed_and_not(policy, settings.weight_decay),
            lr=settings.learning_rate,
            betas=(settings.beta1, settings.beta2),
            eps=settings.epsilon,
        )

    def update(self, samples: list[Sample]) -> Outcome:
        """The loss and gradient (before clipping) that the step was made with."""
        outcome = loss_and_gradient(self.policy, self._objective, self._rule, [samples])
        nn.utils.clip_grad_norm_(self.policy.parameters(), self._settings.max_grad_norm)
        for group in self._optimizer.param_groups:
            group["lr"] = self._settings.learning_rate_after(self.updates_done)
        self._optimizer.step()
        self.updates_done += 1
        return outcome

    def saved_state(self) -> dict[str, Any]:
        """All that a later process needs beside the weights: nothing here is random."""
        return {"optimizer": self._optimizer.state_dict(), "updates_done": self.updates_done}

    def load_state(self, state: dict[str, Any]) -> None:
        self._optimizer.load_state_dict(state["optimizer"])
        self.updates_done = state["updates_done"]


def decayed_and_not(policy: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Matrices decay; biases and the scales of norms, which have one axis, do not."""
    trained = [parameter for parameter in policy.parameters() if parameter.requires_grad]
    return [
        {"params": [p for p in trained if p.dim() > 1], "weight_decay": weight_decay},
        {"params": [p for p in trained if p.dim() == 1], "weight_decay": 0.0},
    ]
