"""TRL's GRPO trainer, fed with frozen batches instead of generating and scoring."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import trl
from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LambdaLR
from trl import GRPOTrainer

HOOK = "_generate_and_score_completions"
KNOWN_TRL_VERSIONS = ("1.16.0", "1.14.2")


class FrozenBatchTrainer(GRPOTrainer):
    """One hook of TRL is overridden; loss, gradient, clipping and optimizer stay TRL's."""

    def __init__(self, next_batch: Callable[[], dict[str, Tensor]], **settings: Any) -> None:
        require_known_trl()
        self._next_batch = next_batch
        super().__init__(reward_funcs=_never_called, **settings)

    def _generate_and_score_completions(self, inputs: list[dict[str, Any]]) -> dict[str, Tensor]:
        batch = self._next_batch()
        device = self.accelerator.device
        return {name: tensor.to(device) for name, tensor in batch.items()}

    def create_scheduler(
        self, num_training_steps: int, optimizer: Optimizer | None = None
    ) -> LambdaLR:
        """A linear warm-up, then constant. Unlike transformers' own it does not begin at zero,
        where the first update would leave the policy as it was."""
        if self.lr_scheduler is None:
            warmup = self.args.get_warmup_steps(num_training_steps)
            self.lr_scheduler = LambdaLR(
                optimizer or self.optimizer, lambda done: min(1.0, (done + 1) / (warmup + 1))
            )
        return self.lr_scheduler


def require_known_trl() -> None:
    """The hook is private to TRL: fail at the start, not in the loss, when it may have changed."""
    if trl.__version__ not in KNOWN_TRL_VERSIONS:
        known = " or ".join(KNOWN_TRL_VERSIONS)
        raise RuntimeError(f"TRL {trl.__version__} is installed, {known} is needed")
    parameters = list(inspect.signature(getattr(GRPOTrainer, HOOK)).parameters)
    if parameters != ["self", "inputs"]:
        raise RuntimeError(f"TRL's {HOOK} takes {parameters}, not self and inputs")


def _never_called(*_: Any, **__: Any) -> list[float]:
    raise RuntimeError("rewards are computed before a batch is frozen, never by TRL")
