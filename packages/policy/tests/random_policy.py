"""Random tiny Llama policies and random batches: what the two trainers are compared on."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from reference_trainer.advantages import group_advantages
from reference_trainer.objective import completion_log_probs_T
from reference_trainer.sample import Sample, with_advantages
from tokenizers import Tokenizer, models
from torch import Tensor, nn
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

LONGEST_PROMPT, LONGEST_COMPLETION = 6, 9
TEMPERATURE = 0.9
GROUPS = (5, 3, 2)
"""Of unequal length, and together fewer than an update has places."""


@dataclass(frozen=True)
class RandomCase:
    """A policy, where it lies, and a batch for it. Nobody may change them."""

    folder: Path
    policy: nn.Module
    samples: list[Sample]


def random_case(folder: Path, seed: int) -> RandomCase:
    write_random_policy(folder, seed)
    policy = read_policy(folder)
    return RandomCase(folder, policy, random_samples(policy, seed))


def write_random_policy(folder: Path, seed: int) -> Path:
    """A Hugging Face folder of some thousand parameters; the shape depends on the seed too."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    vocabulary, heads = rng.randint(20, 70), rng.choice([1, 2])
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=16,
        intermediate_size=rng.choice([24, 40]),
        num_hidden_layers=rng.choice([1, 2]),
        num_attention_heads=2,
        num_key_value_heads=heads,
        tie_word_embeddings=rng.random() < 0.5,
        attention_bias=rng.random() < 0.5,
        initializer_range=0.3,
        max_position_embeddings=64,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=0,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    words = {f"w{index}": index for index in range(vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="w3"))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="w0", bos_token="w1", eos_token="w2", unk_token="w3"
    ).save_pretrained(folder)
    return folder


def read_policy(folder: Path) -> nn.Module:
    """In 64-bit floats: against TRL's 32 bits, what differs is TRL's rounding alone."""
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64)


def random_samples(policy: nn.Module, seed: int) -> list[Sample]:
    """Groups of `GROUPS` samples; the second has no variance, one sample in six is masked.

    The sampler's log-probabilities are those of the policy moved by noise, so that clipping and
    truncation act on a good part of the tokens; those of the old and the reference policy likewise.
    """
    rng, noise = random.Random(seed), torch.Generator().manual_seed(seed)
    samples: list[Sample] = []
    for group, size in enumerate(GROUPS):
        prompt_P = tokens(rng, policy, rng.randint(1, LONGEST_PROMPT))
        rewards = [1.0] * size if group == 1 else [rng.uniform(-1, 1) for _ in range(size)]
        drafts = [draft(rng, policy, prompt_P, group, noise) for _ in range(size)]
        scored = [reward if s.keep else None for s, reward in zip(drafts, rewards, strict=True)]
        advantages_G = torch.tensor(group_advantages(scored, scale=True), dtype=torch.float32)
        samples += with_advantages(drafts, advantages_G.tolist())
    return samples


def draft(
    rng: random.Random,
    policy: nn.Module,
    prompt_P: Tensor,
    group: int,
    noise: torch.Generator,
) -> Sample:
    length = rng.randint(1, LONGEST_COMPLETION)
    sample = Sample(
        prompt_P=prompt_P,
        completion_T=tokens(rng, policy, length),
        sampler_log_probs_T=torch.zeros(length),
        advantage=0.0,
        keep=rng.random() > 1 / 6,
        group=group,
        truncated=length == LONGEST_COMPLETION,
    )
    with torch.no_grad():
        exact_T = completion_log_probs_T(policy, sample, TEMPERATURE)
    moved = [near(exact_T, noise, deviation) for deviation in (0.3, 0.1, 0.5)]
    return replace(
        sample,
        sampler_log_probs_T=moved[0],
        old_log_probs_T=moved[1],
        reference_log_probs_T=moved[2],
    )


def near(log_probs_T: Tensor, noise: torch.Generator, deviation: float) -> Tensor:
    """Log-probabilities of another policy, as 32-bit floats: nobody hands over more."""
    shift_T = deviation * torch.randn(log_probs_T.shape, generator=noise, dtype=torch.float64)
    return (log_probs_T + shift_T).clamp(max=0).float()


def tokens(rng: random.Random, policy: nn.Module, count: int) -> Tensor:
    return torch.tensor([rng.randrange(policy.config.vocab_size) for _ in range(count)])
