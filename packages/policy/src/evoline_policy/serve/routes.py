"""What each route does: vLLM's routes, and under /evoline/v1/ the ones that are not vLLM's."""

from __future__ import annotations

import platform
from collections.abc import Callable
from concurrent.futures import Future, TimeoutError
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import torch
from pydantic import Field

from evoline_policy import __version__
from evoline_policy.serve.completion_request import CompletionRequest, group_request
from evoline_policy.serve.completion_response import completion_response
from evoline_policy.serve.compute_thread import ComputeThread
from evoline_policy.serve.failure import RequestFailure
from evoline_policy.serve.policy import Policy
from evoline_policy.serve.policy_store import PolicyStore
from evoline_policy.serve.sampler import sample_group
from evoline_policy.strict import Strict, parse

Result = TypeVar("Result")
Name = Annotated[str, Field(min_length=1)]
Answer = dict[str, Any] | list[Any] | str
LOOK_FOR_CLIENT_SECONDS = 1.0


@dataclass(frozen=True)
class Request:
    """A request's body, and whether somebody still waits for the answer."""

    body: bytes
    client_is_gone: Callable[[], bool] = lambda: False


Handler = Callable[[Request], Answer]


class TokenizeRequest(Strict):
    model: str
    prompt: str
    add_special_tokens: bool = True


class DetokenizeRequest(Strict):
    model: str
    tokens: list[Annotated[int, Field(ge=0)]]


class LoadAdapterRequest(Strict):
    lora_name: Name
    lora_path: Name


class UnloadAdapterRequest(Strict):
    lora_name: Name
    lora_int_id: int | None = None


class LoadPolicyRequest(Strict):
    name: Name
    path: Name
    weights_digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class UnloadPolicyRequest(Strict):
    name: Name


class Routes:
    """Handlers by method and path; a handler returns the answer or raises RequestFailure."""

    def __init__(self, store: PolicyStore, compute: ComputeThread) -> None:
        self._store = store
        self._compute = compute
        self.handlers: dict[tuple[str, str], Handler] = {
            ("GET", "/health"): lambda _: "",
            ("GET", "/version"): lambda _: self._version(),
            ("GET", "/v1/models"): lambda _: self._models(),
            ("POST", "/v1/completions"): self._complete,
            ("POST", "/tokenize"): self._tokenize,
            ("POST", "/detokenize"): self._detokenize,
            ("POST", "/v1/load_lora_adapter"): self._load_adapter,
            ("POST", "/v1/unload_lora_adapter"): self._unload_adapter,
            ("GET", "/evoline/v1/policies"): lambda _: [p.described() for p in store.policies()],
            ("POST", "/evoline/v1/load_policy"): self._load_policy,
            ("POST", "/evoline/v1/unload_policy"): self._unload_policy,
        }

    def _complete(self, request: Request) -> Answer:
        wanted = parse(CompletionRequest, request.body)
        with self._store.using(wanted.model) as policy:
            group = group_request(wanted, policy)
            future = self._compute.submit(lambda: sample_group(policy.llama, group))
            samples = _result(future, request.client_is_gone)
            return completion_response(wanted, group, policy, samples)

    def _tokenize(self, request: Request) -> Answer:
        wanted = parse(TokenizeRequest, request.body)
        with self._store.using(wanted.model) as policy:
            tokens = policy.tokenizer.encode(
                wanted.prompt, add_special_tokens=wanted.add_special_tokens
            ).ids
            return {
                "count": len(tokens),
                "max_model_len": policy.max_model_len,
                "tokens": tokens,
                "token_strs": None,
            }

    def _detokenize(self, request: Request) -> Answer:
        wanted = parse(DetokenizeRequest, request.body)
        with self._store.using(wanted.model) as policy:
            return {"prompt": policy.tokenizer.decode(wanted.tokens, skip_special_tokens=False)}

    def _load_adapter(self, request: Request) -> Answer:
        wanted = parse(LoadAdapterRequest, request.body)
        name = wanted.lora_name
        if any(policy.name == name for policy in self._store.policies()):
            message = f"The lora adapter '{name}' has already been loaded."
            raise RequestFailure(400, message, "lora_name")
        self._store.load_adapter(name, Path(wanted.lora_path))
        return f"Success: LoRA adapter '{name}' added successfully."

    def _unload_adapter(self, request: Request) -> Answer:
        name = parse(UnloadAdapterRequest, request.body).lora_name
        if not any(p.name == name and p.parent for p in self._store.policies()):
            raise RequestFailure(404, f"The lora adapter '{name}' cannot be found.", "lora_name")
        self._store.unload(name)
        return f"Success: LoRA adapter '{name}' removed successfully."

    def _load_policy(self, request: Request) -> Answer:
        wanted = parse(LoadPolicyRequest, request.body)
        folder, digest = Path(wanted.path), wanted.weights_digest
        return self._store.load(wanted.name, folder, digest).described()

    def _unload_policy(self, request: Request) -> Answer:
        name = parse(UnloadPolicyRequest, request.body).name
        self._store.unload(name)
        return {"name": name}

    def _models(self) -> Answer:
        return {"object": "list", "data": [_model_card(p) for p in self._store.policies()]}

    def _version(self) -> Answer:
        return {
            "version": __version__,
            "engine": "evoline-policy",
            "torch": torch.__version__,
            "python": platform.python_version(),
            "torch_threads": self._compute.torch_threads,
            "logprobs_mode": "processed_logprobs",
        }


def _result(future: Future[Result], client_is_gone: Callable[[], bool]) -> Result:
    """The future's result; a job whose client has left is not begun."""
    while True:
        try:
            return future.result(timeout=LOOK_FOR_CLIENT_SECONDS)
        except TimeoutError:
            if client_is_gone() and future.cancel():
                raise ConnectionAbortedError("the client has left") from None


def _model_card(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.name,
        "object": "model",
        "created": int(policy.loaded_at),
        "owned_by": "evoline",
        "root": policy.root,
        "parent": policy.parent,
        "max_model_len": policy.max_model_len,
    }
