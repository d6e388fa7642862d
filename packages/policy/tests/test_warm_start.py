from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from demonstrations import demonstration
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from evoline_policy.strict import FieldError, parse
from evoline_policy.warm_start.make_policy import make_policy
from evoline_policy.warm_start.request import WarmStartRequest
from evoline_policy.weights import folder_digest

Request = Callable[..., dict[str, Any]]


def silently(_step: int, _loss: float) -> None:
    pass


def test_equal_requests_give_equal_weights(
    warm_start_request: Request, policy_folder: Path, tmp_out: Path
) -> None:
    made = make_policy(WarmStartRequest(**warm_start_request(out=str(tmp_out))), silently)
    assert made.weights_digest == folder_digest(policy_folder) == folder_digest(tmp_out)
    other = WarmStartRequest(**warm_start_request(out=str(tmp_out), seed=2))
    assert make_policy(other, silently).weights_digest != made.weights_digest


def test_the_loss_falls_and_is_reported_every_step(
    warm_start_request: Request, tmp_out: Path
) -> None:
    losses: list[float] = []
    request = WarmStartRequest(**warm_start_request(out=str(tmp_out), steps=30))
    made = make_policy(request, lambda _, loss: losses.append(loss))
    assert len(losses) == 30
    assert losses[-1] < losses[0] - 1
    assert made.loss == pytest.approx(sum(losses[-20:]) / 20)


def test_tokenizing_a_prompt_gives_the_ids_it_was_trained_on(policy_folder: Path) -> None:
    prompt = demonstration(random.Random(3))["prompt"]
    trained_on = AutoTokenizer.from_pretrained(policy_folder).encode(prompt)
    served = Tokenizer.from_file(str(policy_folder / "tokenizer.json")).encode(prompt)
    assert served.ids == trained_on
    assert served.tokens[0] == "<|bos|>"


def test_a_line_has_the_same_tokens_in_a_file_and_in_a_search_block(policy_folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(policy_folder / "tokenizer.json"))
    line = "    return a - b"
    in_file = tokenizer.encode(f"def add_tax(a, b):\n{line}\n```\n").tokens
    in_block = tokenizer.encode(f"<<<<<<< SEARCH\n{line}\n=======\n").tokens
    alone = tokenizer.encode(line, add_special_tokens=False).tokens

    def holds(tokens: list[str]) -> bool:
        return any(tokens[i : i + len(alone)] == alone for i in range(len(tokens)))

    assert holds(in_file) and holds(in_block)


def test_no_text_is_lost_in_tokens(policy_folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(policy_folder / "tokenizer.json"))
    text = "Ünïcode \t`x`  \r\n>>>>>>> REPLACE 12_345\n"
    assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_no_steps_register_a_base_byte_for_byte(
    warm_start_request: Request, policy_folder: Path, tmp_out: Path
) -> None:
    request = warm_start_request(base=str(policy_folder), tiny=None, steps=0, out=str(tmp_out))
    made = make_policy(WarmStartRequest(**request), silently)
    assert made.loss is None
    assert made.weights_digest == folder_digest(policy_folder)
    for file in policy_folder.iterdir():
        assert (tmp_out / file.name).read_bytes() == file.read_bytes()


def test_an_existing_base_can_be_warm_started(
    warm_start_request: Request, policy_folder: Path, tmp_out: Path
) -> None:
    request = warm_start_request(base=str(policy_folder), tiny=None, out=str(tmp_out))
    made = make_policy(WarmStartRequest(**request), silently)
    assert made.weights_digest != folder_digest(policy_folder)
    served = Tokenizer.from_file(str(tmp_out / "tokenizer.json")).encode("Issue: a").ids
    assert (
        served == Tokenizer.from_file(str(policy_folder / "tokenizer.json")).encode("Issue: a").ids
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stepz": 1}, "stepz: unknown field"),
        ({"steps": "4"}, "steps: Input should be a valid integer"),
        ({"tiny": None}, "tiny must be given"),
        ({"learning_rate": 0}, "learning_rate: Input should be greater than 0"),
    ],
)
def test_a_wrong_request_names_its_field(
    warm_start_request: Request, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(FieldError, match=message):
        parse(WarmStartRequest, json.dumps(warm_start_request(out="x", **changes)))


def test_a_wrong_demonstration_is_named_by_its_line_and_nothing_is_written(
    warm_start_request: Request, tmp_path: Path, tmp_out: Path
) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"prompt": "a", "answer": "b"}\n{"prompt": "a"}\n')
    request = warm_start_request(demonstrations=str(file), out=str(tmp_out))
    with pytest.raises(FieldError, match=r"broken.jsonl:2: answer: Field required"):
        make_policy(WarmStartRequest(**request), silently)
    assert list(tmp_path.iterdir()) == [file]


def test_a_demonstration_longer_than_the_policy_is_refused(
    warm_start_request: Request, tmp_path: Path, tmp_out: Path
) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text(json.dumps({"prompt": "a b " * 200, "answer": "b"}) + "\n")
    request = warm_start_request(demonstrations=str(file), out=str(tmp_out))
    with pytest.raises(FieldError, match=r"demonstration 1: .* the policy has 256 positions"):
        make_policy(WarmStartRequest(**request), silently)


def test_the_program_answers_a_wrong_request_in_its_protocol(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text("{}")
    command = [sys.executable, "-m", "evoline_policy.warm_start", "--request", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    event = json.loads(done.stdout)
    assert (event["event"], event["code"]) == ("failed", "internal")
    assert "protocol: Field required" in event["message"]
