from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from evoline_policy.serve.policy import full_policy
from evoline_policy.serve.sampler import GroupRequest, Sample, sample_group
from evoline_policy.weights import WeightsError

VOCABULARY, END = 50, 2


@pytest.fixture(scope="module", params=["plain", "grouped", "biased", "untied"])
def model(request: pytest.FixtureRequest) -> LlamaForCausalLM:
    """Every variant of a Llama that is served."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=48,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2 if request.param == "grouped" else 4,
        max_position_embeddings=64,
        tie_word_embeddings=request.param != "untied",
        attention_bias=request.param == "biased",
        mlp_bias=request.param == "biased",
        initializer_range=0.3,
        eos_token_id=END,
        rope_parameters={"rope_type": "default", "rope_theta": 500.0},
    )
    made = LlamaForCausalLM(config).eval()
    for name, parameter in made.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.normal_(parameter, std=0.3)
    return made


@pytest.fixture(scope="module")
def decode(
    model: LlamaForCausalLM, policy_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., list[Sample]]:
    """Samples of the model, read back from the folder that it was saved to."""
    folder = tmp_path_factory.mktemp("model")
    model.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes((policy_folder / "tokenizer.json").read_bytes())
    llama = full_policy("p", folder).llama

    def decode(**changes: Any) -> list[Sample]:
        request = {
            "prompt": [1, 7, 9, 4, 30],
            "n": 6,
            "max_tokens": 20,
            "temperature": 1.0,
            "seed": 5,
            "stop_tokens": frozenset([END]),
        }
        return sample_group(llama, GroupRequest(**(request | changes)))

    return decode


@torch.no_grad()
def reference_log_probs(
    model: LlamaForCausalLM, prompt: list[int], tokens: list[int], temperature: float
) -> torch.Tensor:
    """transformers' own forward pass over one unpadded sequence: tokens x vocabulary."""
    logits = model(torch.tensor([prompt + tokens])).logits[0, len(prompt) - 1 : -1]
    return torch.log_softmax(logits / temperature, -1)


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_log_probs_are_those_of_transformers_at_the_sampling_temperature(
    model: LlamaForCausalLM, decode: Callable[..., list[Sample]], temperature: float
) -> None:
    for sample in decode(temperature=temperature):
        reference = reference_log_probs(model, [1, 7, 9, 4, 30], sample.tokens, temperature)
        expected = reference.gather(1, torch.tensor(sample.tokens)[:, None])[:, 0]
        assert torch.allclose(torch.tensor(sample.log_probs), expected, atol=2e-5)


def test_temperature_zero_takes_the_likeliest_token(
    model: LlamaForCausalLM, decode: Callable[..., list[Sample]]
) -> None:
    first, second = decode(temperature=0, n=2)
    assert first.tokens == second.tokens
    reference = reference_log_probs(model, [1, 7, 9, 4, 30], first.tokens, 1.0)
    assert first.tokens == reference.argmax(-1).tolist()


def test_top_log_probs_are_the_likeliest_tokens(
    model: LlamaForCausalLM, decode: Callable[..., list[Sample]]
) -> None:
    sample = decode(top_log_probs=3)[0]
    reference = reference_log_probs(model, [1, 7, 9, 4, 30], sample.tokens, 1.0)
    for top, row in zip(sample.top, reference, strict=True):
        assert [token for token, _ in top] == row.topk(3).indices.tolist()


def test_equal_requests_give_equal_bits_and_another_seed_does_not(
    decode: Callable[..., list[Sample]],
) -> None:
    assert decode() == decode()
    assert decode(seed=6) != decode()


def test_a_row_ends_at_a_stop_token_and_keeps_it(decode: Callable[..., list[Sample]]) -> None:
    samples = decode(n=24, max_tokens=40)
    reasons = {sample.finish_reason for sample in samples}
    assert "stop" in reasons
    for sample in samples:
        ended = sample.finish_reason == "stop"
        assert (sample.tokens[-1] == END) is ended
        assert END not in sample.tokens[:-1]
        assert ended or len(sample.tokens) == 40
        assert len(sample.log_probs) == len(sample.tokens)


def test_a_lower_limit_gives_the_beginning_of_the_same_samples(
    decode: Callable[..., list[Sample]],
) -> None:
    short, long = decode(max_tokens=5), decode(max_tokens=20)
    assert [sample.tokens for sample in short] == [sample.tokens[:5] for sample in long]


def test_a_prompt_of_one_token_decodes(
    model: LlamaForCausalLM, decode: Callable[..., list[Sample]]
) -> None:
    sample = decode(prompt=[1], n=1)[0]
    reference = reference_log_probs(model, [1], sample.tokens, 1.0)
    expected = reference.gather(1, torch.tensor(sample.tokens)[:, None])[:, 0]
    assert torch.allclose(torch.tensor(sample.log_probs), expected, atol=2e-5)


def test_tokens_are_drawn_with_their_probability(
    model: LlamaForCausalLM, decode: Callable[..., list[Sample]]
) -> None:
    drawn = torch.tensor([sample.tokens[0] for sample in decode(n=1000, max_tokens=1)])
    shares = torch.bincount(drawn, minlength=VOCABULARY) / 1000
    reference = reference_log_probs(model, [1, 7, 9, 4, 30], [0], 1.0)[0].exp()
    # Three standard deviations of a share near one half.
    assert (shares - reference).abs().max() < 3 * 0.5 / 1000**0.5


def test_a_model_of_another_architecture_is_refused(policy_folder: Path, tmp_path: Path) -> None:
    for file in policy_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    config = tmp_path / "config.json"
    config.write_text(config.read_text().replace("LlamaForCausalLM", "GPT2LMHeadModel"))
    with pytest.raises(WeightsError, match=r"'GPT2LMHeadModel'.* is not served"):
        full_policy("p", tmp_path)
