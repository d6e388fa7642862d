"""A peft LoRA adapter, merged into a copy of the weights it stands on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from torch import Tensor

from evoline_policy.weights import ADAPTER_CONFIG, WeightsError, read_weights

PREFIX = "base_model.model."


def merged_weights(folder: Path, base: dict[str, Tensor]) -> dict[str, Tensor]:
    """The base's weights with `folder`'s low-rank products added: W + scale * B A."""
    scale = _scale(folder)
    adapter = {name.removeprefix(PREFIX): tensor for name, tensor in read_weights(folder).items()}
    merged = dict(base)
    for name in sorted(adapter):
        if name.endswith(".lora_B.weight"):
            continue
        module = name.removesuffix(".lora_A.weight")
        other, target = f"{module}.lora_B.weight", f"{module}.weight"
        if module == name or other not in adapter or target not in base:
            raise WeightsError(f"{folder}: {name} is no low-rank change to the base policy")
        change = adapter[other].float() @ adapter[name].float() * scale
        merged[target] = base[target].float() + change
    return merged


def _scale(folder: Path) -> float:
    file = folder / ADAPTER_CONFIG
    config: dict[str, Any] = json.loads(file.read_text())
    if config.get("peft_type") != "LORA":
        raise WeightsError(
            f"{file}: peft type {config.get('peft_type')!r} is not served, only LORA"
        )
    unserved = ("use_dora", "modules_to_save", "rank_pattern", "alpha_pattern", "fan_in_fan_out")
    used = [name for name in (*unserved, "lora_bias") if config.get(name)]
    if used or config.get("bias", "none") != "none":
        raise WeightsError(f"{file}: {', '.join(used) or 'bias'} is not served")
    root = config["r"] ** 0.5 if config.get("use_rslora") else config["r"]
    return float(config["lora_alpha"] / root)
