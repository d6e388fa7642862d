"""One update of TRL on two processes that average their gradients over gloo, on the CPU.

They are forked after the costly imports. Whatever happens, they are gone when the deadline is.
"""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
from accelerate.state import AcceleratorState, GradientState
from loss_presets import Preset
from random_policy import RandomCase
from reference_trainer.sample import kept_tokens
from reference_trainer.trainer import Outcome, gradient_of
from transformers import TrainerCallback
from trl_step import PLACES, trl_batch, trl_trainer

RANKS = 2
DEADLINE_SECONDS = 120
MICRO_BATCH = PLACES // RANKS // 2


def two_rank_outcomes(
    presets: dict[str, Preset], case: RandomCase, folder: Path
) -> dict[str, Outcome]:
    """Loss and gradient of each preset, after both ranks found the same gradient."""

    def work(rank: int) -> None:
        found = {name: rank_outcome(preset, case, rank) for name, preset in presets.items()}
        torch.save({name: (o.loss, o.gradient) for name, o in found.items()}, folder / f"{rank}")

    run_ranks(work, folder)
    of_ranks = [torch.load(folder / f"{rank}") for rank in range(RANKS)]
    outcomes = {}
    for name in presets:
        losses, gradients = zip(*(found[name] for found in of_ranks), strict=True)
        assert all(torch.equal(gradient, gradients[0]) for gradient in gradients)
        outcomes[name] = Outcome(sum(losses) / RANKS, gradients[0])
    return outcomes


def rank_outcome(preset: Preset, case: RandomCase, rank: int) -> Outcome:
    """The rank's own share of the samples; its gradient is that of both."""
    share = PLACES // RANKS
    samples = case.samples[rank * share : (rank + 1) * share]
    batch = trl_batch(samples, preset.objective.truncation, places=share)
    batch["num_items_in_batch"] = torch.tensor(kept_tokens(case.samples))
    session = preset.session(case.folder, micro_batch=MICRO_BATCH, total_updates=1)
    micro_batches = PLACES // RANKS // MICRO_BATCH
    trainer = trl_trainer(
        session,
        batch,
        gradient_accumulation_steps=micro_batches,
        steps_per_generation=micro_batches,
        max_grad_norm=1e9,
        **preset.options,
    )
    assert trainer.accelerator.num_processes == RANKS
    seen = BeforeOptimizer()
    trainer.add_callback(seen)
    losses = Recorded(trainer.training_step)
    trainer.training_step = losses
    trainer.train()
    return Outcome(float(sum(losses.returned)), seen.gradient)


class BeforeOptimizer(TrainerCallback):
    """Keeps the gradient as the optimizer will take it."""

    gradient: torch.Tensor

    def on_pre_optimizer_step(self, *_: Any, model: torch.nn.Module, **__: Any) -> None:
        self.gradient = gradient_of(model)


class Recorded:
    """A callable that remembers what it returned."""

    def __init__(self, inner: Callable[..., Any]) -> None:
        self._inner = inner
        self.returned: list[Any] = []

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.returned.append(self._inner(*given, **named))
        return self.returned[-1]


def run_ranks(work: Callable[[int], None], folder: Path) -> None:
    """`work(rank)` in one process a rank. Fails when one fails, or at the deadline."""
    children = [fork_rank(work, rank, folder) for rank in range(RANKS)]
    try:
        codes = list(exit_codes(children, time.monotonic() + DEADLINE_SECONDS))
    finally:
        for child in children:
            end(child)
    assert codes == [0] * RANKS, f"the ranks ended with {codes}"


def fork_rank(work: Callable[[int], None], rank: int, folder: Path) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        join(rank, folder)
        work(rank)
        torch.distributed.destroy_process_group()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def join(rank: int, folder: Path) -> None:
    """The group meets at a file, so that no port is needed; only the loopback is used."""
    os.environ.update(
        RANK=f"{rank}",
        LOCAL_RANK=f"{rank}",
        WORLD_SIZE=f"{RANKS}",
        LOCAL_WORLD_SIZE=f"{RANKS}",
        MASTER_ADDR="127.0.0.1",
        MASTER_PORT="1",
        GLOO_SOCKET_IFNAME="lo",
    )
    # The parent has trained alone: accelerate remembers that for the whole process.
    AcceleratorState._reset_state(reset_partial_state=True)
    GradientState._reset_state()
    torch.distributed.init_process_group(
        "gloo",
        init_method=f"file://{folder}/meeting",
        rank=rank,
        world_size=RANKS,
        timeout=timedelta(seconds=DEADLINE_SECONDS / 2),
    )


def exit_codes(children: list[int], deadline: float) -> Iterator[int]:
    for child in children:
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                yield os.waitstatus_to_exitcode(status)
                break
            assert time.monotonic() < deadline, "the ranks have not ended in time"
            time.sleep(0.05)


def end(child: int) -> None:
    """Kill and reap what is left."""
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
