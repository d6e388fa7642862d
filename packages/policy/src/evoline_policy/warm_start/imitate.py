"""Supervised steps on demonstrations: cross-entropy of the answer's tokens alone.

Axes: B demonstrations of a step, T positions of the longest one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from evoline_policy.failure_code import ChildFailure
from evoline_policy.strict import FieldError
from evoline_policy.warm_start.request import Demonstration, WarmStartRequest

WARMUP_STEPS = 20
FINAL_LEARNING_RATE_SHARE = 0.1
UNLABELLED = -100


@dataclass(frozen=True)
class Example:
    """A demonstration in tokens; the answer ends with EOS."""

    prompt: list[int]
    answer: list[int]


def imitate(
    model: PreTrainedModel,
    examples: list[Example],
    request: WarmStartRequest,
    report: Callable[[int, float], None],
) -> float:
    """Train `model` in place, with `report(step, loss)` after each step; the mean last loss."""
    optimizer = torch.optim.AdamW(
        model.parameters(), request.learning_rate, betas=(0.9, 0.95), weight_decay=0.0
    )
    batches = _batches(examples, request.batch_size, request.seed)
    losses: list[float] = []
    model.train()
    for step in range(request.steps):
        for group in optimizer.param_groups:
            group["lr"] = request.learning_rate * _share(step, request.steps)
        loss = _answer_loss(model, next(batches))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if not math.isfinite(losses[-1]):
            message = f"the loss of step {step + 1} is {losses[-1]}"
            raise ChildFailure("non_finite_loss", message)
        report(step + 1, losses[-1])
    last = losses[-20:]
    return sum(last) / len(last)


def tokenized(
    demonstrations: list[Demonstration], tokenizer: PreTrainedTokenizerBase, max_positions: int
) -> list[Example]:
    """Prompts with the tokenizer's own beginning, answers with EOS; FieldError when too long."""
    examples = []
    for number, demonstration in enumerate(demonstrations, start=1):
        prompt = tokenizer.encode(demonstration.prompt, add_special_tokens=True)
        answer = tokenizer.encode(demonstration.answer, add_special_tokens=False)
        example = Example(prompt, [*answer, tokenizer.eos_token_id])
        length = len(example.prompt) + len(example.answer)
        if length > max_positions:
            message = f"{length} tokens, but the policy has {max_positions} positions"
            raise FieldError(f"demonstration {number}", message)
        examples.append(example)
    return examples


def _share(step: int, steps: int) -> float:
    """Share of the learning rate: linear warm-up times a cosine down to a tenth."""
    cosine = 0.5 * (1 + math.cos(math.pi * step / steps))
    decay = FINAL_LEARNING_RATE_SHARE + (1 - FINAL_LEARNING_RATE_SHARE) * cosine
    return min(1.0, (step + 1) / WARMUP_STEPS) * decay


def _batches(examples: list[Example], size: int, seed: int) -> Iterator[list[Example]]:
    """Endless batches; every example comes once before one comes again."""
    rng = random.Random(seed)
    order: list[int] = []
    size = min(size, len(examples))
    while True:
        if len(order) < size:
            order = list(range(len(examples)))
            rng.shuffle(order)
        yield [examples[order.pop()] for _ in range(size)]


def _answer_loss(model: PreTrainedModel, batch: list[Example]) -> Tensor:
    """Padding is on the right of a causal model, so no mask is needed and the head sees answers."""
    tokens, labels = _padded(batch)
    hidden = model.base_model(input_ids=tokens, use_cache=False).last_hidden_state[:, :-1]
    labels = labels[:, 1:]
    labelled = labels != UNLABELLED
    logits = model.get_output_embeddings()(hidden[labelled])
    return torch.nn.functional.cross_entropy(logits, labels[labelled])


def _padded(batch: list[Example]) -> tuple[Tensor, Tensor]:
    """Tokens and labels, each B x T; only answers are labelled."""
    length = max(len(example.prompt) + len(example.answer) for example in batch)
    tokens = torch.zeros(len(batch), length, dtype=torch.long)
    labels = torch.full_like(tokens, UNLABELLED)
    for row, example in enumerate(batch):
        whole = torch.tensor(example.prompt + example.answer)
        tokens[row, : len(whole)] = whole
        start = len(example.prompt)
        labels[row, start : len(whole)] = whole[start:]
    return tokens, labels
