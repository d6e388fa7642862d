"""A policy ready to decode: weights, tokenizer and end tokens, read from one folder."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor

from evoline_policy.serve.adapter import merged_weights
from evoline_policy.serve.llama import Llama
from evoline_policy.serve.llama_shape import LlamaShape, read_shape
from evoline_policy.weights import WeightsError, folder_digest, read_weights, weights_digest


class Base(NamedTuple):
    """Where the weights under an adapter lie; known even when no longer served."""

    name: str
    weights_digest: str
    root: str


@dataclass
class Policy:
    """One served policy. `parent` names the policy an adapter stands on; times are Unix seconds."""

    name: str
    weights_digest: str
    root: str
    parent: str | None
    llama: Llama
    tokenizer: Tokenizer
    stop_tokens: frozenset[int]
    loaded_at: float = field(default_factory=time.time)
    requests_running: int = 0

    @property
    def max_model_len(self) -> int:
        """Tokens of prompt and completion together."""
        return self.llama.shape.max_positions

    def described(self) -> dict[str, Any]:
        """The policy as `GET /evoline/v1/policies` lists it."""
        names = ("name", "weights_digest", "parent", "loaded_at")
        return {name: getattr(self, name) for name in names}


def full_policy(name: str, folder: Path) -> Policy:
    """The policy in a complete Hugging Face folder; its digest is that of the files read."""
    weights = read_weights(folder)
    return _policy(name, folder, folder, weights, weights_digest(weights), None)


def adapted_policy(name: str, folder: Path, base: Base) -> Policy:
    """`base` with the adapter in `folder` merged in; the base is read again and compared."""
    base_folder = Path(base.root)
    weights = read_weights(base_folder)
    if weights_digest(weights) != base.weights_digest:
        raise WeightsError(f"{base_folder} no longer holds the weights of {base.name}")
    merged = merged_weights(folder, weights)
    return _policy(name, folder, base_folder, merged, folder_digest(folder), base.name)


def _policy(
    name: str,
    folder: Path,
    base_folder: Path,
    weights: dict[str, Tensor],
    digest: str,
    parent: str | None,
) -> Policy:
    shape = read_shape(base_folder)
    return Policy(
        name=name,
        weights_digest=digest,
        root=str(folder),
        parent=parent,
        llama=_llama(base_folder, shape, weights),
        tokenizer=_tokenizer(base_folder),
        stop_tokens=_stop_tokens(base_folder),
    )


def _llama(folder: Path, shape: LlamaShape, weights: dict[str, Tensor]) -> Llama:
    """The decoder, after one token has gone through it: a broken policy must not be published."""
    try:
        llama = Llama(shape, weights)
        with torch.inference_mode():
            logits = llama.next_logits(torch.tensor([[0]]), llama.empty_cache(1, 1))
    except KeyError as error:
        raise WeightsError(f"{folder}: the weights lack {error.args[0]}") from error
    except RuntimeError as error:
        raise WeightsError(f"{folder}: the weights do not fit config.json: {error}") from error
    if logits.shape[1] != shape.vocabulary or not logits.isfinite().all():
        raise WeightsError(f"{folder}: the weights give no finite logits for the vocabulary")
    return llama


def _tokenizer(folder: Path) -> Tokenizer:
    file = folder / "tokenizer.json"
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:
        raise WeightsError(f"{file} is no readable tokenizer: {error}") from error


def _stop_tokens(folder: Path) -> frozenset[int]:
    """The model's end tokens; generation_config.json goes before config.json, as in vLLM."""
    for name in ("generation_config.json", "config.json"):
        if (folder / name).is_file():
            found = json.loads((folder / name).read_text()).get("eos_token_id")
            if found is not None:
                return frozenset([found] if isinstance(found, int) else found)
    return frozenset()
