"""Weights as they lie in a Hugging Face folder, and the digest that names them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

ADAPTER_CONFIG = "adapter_config.json"
ADAPTER_WEIGHTS = "adapter_model.safetensors"


class WeightsError(ValueError):
    """A folder does not hold readable weights; the message says which file and why."""


def folder_digest(folder: Path) -> str:
    """Digest of the weights stored in `folder`: a full policy, or an adapter with its base."""
    if is_adapter(folder):
        return weights_digest(read_weights(folder), base=adapter_base_digest(folder))
    return weights_digest(read_weights(folder))


def weights_digest(tensors: dict[str, torch.Tensor], base: str | None = None) -> str:
    """SHA-256, in hex, over every tensor in order of name: the name in UTF-8, then its bytes.

    An adapter says nothing without the weights under it, so the digest of its `base` goes first.
    """
    sha256 = hashlib.sha256(base.encode() if base else b"")
    for name in sorted(tensors):
        sha256.update(name.encode())
        sha256.update(tensors[name].detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return sha256.hexdigest()


def read_weights(folder: Path) -> dict[str, torch.Tensor]:
    """All tensors of the folder's safetensors files, by name, as stored."""
    tensors: dict[str, torch.Tensor] = {}
    for file in weight_files(folder):
        try:
            tensors.update(load_file(file))
        except Exception as error:
            raise WeightsError(f"{file} is not a readable safetensors file: {error}") from error
    return tensors


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files that hold the folder's weights; shards come from their index."""
    index = folder / "model.safetensors.index.json"
    if is_adapter(folder):
        files = [folder / ADAPTER_WEIGHTS]
    elif index.exists():
        names = sorted(set(json.loads(index.read_text())["weight_map"].values()))
        files = [folder / Path(name).name for name in names]
    else:
        files = [folder / "model.safetensors"]
    for file in files:
        if not file.is_file():
            raise WeightsError(f"{file} does not exist")
    return files


def is_adapter(folder: Path) -> bool:
    """Whether the folder holds a peft adapter and not a full policy."""
    return (folder / ADAPTER_CONFIG).is_file()


def adapter_base_digest(folder: Path) -> str:
    """What the adapter says it stands on: for adapters made here, the base's weights digest."""
    base = json.loads((folder / ADAPTER_CONFIG).read_text()).get("base_model_name_or_path")
    return str(base or "")
