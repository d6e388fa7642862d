from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from engine_client import Engine, Refused, running_engine
from safetensors.torch import save_file

from evoline_policy.weights import folder_digest, read_weights

PROMPT = "Issue: add_tax is wrong\n"
POLICY = "policy@0"


@pytest.fixture(scope="module")
def engine(policy_folder: Path) -> Iterator[Engine]:
    with running_engine("--policies", "3") as running:
        running.load(POLICY, policy_folder, folder_digest(policy_folder))
        yield running


@pytest.fixture
def other_folder(policy_folder: Path, tmp_path: Path) -> Path:
    """A policy whose weights differ in one number."""
    folder = tmp_path / "other"
    folder.mkdir()
    for file in policy_folder.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    weights = read_weights(folder)
    weights["model.norm.weight"][0] += 1
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def complete(engine: Engine, **changes: Any) -> dict[str, Any]:
    body = {"model": POLICY, "prompt": PROMPT, "n": 4, "max_tokens": 12, "seed": 3}
    return engine.post("/v1/completions", **(body | changes))


def refusal(call: Any, *args: Any, **fields: Any) -> tuple[int, str | None, str]:
    """Status, field at fault and message of a call that must be refused."""
    with pytest.raises(Refused) as caught:
        call(*args, **fields)
    error = caught.value.error
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["code"] == caught.value.status
    return caught.value.status, error["param"], error["message"]


def test_health_version_and_models_have_the_shape_of_vllm(engine: Engine) -> None:
    assert engine.get("/health") == ""
    version = engine.get("/version")
    assert (version["torch_threads"], version["logprobs_mode"]) == (1, "processed_logprobs")
    models = engine.get("/v1/models")
    card = next(card for card in models["data"] if card["id"] == POLICY)
    assert models["object"] == "list"
    assert (card["object"], card["parent"], card["max_model_len"]) == ("model", None, 256)
    assert card["owned_by"] and card["root"] and card["created"] > 0


def test_a_completion_has_the_shape_of_vllm(engine: Engine) -> None:
    answer = complete(engine, logprobs=2, return_token_ids=True)
    prompt_ids = engine.post("/tokenize", model=POLICY, prompt=PROMPT)["tokens"]
    assert (answer["object"], answer["model"]) == ("text_completion", POLICY)
    assert [choice["index"] for choice in answer["choices"]] == [0, 1, 2, 3]
    for choice in answer["choices"]:
        count = len(choice["token_ids"])
        log_probs = choice["logprobs"]
        assert choice["prompt_token_ids"] == prompt_ids
        assert choice["finish_reason"] in ("stop", "length")
        assert choice["stop_reason"] is None
        assert {len(values) for values in log_probs.values()} == {count}
        assert all(value <= 0 for value in log_probs["token_logprobs"])
        assert log_probs["text_offset"][0] == 0
        for token, value, top in zip(
            log_probs["tokens"],
            log_probs["token_logprobs"],
            log_probs["top_logprobs"],
            strict=True,
        ):
            assert top[token] == value
            assert 1 <= len(top) <= 3
    generated = sum(len(choice["token_ids"]) for choice in answer["choices"])
    assert answer["usage"]["prompt_tokens"] == len(prompt_ids)
    assert answer["usage"]["completion_tokens"] == generated
    assert answer["usage"]["total_tokens"] == len(prompt_ids) + generated


def test_token_ids_and_log_probs_come_only_when_asked_for(engine: Engine) -> None:
    choice = complete(engine)["choices"][0]
    assert choice["token_ids"] is choice["prompt_token_ids"] is choice["logprobs"] is None


def test_a_text_prompt_and_its_token_ids_give_the_same_samples(engine: Engine) -> None:
    prompt_ids = engine.post("/tokenize", model=POLICY, prompt=PROMPT)["tokens"]
    by_ids = complete(engine, prompt=prompt_ids, return_token_ids=True)["choices"]
    assert by_ids == complete(engine, return_token_ids=True)["choices"]


def test_a_group_has_the_same_bits_whatever_else_is_served(
    engine: Engine, other_folder: Path
) -> None:
    engine.load("policy@other", other_folder, folder_digest(other_folder))

    def group(seed: int, model: str) -> Any:
        fields = {"seed": seed, "model": model, "logprobs": 0, "return_token_ids": True}
        return complete(engine, **fields)["choices"]

    wanted = [(seed, model) for seed in range(6) for model in (POLICY, "policy@other")]
    alone = [group(*each) for each in wanted]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: group(*each), reversed(wanted)))
    assert together[::-1] == alone
    assert alone[0] != alone[1]
    engine.post("/evoline/v1/unload_policy", name="policy@other")


def test_without_a_seed_two_groups_differ(engine: Engine) -> None:
    assert complete(engine, seed=None)["choices"] != complete(engine, seed=None)["choices"]


def test_a_stop_string_ends_the_text_before_it(engine: Engine) -> None:
    whole = complete(engine, max_tokens=30)["choices"][0]["text"]
    stop = whole[8:10]
    stopped = complete(engine, max_tokens=30, stop=["never so", stop])["choices"][0]
    assert stopped["text"] == whole[: whole.index(stop)]
    assert (stopped["finish_reason"], stopped["stop_reason"]) == ("stop", stop)


