from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
import torch
from batches import SAMPLES, session
from forked_trainer import Event, forked_trainer
from update_runs import one_process, one_update, resume

from evoline_policy.update.update_loop import UpdateLoop
from evoline_policy.weights import read_weights


def die_before_the_optimizer_step() -> None:
    def die(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    UpdateLoop.on_pre_optimizer_step = die


@pytest.mark.parametrize(("adaptation", "micro_batch"), [("full", SAMPLES // 4), ("lora", SAMPLES)])
def test_one_process_and_one_process_per_update_with_a_kill_give_the_same_weights(
    policy_folder: Path, batches: list[Path], tmp_path: Path, adaptation: str, micro_batch: int
) -> None:
    fields = session(
        policy_folder,
        adaptation=adaptation,
        lora={"rank": 4, "alpha": 8} if adaptation == "lora" else None,
        micro_batch=micro_batch,
    )
    live = one_process(fields, batches, tmp_path / "live")
    assert len({answer["weights_digest"] for answer in live}) == len(batches)

    cold: list[Event] = []
    for index, batch in enumerate(batches):
        before, out = cold[-1] if cold else None, tmp_path / "cold" / f"{index}"
        if index == 1:
            killed = one_update(fields, before, batch, out, die_before_the_optimizer_step)
            assert killed is None and not out.exists()
        answer = one_update(fields, before, batch, out)
        assert answer and answer["event"] == "done", answer
        cold.append(answer)
    assert [a["weights_digest"] for a in cold] == [a["weights_digest"] for a in live]
    assert [a["from_digest"] for a in cold] == [a["from_digest"] for a in live]


def test_a_resume_may_take_a_smaller_micro_batch(
    policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    """What an operator changes after running out of memory: the same update up to rounding."""
    whole = session(policy_folder)
    first, second = one_process(whole, batches[:2], tmp_path / "whole")
    small = session(policy_folder, micro_batch=2)
    again = one_update(small, first, batches[1], tmp_path / "small")
    assert again and again["event"] == "done", again
    for name in ("loss", "grad_norm", "learning_rate"):
        assert again["metrics"][name] == pytest.approx(second["metrics"][name], rel=1e-4)
    before, after = (read_weights(Path(answer["policy_dir"])) for answer in (second, again))
    for name in before:
        assert torch.allclose(before[name], after[name], atol=1e-5), name


def test_recorded_batches_replay_to_the_same_weights_without_saved_recovery(
    policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    fields = session(policy_folder)
    often = one_process(fields, batches, tmp_path / "often")
    never = one_process(fields, batches, tmp_path / "never", recover_every=99)
    assert [a["weights_digest"] for a in never] == [a["weights_digest"] for a in often]
    assert never[0]["recovery_dir"] is None
    assert not (tmp_path / "never" / "0" / "recovery").exists()


@pytest.mark.parametrize(
    "missing",
    ["optimizer.pt", "scheduler.pt", "rng_state.pth", "trainer_state.json", "model.safetensors"],
)
def test_a_resume_that_lacks_a_file_is_refused_by_its_name(
    policy_folder: Path, batches: list[Path], tmp_path: Path, missing: str
) -> None:
    (answer,) = one_process(session(policy_folder), batches[:1], tmp_path)
    (Path(answer["recovery_dir"]) / missing).unlink()
    with forked_trainer(session(policy_folder, resume=resume(answer))) as trainer:
        failed = trainer.answer()
        assert failed and failed["event"] == "failed" and missing in failed["message"]
        assert trainer.wait() == 1


def test_a_resume_that_claims_another_number_of_updates_is_refused(
    policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    (answer,) = one_process(session(policy_folder), batches[:1], tmp_path)
    wrong = resume(answer) | {"updates_done": 2}
    with forked_trainer(session(policy_folder, resume=wrong)) as trainer:
        failed = trainer.answer()
        assert failed and "stands for 1 updates, not 2" in failed["message"]
