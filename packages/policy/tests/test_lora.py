from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from batches import sampled_batch, session, write_batch
from engine_client import Engine, Refused, running_engine
from forked_trainer import Event, forked_trainer
from peft import PeftModel
from transformers import AutoModelForCausalLM

from evoline_policy.serve.failure import RequestFailure
from evoline_policy.serve.policy_store import PolicyStore
from evoline_policy.serve.sampler import GroupRequest, sample_group
from evoline_policy.weights import folder_digest

BASE = "policy@0"


@pytest.fixture(scope="module")
def updated(policy_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Event:
    """The answer of one LoRA update, large enough to be seen."""
    folder = tmp_path_factory.mktemp("lora")
    batch = write_batch(folder / "batch", sampled_batch(policy_folder, seed=0))
    fields = session(
        policy_folder, adaptation="lora", lora={"rank": 4, "alpha": 8}, learning_rate=0.1
    )
    with forked_trainer(fields) as trainer:
        ready = trainer.answer()
        assert ready and ready["weights_digest"] == folder_digest(policy_folder)
        return trainer.update(batch, folder / "0", ready["weights_digest"])


@pytest.fixture
def adapter(updated: Event) -> Path:
    assert updated["event"] == "done", updated
    return Path(updated["policy_dir"])


@pytest.fixture(scope="module")
def engine(policy_folder: Path) -> Iterator[Engine]:
    with running_engine() as running:
        running.load(BASE, policy_folder, folder_digest(policy_folder))
        yield running


def test_an_adapter_names_its_base_by_digest(adapter: Path, policy_folder: Path) -> None:
    config = json.loads((adapter / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == folder_digest(policy_folder)
    assert {file.name for file in adapter.iterdir()} == {
        "adapter_config.json",
        "adapter_model.safetensors",
    }


def test_the_merged_adapter_is_the_policy_that_was_trained(
    adapter: Path, updated: Event, policy_folder: Path
) -> None:
    store = PolicyStore(limit=4)
    base = store.load(BASE, policy_folder, folder_digest(policy_folder))
    policy = store.load("adapted", adapter, updated["weights_digest"])
    fields: dict[str, Any] = {"n": 4, "max_tokens": 8, "temperature": 1.0, "seed": 1}
    request = GroupRequest(prompt=[1, 30, 40], stop_tokens=frozenset(), **fields)
    peft = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(policy_folder), adapter)
    for sample in sample_group(policy.llama, request):
        with torch.no_grad():
            logits = peft(torch.tensor([request.prompt + sample.tokens])).logits[0, 2:-1]
        expected = logits.log_softmax(-1).gather(1, torch.tensor(sample.tokens)[:, None])[:, 0]
        assert torch.allclose(torch.tensor(sample.log_probs), expected, atol=1e-4)
    assert sample_group(policy.llama, request) != sample_group(base.llama, request)


def test_an_adapter_is_published_and_served_beside_its_base(
    engine: Engine, adapter: Path, updated: Event
) -> None:
    loaded = engine.load("policy@1", adapter, updated["weights_digest"])
    assert loaded["parent"] == BASE
    body = {"prompt": "Issue", "max_tokens": 4, "seed": 1, "logprobs": 0}
    base, adapted = (
        engine.post("/v1/completions", model=name, **body)["choices"][0]["logprobs"]
        for name in (BASE, "policy@1")
    )
    assert base["token_logprobs"] != adapted["token_logprobs"]


def test_the_lora_routes_of_vllm_load_and_unload_an_adapter(engine: Engine, adapter: Path) -> None:
    fields = {"lora_name": "mine", "lora_path": str(adapter)}
    assert "added successfully" in engine.post("/v1/load_lora_adapter", **fields)
    cards = {card["id"]: card for card in engine.get("/v1/models")["data"]}
    assert cards["mine"]["parent"] == BASE
    with pytest.raises(Refused, match="already been loaded"):
        engine.post("/v1/load_lora_adapter", **fields)
    assert "removed successfully" in engine.post("/v1/unload_lora_adapter", lora_name="mine")
    with pytest.raises(Refused, match="404"):
        engine.post("/v1/unload_lora_adapter", lora_name="mine")


def test_an_adapter_without_its_base_is_refused_by_the_digest_it_needs(
    adapter: Path, updated: Event, policy_folder: Path
) -> None:
    with pytest.raises(RequestFailure, match=folder_digest(policy_folder)) as caught:
        PolicyStore(limit=4).load("policy@1", adapter, updated["weights_digest"])
    assert caught.value.status == 400


def test_an_adapter_is_merged_although_its_base_had_to_make_room(
    adapter: Path, updated: Event, policy_folder: Path
) -> None:
    store = PolicyStore(limit=1)
    digest = folder_digest(policy_folder)
    store.load(BASE, policy_folder, digest)
    store.load("again", policy_folder, digest)
    assert [policy.name for policy in store.policies()] == ["again"]
    assert store.load("policy@1", adapter, updated["weights_digest"]).parent == BASE


def test_a_policy_in_use_is_never_dropped(policy_folder: Path) -> None:
    store = PolicyStore(limit=1)
    digest = folder_digest(policy_folder)
    store.load(BASE, policy_folder, digest)
    with store.using(BASE):
        with pytest.raises(RequestFailure, match="in use") as caught:
            store.load("other", policy_folder, digest)
        assert caught.value.status == 503
        with pytest.raises(RequestFailure, match="1 requests are using"):
            store.unload(BASE)
    store.load("other", policy_folder, digest)
    assert [policy.name for policy in store.policies()] == ["other"]
