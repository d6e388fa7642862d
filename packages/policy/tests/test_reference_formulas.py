"""The reference's own formulas, where there is an oracle other than TRL: exact expectations."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import torch
from reference_trainer.advantages import group_advantages, penalised_reward
from reference_trainer.aggregate import Normalisation, update_loss
from reference_trainer.divergence import Estimator, token_kl_T
from reference_trainer.objective import Objective, clipped_surrogate_T, truncated_weights_T
from reference_trainer.sample import Sample
from torch import Tensor

ROOM = Path(__file__).parents[1]
LOGITS_V = torch.tensor([0.3, -1.2, 0.8, 0.1, -0.4], dtype=torch.float64)
REFERENCE_V = torch.tensor([-0.5, 0.4, 0.2, 0.9, -1.0], dtype=torch.float64).log_softmax(-1)


def exact_kl(logits_V: Tensor) -> Tensor:
    log_probs_V = logits_V.log_softmax(-1)
    return (log_probs_V.exp() * (log_probs_V - REFERENCE_V)).sum()


def gradient(value: Tensor, logits_V: Tensor) -> Tensor:
    return torch.autograd.grad(value, logits_V)[0]


def mean_of(estimator: Estimator, logits_V: Tensor, weighted: bool = False) -> Tensor:
    """Over all tokens as they are sampled: the probabilities themselves have no gradient."""
    log_probs_V = logits_V.log_softmax(-1)
    kl_V = token_kl_T(log_probs_V, REFERENCE_V, estimator)
    ratio_V = (log_probs_V - log_probs_V.detach()).exp() if weighted else torch.ones_like(kl_V)
    return (log_probs_V.detach().exp() * ratio_V * kl_V).sum()


@pytest.fixture
def logits_V() -> Tensor:
    return LOGITS_V.clone().requires_grad_()


@pytest.mark.parametrize(("estimator", "is_unbiased"), [("k1", True), ("k2", False), ("k3", True)])
def test_the_mean_of_k1_and_k3_is_the_divergence(
    estimator: Estimator, is_unbiased: bool, logits_V: Tensor
) -> None:
    difference = float((mean_of(estimator, logits_V) - exact_kl(logits_V)).abs().detach())
    assert (difference < 1e-12) == is_unbiased


def test_as_a_loss_k1_pulls_nowhere_and_k2_as_the_divergence(logits_V: Tensor) -> None:
    exact = gradient(exact_kl(logits_V), logits_V)
    assert float(gradient(mean_of("k1", logits_V), logits_V).abs().max()) < 1e-12
    assert torch.allclose(gradient(mean_of("k2", logits_V), logits_V), exact, atol=1e-12)


def test_k3_pulls_as_the_other_direction_unless_weighted_by_the_ratio(logits_V: Tensor) -> None:
    log_probs_V = logits_V.log_softmax(-1)
    other = (REFERENCE_V.exp() * (REFERENCE_V - log_probs_V)).sum()
    plain = gradient(mean_of("k3", logits_V), logits_V)
    assert torch.allclose(plain, gradient(other, logits_V), atol=1e-12)
    weighted = gradient(mean_of("k3", logits_V, weighted=True), logits_V)
    exact = gradient(exact_kl(logits_V), logits_V)
    assert torch.allclose(weighted, exact, atol=1e-12)
    assert not torch.allclose(plain, exact, atol=1e-3)


def test_advantages_are_centred_and_scaled_within_the_scored_samples() -> None:
    assert group_advantages([1.0, None, 0.0, 0.5], scale=False) == [0.5, 0.0, -0.5, 0.0]
    scaled = group_advantages([1.0, None, 0.0, 0.5], scale=True)
    assert scaled == pytest.approx([0.5 / 0.5001, 0.0, -0.5 / 0.5001, 0.0])


@pytest.mark.parametrize("rewards_G", [[0.3, 0.3, 0.3], [0.3, None], [None, None], [1.0]])
def test_a_group_without_variance_has_no_advantage(rewards_G: list[float | None]) -> None:
    assert group_advantages(rewards_G, scale=True) == [0.0] * len(rewards_G)


def test_kl_in_the_reward_is_summed_over_the_tokens_and_moves_advantages_only_by_differences() -> (
    None
):
    assert penalised_reward(1.0, [0.5, -0.25], coefficient=0.1) == pytest.approx(0.975)
    rewards_G = [0.0, 1.0, 0.5]
    alike = [penalised_reward(reward, [0.2, 0.3], 0.1) for reward in rewards_G]
    assert group_advantages(alike, scale=True) == pytest.approx(
        group_advantages(rewards_G, scale=True)
    )


def test_the_surrogate_is_clipped_only_where_that_makes_it_worse() -> None:
    objective = Objective(epsilon_low=0.2, epsilon_high=0.28)
    ratio_T = torch.tensor([0.5, 0.8, 1.28, 2.0])
    up, down = (clipped_surrogate_T(objective, ratio_T, sign) for sign in (1.0, -1.0))
    assert up.tolist() == pytest.approx([0.5, 0.8, 1.28, 1.28])
    assert down.tolist() == pytest.approx([-0.8, -0.8, -1.28, -2.0])


def test_weights_against_the_sampler_are_capped_per_token() -> None:
    sample = Sample(
        prompt_P=torch.tensor([1]),
        completion_T=torch.tensor([1, 2]),
        sampler_log_probs_T=torch.tensor([-2.0, -1.0]),
        old_log_probs_T=torch.tensor([-1.0, -1.5]),
        advantage=1.0,
    )
    weights_T = truncated_weights_T(sample, cap=2.0)
    assert weights_T.tolist() == pytest.approx([2.0, 0.6065306597])


def test_each_loss_divides_by_what_its_table_says() -> None:
    first, second = torch.tensor([3.0]), torch.tensor([1.0, 2.0, 6.0])
    micro_batches = [[first, None], [second, None]]
    expected = {"grpo": (3 + 3) / 4, "dr_grpo": 12 / 40, "dapo": 12 / 4, "bnpo": (3 + 3) / 2}
    for loss_type, value in expected.items():
        rule = Normalisation(loss_type, samples=4, max_completion_tokens=10)
        assert float(update_loss(rule, micro_batches)) == pytest.approx(value), loss_type


def test_neither_implementation_imports_the_other() -> None:
    reference = ROOM / "tests/reference_trainer"
    assert imported_by(reference) & {"evoline_policy", "trl"} == set()
    assert imported_by(ROOM / "src") & {"reference_trainer"} == set()
    assert "torch" in imported_by(reference)


def imported_by(folder: Path) -> set[str]:
    """First names of all imported modules below a folder."""
    nodes = [
        node for file in folder.rglob("*.py") for node in ast.walk(ast.parse(file.read_text()))
    ]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}
