from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from batches import RUN, batch_tensors, integers, write_batch
from torch import Tensor

from evoline_policy.update.batch_file import BatchInvalid, BatchLimits, read_batch
from evoline_policy.update.padded_batch import padded_batch

LIMITS = BatchLimits(
    run=RUN, temperature=1.0, samples=4, completion_tokens=3, positions=6, vocabulary=50
)

Change = Callable[[dict[str, Tensor]], object]


def tensors() -> dict[str, Tensor]:
    return batch_tensors(
        prompts=[[1, 2, 3], [1, 2]],
        completions=[[4, 5], [6, 7, 8]],
        log_probs=[[-0.1, -0.2], [-0.3, -0.4, -0.5]],
        advantages=[1.0, -1.0],
    )


def reason(file: Path) -> str:
    with pytest.raises(BatchInvalid) as caught:
        read_batch(file, LIMITS)
    assert caught.value.code == "batch_invalid"
    return str(caught.value)


def test_rows_come_back_in_order(tmp_path: Path) -> None:
    first, second = read_batch(write_batch(tmp_path / "b", tensors()), LIMITS)
    assert first.prompt.tolist() == [1, 2, 3]
    assert second.completion.tolist() == [6, 7, 8]
    assert second.log_probs.tolist() == pytest.approx([-0.3, -0.4, -0.5])
    assert (first.advantage, second.advantage, second.keep) == (1.0, -1.0, True)


def test_an_excluded_sample_may_have_no_tokens(tmp_path: Path) -> None:
    changed = tensors()
    changed["keep"][1] = 0
    changed["completion_lengths"][1] = 0
    changed["completion_token_ids"] = changed["completion_token_ids"][:2]
    changed["sampler_log_probs"] = changed["sampler_log_probs"][:2]
    _, second = read_batch(write_batch(tmp_path / "b", changed), LIMITS)
    assert not second.keep and len(second.completion) == 0


def test_prompts_are_padded_on_the_left_and_completions_on_the_right(tmp_path: Path) -> None:
    rows = read_batch(write_batch(tmp_path / "b", tensors()), LIMITS)
    batch = padded_batch(rows, samples=3, pad=0)
    assert batch["prompt_ids"].tolist() == [[1, 2, 3], [0, 1, 2], [0, 0, 0]]
    assert batch["prompt_mask"].tolist() == [[1, 1, 1], [0, 1, 1], [0, 0, 1]]
    assert batch["completion_ids"].tolist() == [[4, 5, 0], [6, 7, 8], [0, 0, 0]]
    assert batch["completion_mask"].tolist() == [[1, 1, 0], [1, 1, 1], [0, 0, 0]]
    assert batch["num_items_in_batch"] == 5


def test_padding_that_starts_a_row_is_told_from_a_token_of_the_same_id(tmp_path: Path) -> None:
    changed = tensors()
    changed["prompt_token_ids"][3] = 0
    rows = read_batch(write_batch(tmp_path / "b", changed), LIMITS)
    batch = padded_batch(rows, samples=2, pad=0)
    assert batch["prompt_ids"][1].tolist() == [0, 0, 2]
    assert batch["prompt_mask"][1].tolist() == [0, 1, 1]


def setting(name: str, value: Tensor) -> Change:
    return lambda tensors: tensors.update({name: value})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.pop("keep"), "tensor keep is missing"),
        (setting("kept", torch.ones(2)), "tensor kept is unknown"),
        (setting("advantages", torch.ones(2, dtype=torch.float64)), "advantages is torch.float64"),
        (setting("keep", torch.ones(2, 1, dtype=torch.uint8)), "keep has 2 axes"),
        (setting("keep", torch.tensor([1, 2], dtype=torch.uint8)), "neither 0 nor 1"),
        (setting("advantages", torch.ones(3)), "advantages is not of length 2"),
        (setting("advantages", torch.tensor([1.0, torch.nan])), "advantages holds a value that"),
        (setting("advantages", torch.zeros(2)), "the batch has no signal"),
        (setting("sampler_log_probs", torch.ones(5)), "above zero"),
        (setting("sampler_log_probs", torch.full((5,), -torch.inf)), "not finite"),
        (setting("sampler_log_probs", -torch.ones(4)), "sampler_log_probs is not of length 5"),
        (setting("prompt_token_ids", integers([1, 2, 3, 1, 50])), "outside the vocabulary of 50"),
        (setting("prompt_token_ids", integers([1, 2, 3, 1, -1])), "outside the vocabulary of 50"),
        (setting("prompt_lengths", integers([5, 0])), "a prompt has no token"),
        (setting("completion_lengths", integers([5, 0])), "that is kept has no token"),
        (setting("completion_lengths", integers([1, 4])), "4 tokens, at most 3 fit"),
        (setting("prompt_lengths", integers([1, 4])), "7 tokens exceed 6 positions"),
    ],
)
def test_a_batch_that_is_wrong_is_refused_with_the_reason(
    tmp_path: Path, change: Change, message: str
) -> None:
    changed = tensors()
    change(changed)
    assert message in reason(write_batch(tmp_path / "b", changed))


def test_a_batch_larger_than_the_session_is_refused(tmp_path: Path) -> None:
    large = batch_tensors([[1]] * 5, [[2]] * 5, [[-1.0]] * 5, [1.0] * 5)
    assert "5 samples, at most 4 fit" in reason(write_batch(tmp_path / "b", large))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "evoline.batch.v2"}, "format 'evoline.batch.v2' is not 'evoline.batch.v1'"),
        ({"run": "another"}, "belongs to run 'another'"),
        ({"from_policy_version": ""}, "from_policy_version"),
        ({"temperature": "0.7"}, "sampled at temperature 0.7, the session's is 1.0"),
        ({"temperature": "warm"}, "sampled at temperature warm"),
    ],
)
def test_a_batch_of_something_else_is_refused(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    assert message in reason(write_batch(tmp_path / "b", tensors(), **changes))


def test_a_file_that_is_no_safetensors_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"\x00" * 100)
    assert "no readable safetensors file" in reason(tmp_path / "b")
    assert "no readable safetensors file" in reason(tmp_path / "absent")
