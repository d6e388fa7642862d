"""TRL and the reference trainer agree, preset after preset, in loss and in gradient."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args
from unittest import mock

import pytest
import torch
from loss_presets import PRESETS, of_reference, of_trl
from peft import LoraConfig, get_peft_model
from random_policy import GROUPS, RandomCase, random_case, read_policy
from reference_trainer.advantages import group_advantages, penalised_reward
from reference_trainer.divergence import Estimator, token_kl_T
from reference_trainer.sample import Sample, with_advantages
from reference_trainer.trainer import Outcome, loss_and_gradient
from trl_step import exact_log_probs, trl_batch, trl_outcome

from evoline_policy.update.frozen_batch_trainer import FrozenBatchTrainer
from evoline_policy.update.make_trainer import LAYER_PROJECTIONS

SINGLE_LOSS, SINGLE_GRADIENT = 5e-7, 3e-6
"""TRL's head works in 32-bit floats; measured on 4 policies: 1.6e-7 at most, and 1.4e-6 of the
largest entry of the gradient."""
DOUBLE = 1e-14
"""The same when TRL's loss is handed log-probabilities of 64 bits; measured: 6e-17 and 3e-16."""


@pytest.fixture(scope="module", params=[0, 1, 2])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RandomCase:
    return random_case(tmp_path_factory.mktemp("random-policy"), request.param)


def require_agreement(found: Outcome, expected: Outcome, loss: float, gradient: float) -> None:
    largest = float(expected.gradient.abs().max())
    assert largest > 1e-3, "a gradient of nothing proves nothing"
    assert abs(found.loss - expected.loss) < loss
    assert float((found.gradient - expected.gradient).abs().max()) < gradient * largest


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("micro_batch", [12, 4])
def test_loss_and_gradient_of_trl_are_those_of_the_reference(
    name: str, micro_batch: int, case: RandomCase
) -> None:
    found = of_trl(PRESETS[name], case, case.samples, micro_batch=micro_batch)
    expected = of_reference(PRESETS[name], case, case.samples, micro_batch=micro_batch)
    require_agreement(found, expected, SINGLE_LOSS, SINGLE_GRADIENT)


@pytest.mark.parametrize("name", PRESETS)
def test_in_64_bits_they_agree_to_fourteen_digits(name: str, case: RandomCase) -> None:
    with exact_log_probs():
        found = of_trl(PRESETS[name], case, case.samples, micro_batch=4)
    expected = of_reference(PRESETS[name], case, case.samples, micro_batch=4)
    require_agreement(found, expected, DOUBLE, DOUBLE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"epsilon_low": 0.25},
        {"epsilon_high": 0.35},
        {"temperature": 0.91},
        {"truncation": 1.2},
    ],
    ids=str,
)
def test_a_wrong_setting_is_seen(wrong: dict[str, float], case: RandomCase) -> None:
    """The batches make clip and cap act, else agreement would be agreement about nothing."""
    chosen = PRESETS["dapo truncated" if "truncation" in wrong else "dapo"]
    mistaken = replace(chosen, objective=replace(chosen.objective, **wrong))
    found = of_trl(chosen, case, case.samples)
    expected = of_reference(mistaken, case, case.samples)
    with pytest.raises(AssertionError):
        require_agreement(found, expected, 100 * SINGLE_LOSS, 100 * SINGLE_GRADIENT)


@pytest.mark.parametrize("estimator", get_args(Estimator))
def test_kl_in_the_reward_reaches_trl_as_advantages(estimator: Estimator, case: RandomCase) -> None:
    """TRL itself has k3 in the loss alone; before a batch is frozen any estimator will do."""
    penalised = with_penalty(case.samples, estimator, coefficient=0.2)
    assert [s.advantage for s in penalised] != [s.advantage for s in case.samples]
    found = of_trl(PRESETS["dapo"], case, penalised)
    expected = of_reference(PRESETS["dapo"], case, penalised)
    require_agreement(found, expected, SINGLE_LOSS, SINGLE_GRADIENT)


def with_penalty(samples: list[Sample], estimator: Estimator, coefficient: float) -> list[Sample]:
    """The samples, their old advantages taken for rewards; zero variance ends where KL differs."""
    advantages: list[float] = []
    for group in range(len(GROUPS)):
        members = [sample for sample in samples if sample.group == group]
        rewards_G = [
            penalised_reward(s.advantage, kl_T(s, estimator), coefficient) if s.keep else None
            for s in members
        ]
        advantages += torch.tensor(group_advantages(rewards_G, scale=True)).tolist()
    return with_advantages(samples, advantages)


def kl_T(sample: Sample, estimator: Estimator) -> list[float]:
    assert sample.reference_log_probs_T is not None
    return token_kl_T(sample.sampler_log_probs_T, sample.reference_log_probs_T, estimator).tolist()


def test_the_gradient_of_an_adapter_agrees_too(case: RandomCase) -> None:
    """With the second factor away from zero, where it begins, so that both factors have one."""
    chosen = PRESETS["dapo"]
    factors: dict[str, torch.Tensor] = {}
    ours = FrozenBatchTrainer.__init__

    def moved(trainer: FrozenBatchTrainer, *given: object, **named: object) -> None:
        ours(trainer, *given, **named)
        noise = torch.Generator().manual_seed(1)
        for name, parameter in trainer.model.named_parameters():
            if "lora_B" in name:
                parameter.data += 0.1 * torch.randn(parameter.shape, generator=noise)
        factors.update(trainer.model.state_dict())

    lora = {"rank": 2, "alpha": 4}
    settings = chosen.session(case.folder, adaptation="lora", lora=lora)
    with mock.patch.object(FrozenBatchTrainer, "__init__", moved):
        found = trl_outcome(settings, trl_batch(case.samples), **chosen.options)
    shape = LoraConfig(r=2, lora_alpha=4, target_modules=LAYER_PROJECTIONS, task_type="CAUSAL_LM")
    adapted = get_peft_model(read_policy(case.folder), shape).double()
    adapted.load_state_dict(factors)
    rule = chosen.rule(settings)
    expected = loss_and_gradient(adapted, chosen.objective, rule, [case.samples])
    require_agreement(found, expected, SINGLE_LOSS, SINGLE_GRADIENT)
