"""What every trainer behind the protocol promises, held against TRL and against the reference."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import reference_trainer.run_session
import torch
from batches import SAMPLES, sampled_batch, session, write_batch
from forked_trainer import Event, RunSession, forked_trainer, run_product
from safetensors.torch import load_file
from update_runs import one_process, one_update, resume

from evoline_policy.weights import folder_digest

IMPLEMENTATIONS = {"trl": run_product, "reference": reference_trainer.run_session.run_session}


@pytest.fixture(params=IMPLEMENTATIONS)
def run(request: pytest.FixtureRequest) -> RunSession:
    return IMPLEMENTATIONS[request.param]


def die_before_the_optimizer_step() -> None:
    def die(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    torch.optim.AdamW.step = die


def test_it_begins_with_the_base_and_each_update_with_what_the_last_one_left(
    run: RunSession, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    answers = one_process(session(policy_folder), batches, tmp_path, recover_every=2, run=run)
    digests = [folder_digest(policy_folder)] + [answer["weights_digest"] for answer in answers]
    assert [answer["from_digest"] for answer in answers] == digests[:-1]
    assert len(set(digests)) == len(batches) + 1
    assert [answer["updates_done"] for answer in answers] == [1, 2, 3]
    assert [answer["recovery_dir"] is None for answer in answers] == [True, False, True]


def test_it_leaves_a_complete_policy_under_the_digest_that_it_says(
    run: RunSession, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    (answer,) = one_process(session(policy_folder), batches[:1], tmp_path, run=run)
    policy = Path(answer["policy_dir"])
    assert folder_digest(policy) == answer["weights_digest"]
    assert {f.name for f in policy.iterdir()} == {f.name for f in policy_folder.iterdir()}
    assert {f.name for f in (tmp_path / "0").iterdir()} == {"policy", "recovery"}
    assert [f.name for f in tmp_path.iterdir()] == ["0"]


def test_live_cold_and_killed_processes_end_at_the_same_weights(
    run: RunSession, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    fields = session(policy_folder)
    live = one_process(fields, batches, tmp_path / "live", run=run)
    cold: list[Event] = []
    for index, batch in enumerate(batches):
        before, out = cold[-1] if cold else None, tmp_path / "cold" / f"{index}"
        if index == 1:
            killed = one_update(fields, before, batch, out, die_before_the_optimizer_step, run)
            assert killed is None and not out.exists()
        answer = one_update(fields, before, batch, out, run=run)
        assert answer and answer["event"] == "done", answer
        cold.append(answer)
    assert [a["weights_digest"] for a in cold] == [a["weights_digest"] for a in live]


def test_batches_replay_to_the_same_weights(
    run: RunSession, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    """Without recovery, and over what an earlier attempt has left."""
    fields = session(policy_folder)
    first, again = (
        one_process(fields, batches, tmp_path, recover_every=every, run=run) for every in (1, 99)
    )
    assert [a["weights_digest"] for a in first] == [a["weights_digest"] for a in again]


def test_a_command_for_other_weights_or_without_signal_is_refused_and_changes_nothing(
    run: RunSession, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    tensors = sampled_batch(policy_folder, seed=0)
    tensors["advantages"] = torch.zeros(SAMPLES)
    silent = write_batch(tmp_path / "silent", tensors)
    digest, out = folder_digest(policy_folder), tmp_path / "out"
    (alone,) = one_process(session(policy_folder), batches[:1], tmp_path / "alone", run=run)
    with forked_trainer(session(policy_folder), run=run) as trainer:
        assert trainer.answer()
        assert trainer.update(batches[0], out, "0" * 64)["code"] == "digest_mismatch"
        assert trainer.update(silent, out, digest)["code"] == "batch_invalid"
        assert trainer.update(tmp_path / "none", out, digest)["code"] == "batch_invalid"
        assert not out.exists()
        assert trainer.update(batches[0], out, digest)["weights_digest"] == alone["weights_digest"]
        assert trainer.wait() == 0


def test_a_recovery_that_lacks_a_file_is_refused_by_its_name(
    run: RunSession, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    (answer,) = one_process(session(policy_folder), batches[:1], tmp_path, run=run)
    recovery = Path(answer["recovery_dir"])
    known = {file.name for file in policy_folder.iterdir()} - {"model.safetensors"}
    for file in sorted(recovery.iterdir()):
        if file.name in known:
            continue
        kept = file.read_bytes()
        file.unlink()
        with forked_trainer(session(policy_folder, resume=resume(answer)), run=run) as trainer:
            failed = trainer.answer()
            assert failed and failed["event"] == "failed" and file.name in failed["message"]
            assert trainer.wait() == 1
        file.write_bytes(kept)


@pytest.mark.parametrize("field", ["top_p", "temperatur"])
def test_a_field_that_it_would_ignore_is_refused_by_its_name(
    run: RunSession, field: str, policy_folder: Path
) -> None:
    with forked_trainer(session(policy_folder, **{field: 0.5}), run=run) as trainer:
        failed = trainer.answer()
        assert failed and failed["event"] == "failed" and field in failed["message"]
        assert trainer.wait() == 2


@pytest.mark.parametrize("loss_type", ["dapo", "grpo", "dr_grpo"])
def test_all_implementations_end_at_nearly_the_same_weights(
    loss_type: str, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    """Warm-up, clipping of the norm, AdamW and decay included. Not the same bits: sums differ."""
    fields = session(
        policy_folder,
        loss_type=loss_type,
        max_grad_norm=0.05,
        adam_epsilon=1e-5,
        weight_decay=0.1,
    )
    ours, theirs = (
        one_process(fields, batches, tmp_path / name, run=run)
        for name, run in IMPLEMENTATIONS.items()
    )
    for one, other in zip(ours, theirs, strict=True):
        for name in ("completion_tokens", "masked_samples"):
            assert one["metrics"][name] == other["metrics"][name]
        assert one["metrics"]["loss"] == pytest.approx(other["metrics"]["loss"], abs=1e-6)
        assert one["metrics"]["grad_norm"] == pytest.approx(other["metrics"]["grad_norm"], rel=1e-4)
    before = load_file(policy_folder / "model.safetensors")
    ends = (load_file(Path(a[-1]["policy_dir"]) / "model.safetensors") for a in (ours, theirs))
    found, expected = ends
    for name, start in before.items():
        moved = float((expected[name] - start).abs().max())
        assert float((found[name] - expected[name]).abs().max()) < 1e-3 * moved, name


def test_the_reference_is_a_program_too(policy_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    file.write_text(json.dumps(session(policy_folder)))
    done = subprocess.run(
        [sys.executable, "-m", "reference_trainer", "--session", str(file)],
        input=json.dumps({"id": "1", "op": "close"}) + "\n",
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
    )
    (ready,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (ready["event"], ready["weights_digest"]) == ("ready", folder_digest(policy_folder))
    assert done.returncode == 0
