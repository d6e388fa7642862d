"""The frozen batch: the complete, replayable input of one update (format evoline.batch.v1).

A safetensors file. Axes: B samples, tokens of all samples one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor

from evoline_policy.failure_code import ChildFailure

FORMAT = "evoline.batch.v1"
TENSORS = {
    "prompt_token_ids": torch.int32,
    "prompt_lengths": torch.int32,
    "completion_token_ids": torch.int32,
    "completion_lengths": torch.int32,
    "sampler_log_probs": torch.float32,
    "advantages": torch.float32,
    "keep": torch.uint8,
}
METADATA = ("format", "run", "step", "from_policy_version", "group_size")
LOG_PROB_LIMIT = 1e-4


class BatchInvalid(ChildFailure):
    """The batch must not be trained on; the message says what is wrong with it."""

    def __init__(self, message: str) -> None:
        super().__init__("batch_invalid", message)


@dataclass(frozen=True)
class Row:
    """One sample of the batch."""

    prompt: Tensor
    completion: Tensor
    log_probs: Tensor
    advantage: float
    keep: bool


@dataclass(frozen=True)
class BatchLimits:
    """What session and policy allow; `positions` counts prompt and completion together."""

    run: str
    temperature: float
    samples: int
    completion_tokens: int
    positions: int
    vocabulary: int


def read_batch(file: Path, limits: BatchLimits) -> list[Row]:
    """The batch's samples in order, checked; BatchInvalid names the first thing wrong."""
    tensors, metadata = _read(file)
    _check_metadata(metadata, limits)
    _check_tensors(tensors)
    _check_lengths(tensors, limits)
    _check_values(tensors, limits)
    return _rows(tensors)


def _read(file: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(file, framework="pt") as opened:
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}
            return tensors, opened.metadata() or {}
    except Exception as error:
        raise BatchInvalid(f"{file} is no readable safetensors file: {error}") from error


def _check_metadata(metadata: dict[str, str], limits: BatchLimits) -> None:
    missing = [name for name in METADATA if not metadata.get(name)]
    _require(not missing, f"metadata {missing[:1]} is missing")
    _require(metadata["format"] == FORMAT, f"format {metadata['format']!r} is not {FORMAT!r}")
    run = metadata["run"]
    _require(run == limits.run, f"the batch belongs to run {run!r}, the session to {limits.run!r}")
    sampled_at = metadata.get("temperature")
    same = sampled_at is None or _number(sampled_at) == limits.temperature
    _require(same, f"sampled at temperature {sampled_at}, the session's is {limits.temperature}")


def _check_tensors(tensors: dict[str, Tensor]) -> None:
    for name in sorted(tensors.keys() ^ TENSORS.keys()):
        _require(name in TENSORS, f"tensor {name} is unknown")
        _require(name in tensors, f"tensor {name} is missing")
    for name, kind in TENSORS.items():
        found = tensors[name]
        _require(found.dtype == kind, f"{name} is {found.dtype}, not {kind}")
        _require(found.dim() == 1, f"{name} has {found.dim()} axes, not one")


def _check_lengths(tensors: dict[str, Tensor], limits: BatchLimits) -> None:
    prompts, completions = tensors["prompt_lengths"], tensors["completion_lengths"]
    samples = len(prompts)
    _require(samples > 0, "the batch has no samples")
    _require(samples <= limits.samples, f"{samples} samples, at most {limits.samples} fit")
    for name in ("completion_lengths", "advantages", "keep"):
        _require(len(tensors[name]) == samples, f"{name} is not of length {samples}")
    _require(int(prompts.min()) >= 1, "a prompt has no token")
    _require(int(completions.min()) >= 0, "a completion has a negative length")
    empty = (completions == 0) & (tensors["keep"] != 0)
    _require(not empty.any(), "a completion that is kept has no token")
    longest = int(completions.max())
    most = limits.completion_tokens
    _require(longest <= most, f"a completion has {longest} tokens, at most {most} fit")
    whole = int((prompts + completions).max())
    _require(whole <= limits.positions, f"{whole} tokens exceed {limits.positions} positions")
    for name, lengths in (
        ("prompt_token_ids", prompts),
        ("completion_token_ids", completions),
        ("sampler_log_probs", completions),
    ):
        total = int(lengths.sum())
        _require(len(tensors[name]) == total, f"{name} is not of length {total}")


def _check_values(tensors: dict[str, Tensor], limits: BatchLimits) -> None:
    for name in ("prompt_token_ids", "completion_token_ids"):
        ids = tensors[name]
        inside = int(ids.min()) >= 0 and int(ids.max()) < limits.vocabulary
        _require(inside, f"{name} holds a token outside the vocabulary of {limits.vocabulary}")
    for name in ("sampler_log_probs", "advantages"):
        _require(bool(tensors[name].isfinite().all()), f"{name} holds a value that is not finite")
    highest = float(tensors["sampler_log_probs"].max())
    _require(highest <= LOG_PROB_LIMIT, f"sampler_log_probs holds {highest}, above zero")
    keep = tensors["keep"]
    _require(int(keep.max()) <= 1, "keep holds a value that is neither 0 nor 1")
    signal = bool((tensors["advantages"][keep == 1] != 0).any())
    # Adam's momentum would move the weights although nothing was learnt.
    _require(signal, "the batch has no signal: every kept sample has advantage 0")


def _rows(tensors: dict[str, Tensor]) -> list[Row]:
    prompt_lengths = tensors["prompt_lengths"].tolist()
    completion_lengths = tensors["completion_lengths"].tolist()
    parts = zip(
        tensors["prompt_token_ids"].long().split(prompt_lengths),
        tensors["completion_token_ids"].long().split(completion_lengths),
        tensors["sampler_log_probs"].split(completion_lengths),
        tensors["advantages"].tolist(),
        tensors["keep"].bool().tolist(),
        strict=True,
    )
    return [Row(*part) for part in parts]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise BatchInvalid(message)
