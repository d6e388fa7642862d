"""The answer of POST /v1/completions in vLLM's shape."""

from __future__ import annotations

import time
import uuid
from typing import Any

from tokenizers import Tokenizer

from evoline_policy.serve.completion_request import CompletionRequest
from evoline_policy.serve.policy import Policy
from evoline_policy.serve.sampler import GroupRequest, Sample


def completion_response(
    request: CompletionRequest, group: GroupRequest, policy: Policy, samples: list[Sample]
) -> dict[str, Any]:
    """One choice per sample, in row order."""
    generated = sum(len(sample.tokens) for sample in samples)
    return {
        "id": f"cmpl-{request.request_id or uuid.uuid4().hex}",
        "object": "text_completion",
        "created": int(time.time()),
        "model": request.model,
        "choices": [
            _choice(index, sample, request, group, policy) for index, sample in enumerate(samples)
        ],
        "service_tier": None,
        "system_fingerprint": None,
        "usage": {
            "prompt_tokens": len(group.prompt),
            "total_tokens": len(group.prompt) + generated,
            "completion_tokens": generated,
            "prompt_tokens_details": None,
        },
    }


def _choice(
    index: int,
    sample: Sample,
    request: CompletionRequest,
    group: GroupRequest,
    policy: Policy,
) -> dict[str, Any]:
    text = policy.tokenizer.decode(sample.tokens)
    if sample.stop_reason:
        text = text[: text.index(sample.stop_reason)]
    log_probs = None if request.logprobs is None else _log_probs(sample, policy.tokenizer)
    return {
        "index": index,
        "text": text,
        "logprobs": log_probs,
        "finish_reason": sample.finish_reason,
        "stop_reason": sample.stop_reason,
        "token_ids": sample.tokens if request.return_token_ids else None,
        "prompt_logprobs": None,
        "prompt_token_ids": group.prompt if request.return_token_ids else None,
    }


def _log_probs(sample: Sample, tokenizer: Tokenizer) -> dict[str, Any]:
    """vLLM's CompletionLogProbs: the sampled token first, then the likeliest ones."""
    tokens = [_text_of(token, tokenizer) for token in sample.tokens]
    top = sample.top or [[] for _ in tokens]
    offsets = [0]
    for token in tokens[:-1]:
        offsets.append(offsets[-1] + len(token))
    return {
        "text_offset": offsets,
        "token_logprobs": sample.log_probs,
        "tokens": tokens,
        "top_logprobs": [
            _by_text((tokens[i], sample.log_probs[i]), top[i], tokenizer)
            for i in range(len(tokens))
        ],
    }


def _by_text(
    sampled: tuple[str, float], likeliest: list[tuple[int, float]], tokenizer: Tokenizer
) -> dict[str, float]:
    """Log-probabilities by text; of tokens with equal text, say parts of a letter, the first."""
    by_text = dict([sampled])
    for token, value in likeliest:
        by_text.setdefault(_text_of(token, tokenizer), value)
    return by_text


def _text_of(token: int, tokenizer: Tokenizer) -> str:
    return tokenizer.decode([token], skip_special_tokens=False)
