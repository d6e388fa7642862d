"""How samples that teach nothing count in each loss, shown on TRL's own gradients."""

from __future__ import annotations

from dataclasses import replace

import pytest
from loss_presets import PRESETS, of_reference, of_trl
from random_policy import RandomCase, random_case
from reference_trainer.sample import Sample, kept_tokens, mask_overlong, mask_zero_variance
from reference_trainer.trainer import Outcome

LOSSES = ["grpo", "dr-grpo", "dapo", "bnpo"]
REFILLABLE = [*LOSSES, "dapo truncated"]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> RandomCase:
    return random_case(tmp_path_factory.mktemp("random-policy"), seed=5)


def times(outcome: Outcome, factor: float) -> Outcome:
    return Outcome(outcome.loss * factor, outcome.gradient * factor)


def require_same(found: Outcome, expected: Outcome) -> None:
    largest = float(expected.gradient.abs().max())
    assert largest > 1e-3
    assert float((found.gradient - expected.gradient).abs().max()) < 3e-6 * largest


def kept_only(samples: list[Sample]) -> list[Sample]:
    return [sample for sample in samples if sample.keep]


@pytest.mark.parametrize("name", REFILLABLE)
def test_a_removed_sample_is_the_same_as_a_masked_one(name: str, case: RandomCase) -> None:
    masked = mask_zero_variance(case.samples)
    assert 0 < len(kept_only(masked)) < len(kept_only(case.samples))
    whole = of_trl(PRESETS[name], case, masked)
    require_same(of_trl(PRESETS[name], case, kept_only(masked)), whole)
    require_same(whole, of_reference(PRESETS[name], case, masked))


@pytest.mark.parametrize("name", LOSSES)
def test_removing_groups_of_zero_variance_makes_only_a_step_by_tokens_larger(
    name: str, case: RandomCase
) -> None:
    removed = mask_zero_variance(case.samples)
    tokens, left = kept_tokens(case.samples), kept_tokens(removed)
    assert left < tokens
    factor = tokens / left if name in ("dapo", "bnpo") else 1.0
    before = of_trl(PRESETS[name], case, case.samples)
    require_same(of_trl(PRESETS[name], case, removed), times(before, factor))


def test_under_kl_a_group_of_zero_variance_still_has_a_gradient(case: RandomCase) -> None:
    alone = [sample for sample in case.samples if sample.group == 1]
    assert all(sample.advantage == 0 for sample in alone)
    without, under = (of_trl(PRESETS[name], case, alone) for name in ("dapo", "dapo with KL"))
    assert float(without.gradient.abs().max()) == 0
    require_same(under, of_reference(PRESETS["dapo with KL"], case, alone))


@pytest.mark.parametrize("name", LOSSES)
def test_overlong_samples_are_masked_before_the_batch_and_leave_the_loss(
    name: str, case: RandomCase
) -> None:
    cut = [replace(s, truncated=index in (0, 8)) for index, s in enumerate(case.samples)]
    masked = mask_overlong(cut)
    assert 0 < len(kept_only(masked)) < len(kept_only(cut))
    require_same(of_trl(PRESETS[name], case, masked), of_reference(PRESETS[name], case, masked))


@pytest.mark.parametrize("name", ["grpo", "dr-grpo", "dapo"])
def test_micro_batches_do_not_change_a_loss_that_we_offer(name: str, case: RandomCase) -> None:
    whole = of_trl(PRESETS[name], case, case.samples)
    require_same(of_trl(PRESETS[name], case, case.samples, micro_batch=4), whole)


def test_micro_batches_change_bnpo_which_is_why_we_do_not_offer_it(case: RandomCase) -> None:
    whole = of_trl(PRESETS["bnpo"], case, case.samples)
    with pytest.raises(AssertionError):
        require_same(of_trl(PRESETS["bnpo"], case, case.samples, micro_batch=4), whole)


def test_dr_grpo_divides_by_the_longest_completion_that_is_allowed(case: RandomCase) -> None:
    """Not by the longest one of the batch."""
    short = of_trl(PRESETS["dr-grpo"], case, case.samples, max_completion_tokens=10)
    twice = of_trl(PRESETS["dr-grpo"], case, case.samples, max_completion_tokens=20)
    require_same(twice, times(short, 1 / 2))
