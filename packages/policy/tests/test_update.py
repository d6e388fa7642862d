from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from batches import SAMPLES, sampled_batch, session, write_batch
from forked_trainer import Event, Trainer, forked_trainer
from update_runs import one_process, one_update

from evoline_policy.serve.policy import full_policy
from evoline_policy.weights import folder_digest


def test_what_an_update_leaves_can_be_served_and_says_what_happened(
    policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    (answer,) = one_process(session(policy_folder), batches[:1], tmp_path)
    policy = Path(answer["policy_dir"])
    assert answer["from_digest"] == folder_digest(policy_folder)
    assert answer["weights_digest"] == folder_digest(policy) != answer["from_digest"]
    assert full_policy("p", policy).weights_digest == answer["weights_digest"]
    assert {file.name for file in policy.iterdir()} == {
        file.name for file in policy_folder.iterdir()
    }
    assert {file.name for file in (tmp_path / "0").iterdir()} == {"policy", "recovery"}
    metrics = answer["metrics"]
    assert metrics.keys() == {
        "loss",
        "grad_norm",
        "entropy",
        "clip_fraction_low",
        "clip_fraction_high",
        "learning_rate",
        "completion_tokens",
        "masked_samples",
        "seconds",
    }
    assert metrics["grad_norm"] > 0 and metrics["entropy"] > 0
    assert metrics["learning_rate"] == pytest.approx(1e-3 / 3)
    assert metrics["masked_samples"] == 0


@pytest.fixture
def trainer(policy_folder: Path) -> Iterator[Trainer]:
    """A live trainer that is ready."""
    with forked_trainer(session(policy_folder, micro_batch=SAMPLES // 2)) as running:
        ready = running.answer()
        assert ready and ready["event"] == "ready"
        assert ready["torch_threads"] == 1 and ready["versions"]["trl"]
        yield running


def test_refused_commands_change_nothing_and_the_trainer_goes_on(
    trainer: Trainer, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    digest = folder_digest(policy_folder)
    out = tmp_path / "out"

    def failure(answer: Event | None) -> tuple[str, str]:
        assert answer and answer["event"] == "failed"
        return answer["code"], answer["message"]

    assert failure(trainer.update(batches[0], out, "0" * 64))[0] == "digest_mismatch"
    assert failure(trainer.update(tmp_path / "none", out, digest))[0] == "batch_invalid"
    trainer.send("no json")
    assert "command refused" in failure(trainer.answer())[1]
    unknown = trainer.ask(id="x", op="update", batch="b", outt="o")
    assert unknown and unknown["id"] == "x"
    assert failure(trainer.ask(id="y", op="dance"))[0] == "internal"
    done = trainer.update(batches[0], out, digest)
    assert done["event"] == "done" and done["updates_done"] == 1
    phases = [event["phase"] for event in trainer.progress if event.get("id") == "out"]
    assert phases == ["load", "load", "forward", "backward", "optimizer", "save"]
    assert trainer.ask(id="z", op="close") is None
    assert trainer.wait() == 0


def test_an_update_replaces_what_an_earlier_attempt_left_but_nothing_foreign(
    trainer: Trainer, policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    digest = folder_digest(policy_folder)
    earlier = tmp_path / "earlier"
    (earlier / "policy").mkdir(parents=True)
    (tmp_path / ".unfinished-earlier").mkdir()
    done = trainer.update(batches[0], earlier, digest)
    assert done["event"] == "done"
    assert folder_digest(earlier / "policy") == done["weights_digest"]
    assert not (tmp_path / ".unfinished-earlier").exists()

    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("mine")
    failed = trainer.update(batches[1], foreign, done["weights_digest"])
    assert (failed["event"], failed["code"]) == ("failed", "save_failed")
    assert "thesis.txt" in failed["message"]
    assert trainer.answer() is None and trainer.wait() == 1
    assert (foreign / "thesis.txt").read_text() == "mine"


def test_more_updates_than_the_session_has_are_refused(
    policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    with forked_trainer(session(policy_folder, total_updates=1)) as trainer:
        assert trainer.answer()
        done = trainer.update(batches[0], tmp_path / "0", folder_digest(policy_folder))
        again = trainer.update(batches[1], tmp_path / "1", done["weights_digest"])
        assert "all 1 updates" in again["message"]
        assert trainer.wait() == 0


def test_excluded_samples_are_masked_and_missing_ones_filled_up(
    policy_folder: Path, tmp_path: Path
) -> None:
    """A masked row and an absent one train the same; only the order of rows may differ."""
    tensors = sampled_batch(policy_folder, seed=0)
    tensors["keep"][-1] = 0
    masked = write_batch(tmp_path / "masked.safetensors", tensors)
    last = int(tensors["completion_lengths"][-1])
    fewer = {name: tensor[:-1] for name, tensor in tensors.items()}
    fewer["prompt_token_ids"] = tensors["prompt_token_ids"][: -int(tensors["prompt_lengths"][-1])]
    for name in ("completion_token_ids", "sampler_log_probs"):
        fewer[name] = tensors[name][:-last]
    absent = write_batch(tmp_path / "absent.safetensors", fewer)
    fields = session(policy_folder)
    (first,) = one_process(fields, [masked], tmp_path / "masked")
    (second,) = one_process(fields, [absent], tmp_path / "absent")
    assert (first["metrics"]["masked_samples"], second["metrics"]["masked_samples"]) == (1, 0)
    for name in ("loss", "grad_norm", "entropy", "completion_tokens"):
        assert first["metrics"][name] == pytest.approx(second["metrics"][name], rel=1e-5)


def test_a_gradient_of_zero_is_a_failure_and_not_silence(
    policy_folder: Path, tmp_path: Path
) -> None:
    """Log-probs far from the policy's put every ratio outside the clip range."""
    tensors = sampled_batch(policy_folder, seed=0)
    tensors["advantages"] = tensors["advantages"].abs()
    tensors["sampler_log_probs"] = tensors["sampler_log_probs"] - 5
    batch = write_batch(tmp_path / "clipped.safetensors", tensors)
    answer = one_update(session(policy_folder), None, batch, tmp_path / "out")
    assert answer and answer["code"] == "non_finite_loss"
    assert "the gradient is zero" in answer["message"]
    assert not (tmp_path / "out").exists()


def test_a_loss_that_is_not_finite_is_a_failure_and_leaves_nothing(
    policy_folder: Path, tmp_path: Path
) -> None:
    tensors = sampled_batch(policy_folder, seed=0)
    tensors["advantages"] = -tensors["advantages"].abs()
    tensors["sampler_log_probs"] = tensors["sampler_log_probs"] - 1000
    batch = write_batch(tmp_path / "infinite.safetensors", tensors)
    answer = one_update(session(policy_folder), None, batch, tmp_path / "out")
    assert answer and answer["code"] == "non_finite_loss"
    assert not list(tmp_path.glob("*out*"))


def test_recovery_and_policy_name_no_path_of_this_host(
    policy_folder: Path, batches: list[Path], tmp_path: Path
) -> None:
    lora = {"adaptation": "lora", "lora": {"rank": 2, "alpha": 4}}
    for name, changes in (("full", {}), ("lora", lora)):
        (answer,) = one_process(session(policy_folder, **changes), batches[:1], tmp_path / name)
        for file in Path(answer["policy_dir"]).iterdir():
            assert str(policy_folder).encode() not in file.read_bytes(), file
            assert str(tmp_path).encode() not in file.read_bytes(), file
