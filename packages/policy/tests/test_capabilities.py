"""TRL ignores what we refuse, and heeds what we send."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from batches import session
from loss_presets import PRESETS, Preset, of_trl
from random_policy import RandomCase, random_case
from reference_trainer.trainer import Outcome
from transformers import TrainerCallback
from trl import GRPOConfig
from trl_step import outcome_of, told, trl_batch, trl_outcome, trl_session, trl_trainer

from evoline_policy.strict import FieldError
from evoline_policy.update.capabilities import HEEDED_WITH, IGNORED, LOSS_OF, refusals
from evoline_policy.update.make_trainer import make_trainer, trl_options
from evoline_policy.update.session import read_session

BASE = PRESETS["grpo truncated with KL"]
"""Everything is on: a KL term, and weights against the sampler as if vLLM had been asked."""

OTHER_VALUES: dict[str, Any] = {
    "top_p": 0.5,
    "top_k": 3,
    "min_p": 0.2,
    "repetition_penalty": 1.5,
    "generation_kwargs": {"num_beams": 2},
    "chat_template_kwargs": {"enable_thinking": False},
    "cache_implementation": "static",
    "pad_to_multiple_of": 64,
    "num_generations_eval": 3,
    "max_tool_calling_iterations": 1,
    "use_transformers_continuous_batching": True,
    "transformers_continuous_batching_config": {"block_size": 8},
    "use_transformers_paged": True,
    "ds3_gather_for_generation": False,
    "vllm_mode": "server",
    "vllm_model_impl": "transformers",
    "vllm_enable_sleep_mode": True,
    "vllm_structured_outputs_regex": "a*",
    "vllm_server_base_url": "http://127.0.0.1:1",
    "vllm_server_host": "127.0.0.1",
    "vllm_server_port": 1,
    "vllm_server_timeout": 0.1,
    "vllm_group_port": 1,
    "vllm_gpu_memory_utilization": 0.9,
    "vllm_max_model_length": 8,
    "vllm_tensor_parallel_size": 2,
    "scale_rewards": "none",
    "reward_weights": [7.0],
    "multi_objective_aggregation": "normalize_then_sum",
    "mask_truncated_completions": True,
    "vllm_importance_sampling_mode": "token_truncate",
    "vllm_importance_sampling_clip_max": 1.01,
    "vllm_importance_sampling_clip_min": 0.99,
    "vllm_importance_sampling_cap": 1.01,
    "sync_ref_model": True,
    "ref_model_mixup_alpha": 0.1,
    "ref_model_sync_steps": 1,
    "model_init_kwargs": {"dtype": "float16"},
    "trust_remote_code": True,
    "log_multimodal": False,
    "log_unique_prompts": True,
    "num_completions_to_print": 1,
    "entropy_coef_min": -1.0,
    "entropy_coef_max": 9.0,
    "entropy_coef_delta": 0.5,
    "entropy_target": 9.0,
    "sapo_temperature_neg": 3.0,
    "sapo_temperature_pos": 3.0,
    "vespo_k_pos": 9.0,
    "vespo_lambda_pos": 9.0,
    "vespo_k_neg": 9.0,
    "vespo_lambda_neg": 9.0,
}
HEEDED: dict[str, Any] = {
    "beta": 0.5,
    "use_bias_correction_kl": False,
    "epsilon": 0.01,
    "epsilon_high": 0.01,
    "delta": 1.05,
    "loss_type": "dapo",
    "importance_sampling_level": "sequence",
    "temperature": 0.5,
    "off_policy_mask_threshold": 0.0,
    "top_entropy_quantile": 0.5,
    "entropy_coef": 0.1,
    "vllm_importance_sampling_correction": False,
}
NOT_OFFERED = {
    "cast_lm_head_to_fp32",
    "generation_batch_size",
    "log_completions",
    "log_completions_hub_repo",
    "router_aux_loss_coef",
    "use_adaptive_entropy",
}
"""Options that do something, or that TRL refuses itself; a session has no field for them."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> RandomCase:
    return random_case(tmp_path_factory.mktemp("random-policy"), seed=3)


@pytest.fixture(scope="module")
def as_it_is(case: RandomCase) -> Outcome:
    return of_trl(BASE, case, case.samples)


def with_options(preset: Preset, **options: Any) -> Preset:
    return replace(preset, options=preset.options | options)


def is_same(one: Outcome, other: Outcome) -> bool:
    return one.loss == other.loss and torch.equal(one.gradient, other.gradient)


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("name", OTHER_VALUES)
def test_what_we_refuse_trl_ignores_to_the_last_bit(
    name: str, case: RandomCase, as_it_is: Outcome
) -> None:
    changed = with_options(BASE, **{name: OTHER_VALUES[name]})
    assert is_same(of_trl(changed, case, case.samples), as_it_is)
    assert list(refusals(changed.options)) == [name]


