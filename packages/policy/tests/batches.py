"""Frozen batches as the TypeScript side writes them, from samples of a policy folder."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import torch
from demonstrations import demonstration
from safetensors.torch import save_file
from torch import Tensor

from evoline_policy.serve.policy import full_policy
from evoline_policy.serve.sampler import GroupRequest, sample_group

RUN = "run"
GROUP_SIZE, SAMPLES, MAX_TOKENS = 4, 8, 12


def sampled_batch(policy_folder: Path, seed: int) -> dict[str, Tensor]:
    """Two groups of four samples; advantages are arbitrary, of mean zero in a group."""
    policy = full_policy("p", policy_folder)
    rng = random.Random(seed)
    prompts, completions, log_probs, advantages = [], [], [], []
    for group in range(SAMPLES // GROUP_SIZE):
        prompt = policy.tokenizer.encode(demonstration(rng)["prompt"]).ids
        samples = sample_group(
            policy.llama,
            GroupRequest(
                prompt=prompt,
                n=GROUP_SIZE,
                max_tokens=MAX_TOKENS,
                temperature=1.0,
                seed=100 * seed + group,
                stop_tokens=policy.stop_tokens,
            ),
        )
        for sample, advantage in zip(samples, (1.5, -0.5, -0.5, -0.5), strict=True):
            prompts.append(prompt)
            completions.append(sample.tokens)
            log_probs.append(sample.log_probs)
            advantages.append(advantage)
    return batch_tensors(prompts, completions, log_probs, advantages)


def batch_tensors(
    prompts: list[list[int]],
    completions: list[list[int]],
    log_probs: list[list[float]],
    advantages: list[float],
) -> dict[str, Tensor]:
    """The tensors of evoline.batch.v1, every sample kept."""
    return {
        "prompt_token_ids": integers([token for prompt in prompts for token in prompt]),
        "prompt_lengths": integers([len(prompt) for prompt in prompts]),
        "completion_token_ids": integers([token for tokens in completions for token in tokens]),
        "completion_lengths": integers([len(tokens) for tokens in completions]),
        "sampler_log_probs": torch.tensor([value for values in log_probs for value in values]),
        "advantages": torch.tensor(advantages),
        "keep": torch.ones(len(prompts), dtype=torch.uint8),
    }


def integers(values: list[int]) -> Tensor:
    return torch.tensor(values, dtype=torch.int32)


def metadata(**changes: str) -> dict[str, str]:
    fields = {
        "format": "evoline.batch.v1",
        "run": RUN,
        "step": "1",
        "from_policy_version": "policy@0",
        "group_size": str(GROUP_SIZE),
        "temperature": "1",
    }
    return fields | changes


def write_batch(file: Path, tensors: dict[str, Tensor], **changes: str) -> Path:
    save_file(tensors, file, metadata=metadata(**changes))
    return file


def session(policy_folder: Path, **changes: Any) -> dict[str, Any]:
    """A complete session on `policy_folder`."""
    fields = {
        "protocol": 1,
        "run": RUN,
        "base_policy": str(policy_folder),
        "resume": None,
        "adaptation": "full",
        "lora": None,
        "total_updates": 4,
        "samples_per_update": SAMPLES,
        "group_size": GROUP_SIZE,
        "micro_batch": SAMPLES,
        "max_completion_tokens": MAX_TOKENS,
        "temperature": 1.0,
        "learning_rate": 1e-3,
        "warmup_updates": 2,
        "adam_beta1": 0.9,
        "adam_beta2": 0.99,
        "adam_epsilon": 1e-8,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "epsilon_low": 0.2,
        "epsilon_high": 0.2,
        "loss_type": "dapo",
        "seed": 7,
        "torch_threads": 1,
    }
    return fields | changes
