"""One update under way, and whether it has a usable gradient."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import torch
from torch import nn

from evoline_policy.failure_code import ChildFailure
from evoline_policy.json_lines import rounded
from evoline_policy.update.batch_file import Row
from evoline_policy.update.commands import UpdateCommand
from evoline_policy.whole_folder import WholeFolder

LOGGED_METRICS = {
    "loss": "loss",
    "grad_norm": "grad_norm",
    "entropy": "entropy",
    "clip_fraction_low": "clip_ratio/low_mean",
    "clip_fraction_high": "clip_ratio/high_mean",
    "learning_rate": "learning_rate",
}
"""Our names, and TRL's. The gradient norm is that before clipping, the entropy in nats."""


@dataclass
class Step:
    """`folder` is open from the moment the weights have changed until they are saved."""

    command: UpdateCommand
    rows: list[Row]
    started: float = field(default_factory=time.monotonic)
    micro_batches_done: int = 0
    is_saving: bool = False
    folder: WholeFolder | None = None
    logged: dict[str, float] = field(default_factory=dict)

    def metrics(self) -> dict[str, float]:
        """Numbers of the step, all finite; ChildFailure `non_finite_loss` when one is not."""
        kept = [row for row in self.rows if row.keep]
        try:
            named = {ours: rounded(self.logged[theirs]) for ours, theirs in LOGGED_METRICS.items()}
        except ArithmeticError as error:
            raise ChildFailure("non_finite_loss", f"the step's metrics: {error}") from error
        return {
            **named,
            "completion_tokens": sum(len(row.completion) for row in kept),
            "masked_samples": len(self.rows) - len(kept),
        }

    def seconds(self) -> float:
        """Wall time since the command was accepted."""
        return round(time.monotonic() - self.started, 3)


def require_gradient(model: nn.Module) -> None:
    """ChildFailure `non_finite_loss` when the gradient is not finite, or zero.

    A batch reaches this point only with some advantage other than zero; a gradient of zero then
    means that every token was clipped or masked away, and Adam would move on momentum alone.
    """
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    norm = torch.nn.utils.get_total_norm(gradients) if gradients else torch.zeros(())
    if not norm.isfinite():
        raise ChildFailure("non_finite_loss", "the gradient is not finite")
    if norm == 0:
        raise ChildFailure("non_finite_loss", "the gradient is zero although advantages are not")
