"""One group of samples for one prompt: the prompt is prefilled once, the rows decode as a batch.

Rows of other requests never join the batch and every request has its own random generator, so
the same policy, prompt, n, seed, temperature and limit give the same bits whatever else is served.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

from evoline_policy.serve.llama import Llama

StopText = Callable[[list[int]], str | None]
"""Given a row's tokens so far, the stop string its text now contains, if any."""


@dataclass(frozen=True)
class GroupRequest:
    """`n` samples of at most `max_tokens` tokens after `prompt`; temperature 0 is greedy."""

    prompt: list[int]
    n: int
    max_tokens: int
    temperature: float
    seed: int
    stop_tokens: frozenset[int]
    stop_text: StopText | None = None
    top_log_probs: int = 0


@dataclass
class Sample:
    """One completion: its tokens, their log-probabilities and the likeliest `(token, log-prob)`s.

    Log-probabilities are those of softmax(logits / temperature); temperature 0 counts as 1.
    """

    tokens: list[int] = field(default_factory=list)
    log_probs: list[float] = field(default_factory=list)
    top: list[list[tuple[int, float]]] = field(default_factory=list)
    finish_reason: str = "length"
    stop_reason: str | None = None


@torch.inference_mode()
def sample_group(llama: Llama, request: GroupRequest) -> list[Sample]:
    """The request's `n` samples, in row order."""
    samples = [Sample() for _ in range(request.n)]
    alive = list(range(request.n))
    cache = llama.empty_cache(1, len(request.prompt))
    logits = llama.next_logits(torch.tensor([request.prompt]), cache).expand(request.n, -1)
    cache = cache.for_rows(request.n, len(request.prompt) + request.max_tokens)
    uniform = _uniform_numbers(request)
    for step in range(request.max_tokens):
        log_probs = torch.log_softmax(logits / (request.temperature or 1.0), -1)
        chosen = _choose(log_probs, uniform[step], request.temperature)
        going = _record(samples, alive, chosen, log_probs, request)
        if not going or step + 1 == request.max_tokens:
            break
        if len(going) < len(alive):
            rows = torch.tensor(going)
            cache.keep(rows)
            chosen, uniform, alive = chosen[rows], uniform[:, rows], [alive[i] for i in going]
        logits = llama.next_logits(chosen[:, None], cache)
    return samples


def _uniform_numbers(request: GroupRequest) -> Tensor:
    """max_tokens x n numbers in [0, 1). A column stays with its row when others have ended."""
    generator = torch.Generator().manual_seed(request.seed)
    return torch.rand(request.max_tokens, request.n, generator=generator)


def _choose(log_probs: Tensor, uniform: Tensor, temperature: float) -> Tensor:
    """One token per row: the likeliest, or where the summed probability passes `uniform`."""
    if temperature == 0:
        return log_probs.argmax(-1)
    cumulative = log_probs.exp().cumsum(-1)
    targets = (uniform * cumulative[:, -1])[:, None]
    return torch.searchsorted(cumulative, targets, right=True)[:, 0].clamp(
        max=log_probs.shape[1] - 1
    )


def _record(
    samples: list[Sample],
    alive: list[int],
    chosen: Tensor,
    log_probs: Tensor,
    request: GroupRequest,
) -> list[int]:
    """Append one token to each living row; positions within `alive` of the rows that go on."""
    values = log_probs.gather(1, chosen[:, None])[:, 0].tolist()
    top = _likeliest(log_probs, request.top_log_probs)
    going = []
    for i, (row, token) in enumerate(zip(alive, chosen.tolist(), strict=True)):
        sample = samples[row]
        sample.tokens.append(token)
        sample.log_probs.append(values[i])
        if top:
            sample.top.append(top[i])
        if not _finishes(sample, request):
            going.append(i)
    return going


def _likeliest(log_probs: Tensor, count: int) -> list[list[tuple[int, float]]]:
    if count == 0:
        return []
    values, tokens = log_probs.topk(min(count, log_probs.shape[1]))
    pairs = zip(tokens.tolist(), values.tolist(), strict=True)
    return [list(zip(*pair, strict=True)) for pair in pairs]


def _finishes(sample: Sample, request: GroupRequest) -> bool:
    if sample.tokens[-1] in request.stop_tokens:
        sample.finish_reason = "stop"
    elif request.stop_text and (text := request.stop_text(sample.tokens)):
        sample.finish_reason, sample.stop_reason = "stop", text
    return sample.finish_reason == "stop"
