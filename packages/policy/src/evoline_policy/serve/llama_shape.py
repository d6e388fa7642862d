"""What the sampler must know of a model's config.json, and which models it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evoline_policy.weights import WeightsError


@dataclass(frozen=True)
class LlamaShape:
    """Sizes of a LlamaForCausalLM; `theta` is the base of its rotary embedding."""

    vocabulary: int
    layers: int
    heads: int
    key_value_heads: int
    head_size: int
    norm_epsilon: float
    theta: float
    max_positions: int
    tied: bool


def read_shape(folder: Path) -> LlamaShape:
    """The shape in `folder`'s config.json; a model that would decode wrongly is an error."""
    file = folder / "config.json"
    try:
        config: dict[str, Any] = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise WeightsError(f"{file} cannot be read: {error}") from error
    _refuse_other_models(file, config)
    heads = config["num_attention_heads"]
    return LlamaShape(
        vocabulary=config["vocab_size"],
        layers=config["num_hidden_layers"],
        heads=heads,
        key_value_heads=config.get("num_key_value_heads") or heads,
        head_size=config.get("head_dim") or config["hidden_size"] // heads,
        norm_epsilon=config.get("rms_norm_eps", 1e-6),
        theta=float(_rope(config).get("rope_theta", 10_000.0)),
        max_positions=config.get("max_position_embeddings", 2048),
        tied=config.get("tie_word_embeddings", False),
    )


def _refuse_other_models(file: Path, config: dict[str, Any]) -> None:
    found = config.get("architectures")
    if found != ["LlamaForCausalLM"]:
        raise WeightsError(f"{file}: architecture {found} is not served, only LlamaForCausalLM")
    kind = _rope(config).get("rope_type", "default")
    if kind != "default":
        raise WeightsError(f"{file}: rotary embedding of type {kind!r} is not served, only default")
    if config.get("hidden_act", "silu") != "silu":
        raise WeightsError(f"{file}: activation {config['hidden_act']!r} is not served, only silu")


def _rope(config: dict[str, Any]) -> dict[str, Any]:
    """transformers 5 writes `rope_parameters`; version 4 wrote `rope_theta` and `rope_scaling`."""
    if config.get("rope_parameters"):
        return dict(config["rope_parameters"])
    scaling = config.get("rope_scaling") or {}
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    return {"rope_type": kind, "rope_theta": config.get("rope_theta", 10_000.0)}