def test_tokenize_and_detokenize_are_inverse(engine: Engine) -> None:
    tokens = engine.post("/tokenize", model=POLICY, prompt=PROMPT)
    assert tokens["count"] == len(tokens["tokens"])
    assert tokens["max_model_len"] == 256
    bare = engine.post("/tokenize", model=POLICY, prompt=PROMPT, add_special_tokens=False)
    assert tokens["tokens"][1:] == bare["tokens"]
    assert engine.post("/detokenize", model=POLICY, tokens=bare["tokens"])["prompt"] == PROMPT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"best_off": 2}, "best_off"),
        ({"top_p": 0.9}, "top_p"),
        ({"top_k": 5}, "top_k"),
        ({"stream": True}, "stream"),
        ({"n": "4"}, "n"),
        ({"n": 0}, "n"),
        ({"temperature": -1}, "temperature"),
        ({"max_tokens": 5000}, "max_tokens"),
        ({"prompt": []}, "prompt"),
        ({"prompt": [99999]}, "prompt"),
        ({"logprobs": 21}, "logprobs"),
    ],
)
def test_what_is_not_done_is_refused_by_its_field(
    engine: Engine, changes: dict[str, Any], field: str
) -> None:
    status, param, message = refusal(complete, engine, **changes)
    assert status == 400
    assert (param or "").split(".")[0] == field
    assert message


def test_neutral_values_of_vllm_fields_are_taken(engine: Engine) -> None:
    neutral = {"top_p": 1.0, "top_k": -1, "min_p": 0, "repetition_penalty": 1.0, "stream": False}
    assert complete(engine, **neutral)["choices"] == complete(engine)["choices"]


def test_an_unknown_model_is_404_and_an_unknown_route_too(engine: Engine) -> None:
    status, field, message = refusal(complete, engine, model="nobody")
    assert (status, field, message) == (404, "model", "The model `nobody` does not exist.")
    assert refusal(engine.post, "/v1/chat/completions")[0] == 404
    assert refusal(engine.get, "/v1/completions")[0] == 405


def test_broken_json_and_a_missing_length_are_400(engine: Engine) -> None:
    assert refusal(engine.post_bytes, "/v1/completions", b"{")[0] == 400
    host, port = engine.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"POST /tokenize HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_leaves_does_not_disturb_the_next(engine: Engine) -> None:
    host, port = engine.base.removeprefix("http://").split(":")
    body = json.dumps({"model": POLICY, "prompt": PROMPT, "max_tokens": 200, "n": 64}).encode()
    head = f"POST /v1/completions HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    for _ in range(3):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(head + body)
    assert len(complete(engine)["choices"]) == 4


def test_loading_the_same_weights_again_changes_nothing(
    engine: Engine, policy_folder: Path
) -> None:
    digest = folder_digest(policy_folder)
    first = engine.load(POLICY, policy_folder, digest)
    assert engine.load(POLICY, policy_folder, digest) == first
    assert first.keys() == {"name", "weights_digest", "parent", "loaded_at"}


def test_a_name_never_means_other_weights(engine: Engine, other_folder: Path) -> None:
    digest = folder_digest(other_folder)
    status, field, _ = refusal(engine.load, POLICY, other_folder, digest)
    assert (status, field) == (409, "name")
    engine.load("brief", other_folder, digest)
    engine.post("/evoline/v1/unload_policy", name="brief")
    assert refusal(engine.load, "brief", other_folder, "0" * 64)[0] == 409


def test_weights_are_compared_with_the_digest_before_they_are_served(
    engine: Engine, policy_folder: Path, other_folder: Path
) -> None:
    digest = folder_digest(policy_folder)
    status, field, message = refusal(engine.load, "swapped", other_folder, digest)
    assert (status, field) == (400, "weights_digest")
    assert digest in message and folder_digest(other_folder) in message
    assert "swapped" not in engine.names()


def test_a_folder_that_cannot_be_served_is_refused_with_the_reason(
    engine: Engine, other_folder: Path, tmp_path: Path
) -> None:
    status, field, message = refusal(engine.load, "none", tmp_path / "absent", "0" * 64)
    assert (status, field) == (400, "path")
    assert "does not exist" in message
    digest = folder_digest(other_folder)
    (other_folder / "tokenizer.json").write_text("{}")
    _, _, message = refusal(engine.load, "none", other_folder, digest)
    assert "tokenizer" in message
    weights = other_folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    _, _, message = refusal(engine.load, "none", other_folder, digest)
    assert "not a readable safetensors file" in message


def test_the_longest_unused_policy_makes_room(engine: Engine, policy_folder: Path) -> None:
    digest = folder_digest(policy_folder)
    for name in ("second", "third"):
        engine.load(name, policy_folder, digest)
    complete(engine)
    engine.load("fourth", policy_folder, digest)
    assert sorted(engine.names()) == ["fourth", POLICY, "third"]
    for name in ("third", "fourth"):
        assert engine.post("/evoline/v1/unload_policy", name=name) == {"name": name}
    assert refusal(engine.post, "/evoline/v1/unload_policy", name="third")[0] == 404


def test_a_server_whose_port_is_taken_says_so_and_ends(engine: Engine) -> None:
    port = engine.base.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "evoline_policy.serve", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