@pytest.mark.parametrize("name", HEEDED)
def test_what_trl_heeds_is_not_refused(name: str, case: RandomCase, as_it_is: Outcome) -> None:
    changed = with_options(BASE, **{name: HEEDED[name]})
    assert not is_same(of_trl(changed, case, case.samples), as_it_is)


def test_every_option_of_trl_is_in_one_list(policy_folder: Path) -> None:
    sent = set(trl_options(trl_session(policy_folder)))
    lists = [set(IGNORED), set(HEEDED_WITH), set(LOSS_OF), NOT_OFFERED]
    known = set().union(sent, HEEDED, *lists)
    assert set(GRPOConfig.__annotations__) - known == set(), "TRL has an option that is new to us"
    assert sum(map(len, lists)) == len(set().union(*lists))
    refused = set(IGNORED) | set(HEEDED_WITH) | set(LOSS_OF)
    assert refused - set(OTHER_VALUES) - set(HEEDED) == set(), "nobody shows that it is ignored"


def test_what_is_sent_to_trl_is_heeded(policy_folder: Path) -> None:
    assert refusals(trl_options(trl_session(policy_folder))) == {}
    with told(scale_rewards="none"), pytest.raises(FieldError, match="scale_rewards: TRL would"):
        make_trainer(trl_session(policy_folder), dict, TrainerCallback())


def test_kl_and_entropy_options_are_refused_only_without_their_term() -> None:
    assert set(refusals({"use_bias_correction_kl": True})) == {"use_bias_correction_kl"}
    assert refusals({"use_bias_correction_kl": True, "beta": 0.1}) == {}
    assert refusals({"entropy_target": 1.0, "use_adaptive_entropy": True}) == {}
    assert refusals({"vespo_k_pos": 1.0, "loss_type": "vespo"}) == {}


def test_without_kl_its_option_is_ignored(case: RandomCase) -> None:
    plain = of_trl(PRESETS["dapo"], case, case.samples)
    changed = with_options(PRESETS["dapo"], use_bias_correction_kl=False)
    assert is_same(of_trl(changed, case, case.samples), plain)


def test_sampler_log_probs_are_ignored_anywhere_but_as_old_ones(case: RandomCase) -> None:
    settings, batch = BASE.session(case.folder), trl_batch(case.samples)
    del batch["old_per_token_logps"]
    options = {"loss_type": "grpo"}
    without = trl_outcome(settings, dict(batch), **options)
    shifted = batch | {"sampling_per_token_logps": torch.full((12, 9), -0.5)}
    assert is_same(trl_outcome(settings, shifted, **options), without)
    assert not is_same(trl_outcome(settings, trl_batch(case.samples), **options), without)


def test_weights_against_the_sampler_are_ignored_unless_trl_believes_in_vllm(
    case: RandomCase,
) -> None:
    settings, batch = BASE.session(case.folder), trl_batch(case.samples, truncation=1.1)
    outcomes = []
    for believes in (False, True):
        trainer = trl_trainer(settings, batch, loss_type="grpo")
        trainer.use_vllm = believes
        outcomes.append(outcome_of(trainer, settings))
    unweighted = {name: tensor for name, tensor in batch.items() if "ratio" not in name}
    plain = trl_outcome(settings, unweighted, loss_type="grpo")
    assert [is_same(outcome, plain) for outcome in outcomes] == [True, False]


def test_the_reference_model_that_trl_loads_is_never_asked(
    case: RandomCase, as_it_is: Outcome
) -> None:
    """Only the log-probabilities in the batch are: a synchronised model would change nothing."""
    batch = trl_batch(case.samples, BASE.objective.truncation)
    trainer = trl_trainer(BASE.session(case.folder), batch, **BASE.options)
    trainer.ref_model = None
    assert is_same(outcome_of(trainer, BASE.session(case.folder)), as_it_is)


@pytest.mark.parametrize("name", ["top_p", "mask_truncated_completions", "scale_rewards"])
def test_a_session_that_names_an_ignored_option_is_told_why(name: str, policy_folder: Path) -> None:
    document = json.dumps(session(policy_folder, **{name: OTHER_VALUES[name]}))
    with pytest.raises(FieldError, match=f"^{name}: TRL would ignore it: "):
        read_session(document)


def test_a_session_with_an_unknown_field_or_no_object_is_refused_as_before(
    policy_folder: Path,
) -> None:
    with pytest.raises(FieldError, match=r"^temperatur: unknown field"):
        read_session(json.dumps(session(policy_folder, temperatur=1)))
    for document in ("[]", "no json"):
        with pytest.raises(FieldError):
            read_session(document)
