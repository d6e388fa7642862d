"""The policies being served, by immutable name; the longest unused one makes room for the next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evoline_policy.serve.failure import RequestFailure, unknown_model
from evoline_policy.serve.policy import Base, Policy, adapted_policy, full_policy
from evoline_policy.weights import adapter_base_digest, is_adapter


class PolicyStore:
    """At most `limit` policies. A name once given to some weights never means others."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._policies: OrderedDict[str, Policy] = OrderedDict()
        self._digest_of_name: dict[str, str] = {}
        self._bases: dict[str, Base] = {}
        self._lock = threading.Lock()
        self._loading = threading.Lock()

    def policies(self) -> list[Policy]:
        """Served policies, the longest unused first."""
        with self._lock:
            return list(self._policies.values())

    @contextmanager
    def using(self, name: str) -> Iterator[Policy]:
        """The policy `name`, safe from being unloaded while in use. 404 when it is not served."""
        with self._lock:
            policy = self._policies.get(name)
            if policy is None:
                raise unknown_model(name)
            self._policies.move_to_end(name)
            policy.requests_running += 1
        try:
            yield policy
        finally:
            with self._lock:
                policy.requests_running -= 1

    def load(self, name: str, folder: Path, digest: str) -> Policy:
        """Serve the weights in `folder` as `name`; again with equal weights is a no-op.

        409 when the name means other weights; 400 when the folder holds other weights than
        `digest` or cannot be served; 503 when every policy kept is in use.
        """
        with self._loading:
            self._refuse_other_weights(name, digest)
            if served := self._policies.get(name):
                return served
            policy = self._read(name, folder)
            if policy.weights_digest != digest:
                message = f"{folder} holds weights {policy.weights_digest}, not {digest}."
                raise RequestFailure(400, message, "weights_digest")
            return self._add(policy)

    def load_adapter(self, name: str, folder: Path) -> Policy:
        """Serve the adapter in `folder` as `name`, whatever its digest; failures as in `load`."""
        with self._loading:
            if not is_adapter(folder):
                raise RequestFailure(400, f"No adapter found in {folder}.", "lora_path")
            policy = self._read(name, folder)
            self._refuse_other_weights(name, policy.weights_digest)
            return self._add(policy)

    def unload(self, name: str) -> None:
        """Stop serving `name`. 404 when it is not served, 409 while a request uses it."""
        with self._lock:
            policy = self._policies.get(name)
            if policy is None:
                raise unknown_model(name)
            if policy.requests_running:
                count = policy.requests_running
                raise RequestFailure(409, f"{count} requests are using `{name}`.", "name")
            del self._policies[name]

    def _refuse_other_weights(self, name: str, digest: str) -> None:
        known = self._digest_of_name.get(name, digest)
        if known != digest:
            raise RequestFailure(409, f"`{name}` means weights {known}, not {digest}.", "name")

    def _read(self, name: str, folder: Path) -> Policy:
        try:
            if is_adapter(folder):
                return adapted_policy(name, folder, self._base_of(folder))
            return full_policy(name, folder)
        except (ValueError, OSError, KeyError) as error:
            raise RequestFailure(400, str(error), "path") from error

    def _base_of(self, folder: Path) -> Base:
        """The full policy, served now or once, that an adapter names by digest, name or folder."""
        wanted = adapter_base_digest(folder)
        for base in self._bases.values():
            if wanted in base:
                return base
        raise RequestFailure(400, f"Load the adapter's base policy {wanted!r} first.", "path")

    def _add(self, policy: Policy) -> Policy:
        with self._lock:
            while len(self._policies) >= self._limit and policy.name not in self._policies:
                self._drop_longest_unused()
            self._policies[policy.name] = policy
            self._digest_of_name[policy.name] = policy.weights_digest
            if policy.parent is None:
                base = Base(policy.name, policy.weights_digest, policy.root)
                self._bases[policy.name] = base
            return policy

    def _drop_longest_unused(self) -> None:
        for name, policy in self._policies.items():
            if policy.requests_running == 0:
                del self._policies[name]
                return
        raise RequestFailure(503, f"All {self._limit} policies kept are in use.")
