"""The body of POST /v1/completions: vLLM's names, and a plain no to what is not done here."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from pydantic import Field

from evoline_policy.serve.failure import RequestFailure
from evoline_policy.serve.policy import Policy
from evoline_policy.serve.sampler import GroupRequest, StopText
from evoline_policy.strict import Strict

Token = Annotated[int, Field(ge=0)]


class CompletionRequest(Strict):
    """Fields after `return_token_ids` exist in vLLM too; only their neutral value is taken."""

    model: str
    prompt: str | list[Token]
    n: Annotated[int, Field(ge=1, le=1024)] = 1
    max_tokens: Annotated[int, Field(ge=1)] = 16
    temperature: Annotated[float, Field(ge=0)] = 1.0
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)] | None = None
    logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    stop: str | list[str] | None = None
    return_token_ids: bool | None = None
    add_special_tokens: bool = True
    stream: Literal[False] | None = None
    echo: Literal[False] | None = None
    skip_special_tokens: Literal[True] = True
    include_stop_str_in_output: Literal[False] = False
    ignore_eos: Literal[False] = False
    min_tokens: Literal[0] = 0
    top_p: Annotated[float, Field(ge=1, le=1)] | None = None
    top_k: Literal[-1, 0] | None = None
    min_p: Annotated[float, Field(ge=0, le=0)] | None = None
    presence_penalty: Annotated[float, Field(ge=0, le=0)] | None = None
    frequency_penalty: Annotated[float, Field(ge=0, le=0)] | None = None
    repetition_penalty: Annotated[float, Field(ge=1, le=1)] | None = None
    user: str | None = None
    request_id: str | None = None

    @property
    def stop_strings(self) -> list[str]:
        """The stop strings as a list."""
        return [self.stop] if isinstance(self.stop, str) else (self.stop or [])


def group_request(request: CompletionRequest, policy: Policy) -> GroupRequest:
    """What to sample; RequestFailure 400 when the prompt is empty, unknown or too long."""
    prompt = _prompt_tokens(request, policy)
    _refuse_bad_prompt(prompt, request.max_tokens, policy)
    seed = secrets.randbits(63) if request.seed is None else request.seed
    return GroupRequest(
        prompt=prompt,
        n=request.n,
        max_tokens=request.max_tokens,
        temperature=request.temperature,
        seed=seed,
        stop_tokens=policy.stop_tokens,
        stop_text=_stop_text(request.stop_strings, policy),
        top_log_probs=request.logprobs or 0,
    )


def _prompt_tokens(request: CompletionRequest, policy: Policy) -> list[int]:
    if isinstance(request.prompt, list):
        return request.prompt
    encoded = policy.tokenizer.encode(request.prompt, add_special_tokens=request.add_special_tokens)
    return list(encoded.ids)


def _refuse_bad_prompt(prompt: list[int], max_tokens: int, policy: Policy) -> None:
    if not prompt:
        raise RequestFailure(400, "The prompt must hold at least one token.", "prompt")
    vocabulary = policy.llama.shape.vocabulary
    if max(prompt) >= vocabulary:
        message = f"Token {max(prompt)} is outside the vocabulary of {vocabulary}."
        raise RequestFailure(400, message, "prompt")
    if len(prompt) + max_tokens > policy.max_model_len:
        raise RequestFailure(
            400,
            f"This model's maximum context length is {policy.max_model_len} tokens. However, you "
            f"requested {max_tokens} output tokens and your prompt contains {len(prompt)} tokens.",
            "max_tokens",
        )


def _stop_text(strings: list[str], policy: Policy) -> StopText | None:
    """Finds the first stop string in a row's text; `None` when there is none to look for."""
    wanted = [string for string in strings if string]
    if not wanted:
        return None

    def found(tokens: list[int]) -> str | None:
        text = policy.tokenizer.decode(tokens)
        return next((string for string in wanted if string in text), None)

    return found
