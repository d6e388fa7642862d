"""Policy version 0 in a folder: made from scratch, imitating on a given base, or copied."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from evoline_policy.strict import FieldError
from evoline_policy.warm_start.imitate import imitate, tokenized
from evoline_policy.warm_start.request import (
    Demonstration,
    WarmStartRequest,
    read_demonstrations,
)
from evoline_policy.warm_start.tiny_llama import make_tiny_llama
from evoline_policy.warm_start.tiny_tokenizer import train_tokenizer
from evoline_policy.weights import read_weights, weights_digest
from evoline_policy.whole_folder import whole_folder

POLICY_SUFFIXES = (".json", ".jinja", ".model", ".safetensors", ".txt")


@dataclass(frozen=True)
class MadePolicy:
    """What was written; `loss` is None when nothing was imitated."""

    weights_digest: str
    parameters: int
    vocabulary_size: int
    loss: float | None


def make_policy(request: WarmStartRequest, report: Callable[[int, float], None]) -> MadePolicy:
    """Write the folder `request.out`, complete or not at all; `report(step, loss)` on the way."""
    torch.set_num_threads(request.torch_threads)
    with whole_folder(Path(request.out), _is_policy_file) as scratch:
        loss = _fill(scratch, request, report)
        weights = read_weights(scratch)
        config = json.loads((scratch / "config.json").read_text())
    return MadePolicy(
        weights_digest=weights_digest(weights),
        parameters=sum(tensor.numel() for tensor in weights.values()),
        vocabulary_size=config["vocab_size"],
        loss=loss,
    )


def _fill(
    folder: Path, request: WarmStartRequest, report: Callable[[int, float], None]
) -> float | None:
    if request.base != "tiny" and request.steps == 0:
        _copy_policy(Path(request.base), folder)
        return None
    demonstrations = read_demonstrations(Path(request.demonstrations))
    if not demonstrations:
        raise FieldError("demonstrations", f"{request.demonstrations} is empty")
    model, tokenizer = _base(request, demonstrations)
    loss = None
    if request.steps:
        examples = tokenized(demonstrations, tokenizer, model.config.max_position_embeddings)
        loss = imitate(model, examples, request, report)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return loss


def _base(
    request: WarmStartRequest, demonstrations: list[Demonstration]
) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    if request.tiny is None:
        model = AutoModelForCausalLM.from_pretrained(
            request.base, dtype=torch.float32, local_files_only=True
        )
        return model, AutoTokenizer.from_pretrained(request.base, local_files_only=True)
    texts = (demonstration.prompt + demonstration.answer for demonstration in demonstrations)
    tokenizer = train_tokenizer(texts, request.tiny.vocabulary_limit)
    return make_tiny_llama(request.tiny, tokenizer, request.seed), tokenizer


def _copy_policy(base: Path, folder: Path) -> None:
    """The base's own bytes; pickled weights and code are left behind."""
    for file in sorted(base.iterdir()):
        if file.is_file() and _is_policy_file(file):
            shutil.copyfile(file, folder / file.name)


def _is_policy_file(file: Path) -> bool:
    return file.suffix in POLICY_SUFFIXES
